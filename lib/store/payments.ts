import type { Actor } from '../domain/actor.ts';
import type { CreditChange } from '../domain/credit/credit-head.ts';
import { topUp } from '../domain/credit/decide-money.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import type { AccountId, OrderId, PaymentId } from '../domain/ids.ts';
import { posted } from '../domain/journal/journal.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { maySeePrices } from '../domain/resellers/prices.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { firstDelivery, nextLicences } from './deliveries.ts';
import { postJournal } from './journal.ts';
import { billRecipient, type MailRequest, requestMail } from './mail.ts';
import { creditOf, loadOrder, type Order, replaceOrder } from './orders.ts';
import { type Arrival, arrived, loadPayment, type Payment, paymentId, putPaymentOnce } from './received.ts';
import { type Deliver, type Settlement, settleOrder } from './settlements.ts';
import { transact, type Write } from './table.ts';

/**
 * What became of a payment: the order is paid, paid in part, or paid with something over; nothing could be paid with it;
 * or it had arrived before.
 */
export type PaymentOutcome = 'settled' | 'part' | 'over' | 'unallocated' | 'already-recorded';

export interface PaymentResult {
  readonly payment: Payment;
  readonly outcome: PaymentOutcome;
}

export interface IncomingPayment extends Arrival {
  /** The order it is for; without one it is kept unallocated. */
  readonly for: OrderReference | undefined;
  /** Who reports it: the gateway itself, or a person who records it. */
  readonly actor?: Actor | undefined;
  /** Looks for it under other references too; without this it is known by its own alone. */
  readonly recognise?: (() => Promise<Recognised>) | undefined;
  /** More to write with it, such as the answer to a request that may be repeated. */
  readonly also?: ((result: PaymentResult) => readonly Write[]) | undefined;
}

/** What is known of a payment when it arrives. */
export interface Recognised {
  /** As which it was recorded before. */
  readonly payment: Payment | undefined;
  /** What to write so that it is recognised from now on, given the payment it is recorded as. */
  readonly keep: (payment: PaymentId) => readonly Write[];
}

interface OrderReference {
  readonly account: AccountId;
  readonly order: OrderId;
}

/**
 * Takes a payment in exactly once, whatever is reported how often and in which order, and delivers what it pays for.
 *
 * Shape:  payment, order, what was bought, its invoice, journal, history and mail in one transaction; a large order is
 *         delivered in further steps, which the next report goes on with if the process dies in between.
 * Errors: `order.not-found`; `edit.conflict` when others were always faster: the gateway reports again.
 * Source: P8, L4, T1, T4.
 */
export async function commitPayment(incoming: IncomingPayment, moment: Moment): Promise<PaymentResult> {
  const result =
    incoming.for === undefined ? await keepUnallocated(incoming, moment) : await settle(incoming, incoming.for, moment);
  if (incoming.for !== undefined) await deliverRest(incoming.for);
  return result;
}

async function settle(incoming: IncomingPayment, reference: OrderReference, moment: Moment): Promise<PaymentResult> {
  const actor: Actor = incoming.actor ?? { kind: 'system', id: incoming.gateway };
  return commitOnOrder(reference, moment, async (order, deliver) => {
    const { payment: before, keep } = await recognise(incoming);
    if (before !== undefined) return { ...recordedBefore(before, keep), invoices: [] };
    const payment = arrived(incoming, moment.today);
    const settled = await settleOrder(order, { payment, amount: payment.amount, isNew: true }, deliver, actor, moment);
    const result: PaymentResult = { payment: settled.payment, outcome: settled.outcome };
    return {
      writes: [
        ...putPaymentOnce(settled.payment),
        ...settled.writes,
        ...keep(payment.id),
        ...(incoming.also?.(result) ?? []),
      ],
      invoices: settled.invoices,
      result,
    };
  });
}

function keepUnallocated(incoming: IncomingPayment, moment: Moment): Promise<PaymentResult> {
  return decideAndCommit<PaymentResult>(async () => {
    const { payment: before, keep } = await recognise(incoming);
    if (before !== undefined) return recordedBefore(before, keep);
    const payment = arrived(incoming, moment.today);
    const result: PaymentResult = { payment, outcome: 'unallocated' };
    const { amount, id, bookedOn } = payment;
    const writes = [
      ...putPaymentOnce(payment),
      ...postJournal({ kind: 'payment', payment: id, bookedOn }, posted(amount, 'payments', 'unallocated'), moment),
      ...keep(id),
      ...(incoming.also?.(result) ?? []),
    ];
    return { writes, result };
  });
}

