import { placeOrder as contract } from '../../lib/contract/orders.ts';
import { actorId } from '../../lib/domain/actor.ts';
import { priceOrder } from '../../lib/domain/orders.ts';
import { gatewayInUse } from '../../lib/payments/gateway.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadSettledHead, planOf } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { RepeatedRequest, wasRepeated } from '../../lib/store/idempotency.ts';
import { type Order, putNewOrder } from '../../lib/store/orders.ts';
import { transact } from '../../lib/store/table.ts';
import { orderJson } from './order-json.ts';
import { toCreditItems } from './to-credit-items.ts';

export const placeOrder = route(contract, async ({ path, body, actor, now, today, catalogue, remember }) => {
  const { head } = await loadSettledHead(path.account, { today, catalogue });
  const priced = priceOrder(planOf(catalogue, head), toCreditItems(body.items));
  const gateway = gatewayInUse();
  const id = newId('ord');
  const request = { account: path.account, order: id, total: priced.total, service: catalogue.service.name, now };
  const checkout = await gateway.openCheckout(request);
  const order: Order = {
    id,
    account: path.account,
    status: 'pending',
    lines: [...priced.lines],
    total: priced.total,
    gateway: gateway.name,
    paymentUrl: checkout.url,
    declined: false,
    placedBy: actorId(actor),
    placedAt: now,
    payments: [],
    version: 1,
  };
  const reply = { body: orderJson(order) };
  const fact = {
    account: path.account,
    action: 'order.placed',
    actor,
    subject: id,
    after: { total: priced.total },
    at: now,
  };
  const outcome = await transact([putNewOrder(order), ...checkout.writes, recordFact(fact), ...remember(reply)]);
  if (!outcome.committed) {
    if (wasRepeated(outcome)) throw new RepeatedRequest();
    throw new Error(
      `An order under a new id was there already: ${outcome.failed.map(({ label }) => label).join(', ')}`,
    );
  }
  return reply;
});
