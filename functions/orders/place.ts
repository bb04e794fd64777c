import { placeOrder as contract } from '../../lib/contract/orders.ts';
import { requirePlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { Period } from '../../lib/domain/licences/period.ts';
import { isRunning } from '../../lib/domain/licences/price-term-order.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { billFor } from '../../lib/store/bills.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import type { NewOrder } from './new-order.ts';
import { commitNewOrder } from './new-order.ts';
import { orderJson } from './order-json.ts';
import { priceCreditItems, priceTermItems } from './price-items.ts';

type Placing = Request<typeof contract>;

export const placeOrder = route(contract, async (request) => {
  const wanted = await billed(request);
  return commitNewOrder(wanted, request, (order) => ({ body: orderJson(order, request.now) }));
});

async function billed({ path, body, now, today, catalogue }: Placing): Promise<NewOrder> {
  const account = await refreshVatCheck(path.account, now);
  const bill = (lines: NewOrder['lines']) => ({
    account: account.id,
    lines,
    bill: billFor(lines, account, catalogue, today),
    currency: plan.currency,
    paymentMethod: body.payment_method,
  });
  const plan = requirePlan(catalogue, account.plan);
  if (plan.kind === 'prepaid') return { purpose: 'credit', ...bill(priceCreditItems(plan, body.items).lines) };
  const { lines, nextTotal: _, ...priced } = await priceTermItems(account, plan, body.items, today, body.term);
  const joinsUntil = await endOfJoined(account.id, priced.period, today);
  return { purpose: 'purchase', ...bill(lines), ...priced, joinsUntil };
}

/** Where it joins a period: the date on which that ends. One that begins today is joined only if it is there already. */
async function endOfJoined(
  account: AccountId,
  { start, end }: Period,
  today: PlainDate,
): Promise<PlainDate | undefined> {
  return start !== today || isRunning(await requireSubscription(account)) ? end : undefined;
}