async function recognise(incoming: IncomingPayment): Promise<Recognised> {
  if (incoming.recognise !== undefined) return incoming.recognise();
  return { payment: await loadPayment(paymentId(incoming.gateway, incoming.reference)), keep: () => [] };
}

function recordedBefore(payment: Payment, keep: Recognised['keep']) {
  const result: PaymentResult = { payment, outcome: 'already-recorded' };
  return { writes: keep(payment.id), result };
}

/** What is decided on an order, in the transaction that its kind needs. */
export interface OrderDecision<T> {
  readonly writes: readonly Write[];
  readonly invoices: Settlement['invoices'];
  readonly result: T;
}

/**
 * Decides on an order and commits; a purchase of credit is decided on the account's settled head, anything else on its
 * subscription.
 */
export async function commitOnOrder<T>(
  reference: OrderReference,
  moment: Moment,
  decide: (order: Order, deliver: Deliver) => Promise<OrderDecision<T>>,
): Promise<T> {
  const { purpose } = await requireOrder(reference);
  if (purpose !== 'credit')
    return decideAndCommit(async () => decide(await requireOrder(reference), (order) => deliverTerm(order, moment)));
  return commitCreditChange<T>(reference.account, moment, async (head, plan) => {
    let change: CreditChange = { head, entries: [] };
    const decided = await decide(await requireOrder(reference), async (order, payment) => {
      const amount = creditOf(order);
      change = topUp(head, plan, moment.today, amount, { kind: 'purchase', order: order.id, payment });
      return { order, writes: [creditMail(order, amount, expiresOn(change.head, plan), moment)] };
    });
    return { ...change, ...decided };
  });
}

/** Tells the admins of credit that was bought. */
export function creditMail(
  { account, invoice }: Order,
  amount: Money,
  until: string | undefined,
  { now }: Moment,
): Write {
  const mail = {
    template: 'credit-bought',
    account,
    amountMinor: amount.minor,
    currency: amount.currency,
    expiresOn: until,
    invoice,
  } as const;
  return requestMail({ adminsOf: account }, mail, now);
}

async function deliverTerm(order: Order, moment: Moment) {
  const delivery = await firstDelivery(order, moment);
  if (delivery.order.closed !== undefined) return delivery;
  return {
    ...delivery,
    writes: [...delivery.writes, requestMail(billRecipient(order), deliveryMail(order), moment.now)],
  };
}

/** Where nothing was to be paid, no payment has arrived and there is no invoice. */
function deliveryMail({ account, total, invoice }: Order): MailRequest {
  if (total.minor === 0) return { template: 'order-active', account };
  return { template: 'order-paid', account, amountMinor: total.minor, currency: total.currency, invoice };
}

/** Delivers what an order has coming to it: one that costs nothing as if it were paid, and the rest of one that is. */
export async function deliverDue(reference: OrderReference, moment: Moment): Promise<void> {
  const { id, total, status } = await requireOrder(reference);
  if (status === 'paid' || total.minor > 0) return deliverRest(reference);
  await commitPayment({ for: reference, gateway: 'none', reference: id, amount: total, at: moment.now }, moment);
}

/** Delivers what is still missing of a paid order, step by step. Errors: `order.not-found`. */
export async function deliverRest(reference: OrderReference): Promise<void> {
  let isDone = false;
  while (!isDone) {
    isDone = await decideAndCommit(async () => {
      const order = await requireOrder(reference);
      const next = order.status === 'paid' && order.purpose === 'purchase' ? await nextLicences(order) : undefined;
      if (next === undefined) return { writes: [], result: true };
      return { writes: [replaceOrder(order, next.order), ...next.writes], result: false };
    });
  }
}

/** Errors: `order.not-found`. */
export async function requireOrder({ account, order }: OrderReference): Promise<Order> {
  const found = await loadOrder(account, order);
  if (found === undefined) throw new Refused('order.not-found');
  return found;
}

/** The order of somebody who may see what it comes to. Errors: `order.not-found`, also for who may not. (R5) */
export async function requireOrderFor(viewer: Actor, reference: OrderReference): Promise<Order> {
  const order = await requireOrder(reference);
  if (!maySeePrices(order, viewer)) throw new Refused('order.not-found');
  return order;
}

/** Notes that a payment was declined. A paid order stays paid, also when it is paid at this very moment: then the note is lost. */
export async function commitDecline(reference: OrderReference): Promise<void> {
  const order = await requireOrder(reference);
  if (order.status === 'paid' || order.declined) return;
  await transact([replaceOrder(order, { ...order, declined: true })]);
}
