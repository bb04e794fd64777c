import { secondsAfter } from '../../lib/domain/accounts/lifetimes.ts';
import { actorId } from '../../lib/domain/actor.ts';
import type { Catalogue } from '../../lib/domain/catalogue.ts';
import { type Instant, type PlainDate, startOfDate } from '../../lib/domain/dates.ts';
import type { PaymentMethod } from '../../lib/domain/invoices/invoice.ts';
import { money } from '../../lib/domain/money.ts';
import { openWay } from '../../lib/payments/ways-to-pay.ts';
import { newId } from '../../lib/runtime/ids.ts';
import type { Reply, Request } from '../../lib/runtime/route.ts';
import { recordFact } from '../../lib/store/history.ts';
import { RepeatedRequest, wasRepeated } from '../../lib/store/idempotency.ts';
import { type Order, putNewOrder } from '../../lib/store/orders.ts';
import { deliverDue, requireOrder } from '../../lib/store/payments.ts';
import { transact, type Write } from '../../lib/store/table.ts';

/** What is ordered, priced and billed. */
export type NewOrder = Pick<Order, 'purpose' | 'account' | 'bill'> &
  Partial<Pick<Order, 'term' | 'period' | 'plan' | 'pricedFor' | 'reseller'>> & {
    readonly lines: readonly Order['lines'][number][];
    readonly currency: string;
    readonly paymentMethod: PaymentMethod;
    /** Where it joins a period that runs: the date on which that ends, and its price with it. */
    readonly joinsUntil?: PlainDate | undefined;
  };

/** A price by the day holds for a day; a transfer takes longer to arrive. */
const PAYABLE_SECONDS: Readonly<Record<PaymentMethod, number>> = { card: 86_400, 'bank-transfer': 30 * 86_400 };

type Placing = Pick<Request, 'actor' | 'now' | 'today' | 'catalogue' | 'remember'>;

/** An order with what is written to place it: its way to pay and its fact beside it. Errors: `order.payment-unavailable`. */
export async function openOrder(
  wanted: NewOrder,
  { actor, now, catalogue }: Pick<Placing, 'actor' | 'now' | 'catalogue'>,
): Promise<{ order: Order; writes: Write[] }> {
  const id = newId('ord');
  const { account, bill, purpose, currency, paymentMethod, joinsUntil: _, ...ordered } = wanted;
  const nothing = money(0, currency);
  const total = bill?.total ?? nothing;
  const { writes, ...way } = await openWay(paymentMethod, { account, order: id, total, now }, catalogue);
  const order: Order = {
    ...ordered,
    ...way,
    account,
    purpose,
    bill,
    total,
    lines: [...wanted.lines],
    id,
    status: 'pending',
    received: nothing,
    credited: nothing,
    declined: false,
    placedBy: actorId(actor),
    placedAt: now,
    expiresAt: purpose === 'credit' ? undefined : expiryOf(wanted, now, catalogue),
    payments: [],
    delivered: {},
    version: 1,
  };
  const placed = { account, action: 'order.placed', actor, subject: id, after: { purpose, total } };
  const fact = { ...placed, pricesOf: order.reseller, at: now };
  return { order, writes: [putNewOrder(order), ...writes, recordFact(fact)] };
}

/** When its time is over; at the latest with the period that it joins, so that nobody pays for one that is over. (L4) */
function expiryOf(
  { paymentMethod, joinsUntil }: NewOrder,
  now: Instant,
  { billingTimeZone }: Pick<Catalogue, 'billingTimeZone'>,
): Instant {
  const usual = secondsAfter(now, PAYABLE_SECONDS[paymentMethod]);
  const over = joinsUntil === undefined ? usual : startOfDate(joinsUntil, billingTimeZone);
  return over < usual ? over : usual;
}

/**
 * Writes an order with the way to pay it and the reply that a retry gets. What costs nothing is delivered at once.
 *
 * Errors: `order.payment-unavailable`; {@link RepeatedRequest} when the same request was carried out meanwhile.
 */
export async function commitNewOrder<R>(
  wanted: NewOrder,
  request: Placing,
  replyOf: (order: Order) => Reply<R>,
): Promise<Reply<R>> {
  const { order, writes } = await openOrder(wanted, request);
  const reply = replyOf(order);
  const outcome = await transact([...writes, ...request.remember(reply)]);
  if (!outcome.committed) {
    if (wasRepeated(outcome)) throw new RepeatedRequest();
    throw new Error(
      `An order under a new id was there already: ${outcome.failed.map(({ label }) => label).join(', ')}`,
    );
  }
  return order.total.minor === 0 ? replyOf(await deliverForNothing(order, request)) : reply;
}

/** A placed order that costs nothing, once it is delivered. */
export async function deliverForNothing(
  { account, id }: Order,
  { now, today, catalogue }: Pick<Placing, 'now' | 'today' | 'catalogue'>,
): Promise<Order> {
  const reference = { account, order: id };
  await deliverDue(reference, { today, now, catalogue });
  return requireOrder(reference);
}
