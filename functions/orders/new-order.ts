import { secondsAfter } from '../../lib/domain/accounts/lifetimes.ts';
import { actorId } from '../../lib/domain/actor.ts';
import { gatewayInUse } from '../../lib/payments/gateway.ts';
import { newId } from '../../lib/runtime/ids.ts';
import type { Reply, Request } from '../../lib/runtime/route.ts';
import { recordFact } from '../../lib/store/history.ts';
import { RepeatedRequest, wasRepeated } from '../../lib/store/idempotency.ts';
import { loadOrder, type Order, putNewOrder } from '../../lib/store/orders.ts';
import { commitPayment } from '../../lib/store/payments.ts';
import { transact } from '../../lib/store/table.ts';

/** What is ordered, priced. */
export type NewOrder = Pick<Order, 'purpose' | 'account' | 'total'> &
  Partial<Pick<Order, 'term' | 'period' | 'plan' | 'pricedFor'>> & {
    readonly lines: readonly Order['lines'][number][];
  };

/** A price by the day holds for a day. */
const PAYABLE_SECONDS = 86_400;

type Placing = Pick<Request, 'actor' | 'now' | 'today' | 'catalogue' | 'remember'>;

/**
 * Writes an order with its checkout and the reply that a retry gets. What costs nothing is delivered at once.
 *
 * Errors: `order.payment-unavailable`; {@link RepeatedRequest} when the same request was carried out meanwhile.
 */
export async function commitNewOrder<R>(
  wanted: NewOrder,
  request: Placing,
  replyOf: (order: Order) => Reply<R>,
): Promise<Reply<R>> {
  const { actor, now, catalogue, remember } = request;
  const id = newId('ord');
  const { account, total, purpose } = wanted;
  const gateway = gatewayInUse();
  const checkout = await gateway.openCheckout({ account, order: id, total, service: catalogue.service.name, now });
  const order: Order = {
    ...wanted,
    lines: [...wanted.lines],
    id,
    status: 'pending',
    gateway: gateway.name,
    paymentUrl: checkout.url,
    declined: false,
    placedBy: actorId(actor),
    placedAt: now,
    expiresAt: purpose === 'credit' ? undefined : secondsAfter(now, PAYABLE_SECONDS),
    payments: [],
    delivered: {},
    unapplied: false,
    version: 1,
  };
  const reply = replyOf(order);
  const fact = { account, action: 'order.placed', actor, subject: id, after: { purpose, total }, at: now };
  const outcome = await transact([putNewOrder(order), ...checkout.writes, recordFact(fact), ...remember(reply)]);
  if (!outcome.committed) {
    if (wasRepeated(outcome)) throw new RepeatedRequest();
    throw new Error(
      `An order under a new id was there already: ${outcome.failed.map(({ label }) => label).join(', ')}`,
    );
  }
  return total.minor === 0 ? replyOf(await deliverForNothing(order, request)) : reply;
}

async function deliverForNothing(order: Order, { now, today, catalogue }: Placing): Promise<Order> {
  const { account, id, total } = order;
  await commitPayment(
    { account, order: id, gateway: 'none', reference: id, amount: total, at: now },
    { today, now, catalogue },
  );
  return (await loadOrder(account, id)) ?? order;
}
