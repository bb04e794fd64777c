import { previewOrder as contract } from '../../lib/contract/orders.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { type PrepaidPlan, requirePlan, type TermPlan } from '../../lib/domain/catalogue.ts';
import { asIfActivated, daysGained } from '../../lib/domain/credit/compare.ts';
import { topUp } from '../../lib/domain/credit/decide-money.ts';
import { expiresOn } from '../../lib/domain/credit/expiry.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { billFor } from '../../lib/store/bills.ts';
import { loadSettledHead } from '../../lib/store/credit.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import { billJson } from './bill-json.ts';
import { pricedItemJson } from './order-json.ts';
import { priceCreditItems, priceTermItems } from './price-items.ts';

type Preview = Request<typeof contract>;

export const previewOrder = route(contract, async (request) => {
  const account = await refreshVatCheck(request.path.account, request.now);
  const plan = requirePlan(request.catalogue, account.plan);
  return {
    body:
      plan.kind === 'prepaid' ? await previewCredit(request, account, plan) : await previewTerm(request, account, plan),
  };
});

async function previewCredit({ path, body, today, catalogue }: Preview, account: Account, plan: PrepaidPlan) {
  const settled = await loadSettledHead(path.account, { today, catalogue });
  const priced = priceCreditItems(plan, body.items);
  const head = asIfActivated(settled.head, plan, today);
  const bought = topUp(settled.head, plan, today, priced.total, { kind: 'purchase' }).head;
  const after = asIfActivated(bought, plan, today);
  return {
    items: priced.lines.map(pricedItemJson),
    ...billJson(billFor(priced.lines, account, catalogue, today), plan.currency),
    expires_on: expiresOn(after, plan) ?? null,
    days: daysGained(head, after, plan, today) ?? null,
    period: null,
    next_total: null,
  };
}

async function previewTerm({ body, today, catalogue }: Preview, account: Account, plan: TermPlan) {
  const { lines, period, nextTotal } = await priceTermItems(account, plan, body.items, today, body.term);
  return {
    items: lines.map(pricedItemJson),
    ...billJson(billFor(lines, account, catalogue, today), plan.currency),
    expires_on: null,
    days: null,
    period: { start: period.start, end: period.end },
    next_total: nextTotal === undefined ? null : moneyJson(nextTotal),
  };
}
