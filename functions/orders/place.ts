import { placeOrder as contract } from '../../lib/contract/orders.ts';
import { requirePlan } from '../../lib/domain/catalogue.ts';
import { pricedFor } from '../../lib/domain/licences/priced-for.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import type { NewOrder } from './new-order.ts';
import { commitNewOrder } from './new-order.ts';
import { orderJson } from './order-json.ts';
import { priceCreditItems, priceTermItems } from './price-items.ts';

type Placing = Request<typeof contract>;

export const placeOrder = route(contract, async (request) => {
  const wanted = await priced(request);
  return commitNewOrder(wanted, request, (order) => ({ body: orderJson(order, request.now) }));
});

async function priced({ path, body, today, catalogue }: Placing): Promise<NewOrder> {
  const account = await requireAccount(path.account);
  const plan = requirePlan(catalogue, account.plan);
  if (plan.kind === 'prepaid')
    return { purpose: 'credit', account: path.account, ...priceCreditItems(plan, body.items) };
  const priced = await priceTermItems(path.account, plan, body.items, today, body.term);
  const { lines, total, term, period, subscription } = priced;
  return { purpose: 'purchase', account: path.account, lines, total, term, period, pricedFor: pricedFor(subscription) };
}
