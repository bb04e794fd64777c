import { previewRenewal as contract } from '../../lib/contract/subscription.ts';
import { notRunning } from '../../lib/domain/licences/decide-subscription.ts';
import { withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import { route } from '../../lib/runtime/route.ts';
import { billFor } from '../../lib/store/bills.ts';
import { discountFor } from '../../lib/store/reseller-discount.ts';
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
  if (period === undefined || state === 'ended') throw notRunning(subscription);
  const account = await refreshVatCheck(path.account, now);
  const { renewal } = await loadRenewal(subscription, catalogue);
  const { currency } = renewal.total;
  const lines = withDiscount(renewal.lines, await discountFor(account), currency);
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
      items: lines.map(pricedItemJson),
      ...billJson(billFor(lines, { ...account, plan: renewal.plan }, catalogue, today), currency),
      next_period: renewal.period === undefined ? null : { start: renewal.period.start, end: renewal.period.end },
    },
  };
});
