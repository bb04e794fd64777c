import { placeOrder as contract } from '../../lib/contract/orders.ts';
import { requirePlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { billFor } from '../../lib/store/bills.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import type { NewOrder } from './new-order.ts';
import { commitNewOrder } from './new-order.ts';
import { orderJson } from './order-json.ts';
import { type PricedPurchase, priceCreditItems, priceTermItems } from './price-items.ts';

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
  return { purpose: 'purchase', ...bill(lines), ...priced, joinsUntil: endOfJoined({ lines, ...priced }) };
}

/** A period that begins with the order is paid whole, and one that runs for what is left of it. (L4, L5) */
function endOfJoined({ lines, period }: Pick<PricedPurchase, 'lines' | 'period'>): PlainDate | undefined {
  return lines.some(({ basis }) => basis.kind === 'whole-period') ? undefined : period.end;
}
