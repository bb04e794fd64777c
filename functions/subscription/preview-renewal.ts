import { previewRenewal as contract } from '../../lib/contract/subscription.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { billFor } from '../../lib/store/bills.ts';
import { loadRenewal } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import { licenceJson } from '../licences/licence-json.ts';
import { billJson } from '../orders/bill-json.ts';
import { pricedItemJson } from '../orders/order-json.ts';
import { subscribedPackJson } from './subscription-json.ts';

/** The roll-over's own decision, on what is there now; only nothing is written. (L6) */
export const previewRenewal = route(contract, async ({ path, now, today, catalogue }) => {
  const subscription = await requireSubscription(path.account);
  const { state, period } = subscription;
  if (period === undefined || state === 'ended') throw new Refused('subscription.not-running', { values: { state } });
  const account = await refreshVatCheck(path.account, now);
  const { renewal } = await loadRenewal(subscription, catalogue);
  return {
    body: {
      on: renewal.on,
      closes: renewal.closes,
      plan: renewal.plan,
      modules: [...renewal.modules],
      packs: renewal.packs.map(subscribedPackJson),
      ended: renewal.ended.map(licenceJson),
      dropped: renewal.dropped.map(licenceJson),
      licences: renewal.pools.map(({ type, total, inUse, minimum }) => ({ type, total, in_use: inUse, minimum })),
      items: renewal.lines.map(pricedItemJson),
      ...billJson(billFor(renewal.lines, { ...account, plan: renewal.plan }, catalogue, today), renewal.total.currency),
      next_period: renewal.period === undefined ? null : { start: renewal.period.start, end: renewal.period.end },
    },
  };
});
