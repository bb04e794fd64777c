import { previewOrder as contract } from '../../lib/contract/orders.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { asIfActivated, daysGained } from '../../lib/domain/credit/compare.ts';
import { topUp } from '../../lib/domain/credit/decide-money.ts';
import { expiresOn } from '../../lib/domain/credit/expiry.ts';
import { priceOrder } from '../../lib/domain/orders.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadSettledHead, planOf } from '../../lib/store/credit.ts';
import { pricedItemJson } from './order-json.ts';
import { toCreditItems } from './to-credit-items.ts';

export const previewOrder = route(contract, async ({ path, body, today, catalogue }) => {
  const settled = await loadSettledHead(path.account, { today, catalogue });
  const plan = planOf(catalogue, settled.head);
  const priced = priceOrder(plan, toCreditItems(body.items));
  const head = asIfActivated(settled.head, plan, today);
  const bought = topUp(settled.head, plan, today, priced.total, { kind: 'purchase' }).head;
  const after = asIfActivated(bought, plan, today);
  return {
    body: {
      items: priced.lines.map(pricedItemJson),
      total: moneyJson(priced.total),
      expires_on: expiresOn(after, plan) ?? null,
      days: daysGained(head, after, plan, today) ?? null,
    },
  };
});
