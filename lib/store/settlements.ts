import type { Actor } from '../domain/actor.ts';
import type { InvoiceId } from '../domain/ids.ts';
import type { Bill } from '../domain/invoices/invoice.ts';
import { dueOf, takeFor } from '../domain/invoices/settle-order.ts';
import { credit, debit, invoiced, type Posting, posted } from '../domain/journal/journal.ts';
import { add, type Money, money, subtract } from '../domain/money.ts';
import { newId } from '../runtime/ids.ts';
import { invoiceFor } from './bills.ts';
import type { Moment } from './credit.ts';
import type { Delivery } from './deliveries.ts';
import { recordFact } from './history.ts';
import { type InvoiceDraft, noteOnInvoice, requireInvoice } from './invoices.ts';
import { type JournalCause, postJournal } from './journal.ts';
import { billRecipient, requestMail, type UnallocatedReason } from './mail.ts';
import { creditOf, type Order, replaceOrder } from './orders.ts';
import { billedAtPayment } from './rebill.ts';
import { loadPayment, type Payment, replacePayment } from './received.ts';
import type { Write } from './table.ts';

/** Delivers what an order buys, once nothing of it is due any more. */
export type Deliver = (order: Order, payment: string) => Promise<Delivery>;

/** Money that is put to an order: what just arrived, or what was unallocated until now. */
export interface Source {
  readonly payment: Payment;
  readonly amount: Money;
  readonly isNew: boolean;
}

/** What putting money to an order comes to. The payment as it is after it is for the caller to write. */
export interface Settlement {
  readonly outcome: 'settled' | 'part' | 'over' | 'unallocated';
  readonly payment: Payment;
  readonly writes: readonly Write[];
  readonly invoices: readonly InvoiceDraft[];
}

/**
 * Puts money to an order: delivers and bills it when nothing is due any more, notes a part, or leaves the money
 * unallocated where there is nothing to pay.
 *
 * Source: T1, T4, P8, L4, L13.
 */
export async function settleOrder(
  placed: Order,
  source: Source,
  deliver: Deliver,
  actor: Actor,
  moment: Moment,
): Promise<Settlement> {
  const order = placed.status === 'pending' ? await billedAtPayment(placed, moment) : placed;
  const isOther = source.amount.currency !== order.total.currency;
  if (order.status === 'paid' || order.closed !== undefined || isOther) return leftOver(order, source, actor, moment);
  // With less tax than before it may come to less than its parts: they are free again, and staff put them to it anew.
  if (order.total.minor < order.received.minor) return lapsed(order, source, actor, moment);
  const { taken, over, completes } = takeFor(order, source.amount);
  if (!completes) return partly(order, source, taken, actor, moment);
  const named: Order = order.bill === undefined ? order : { ...order, invoice: order.invoice ?? newId('doc') };
  const delivery = await deliver(named, source.payment.id);
  if (delivery.order.closed !== undefined) return lapsed(order, source, actor, moment);
  const { bill, invoice } = delivery.order;
  const isBilled = order.invoice !== undefined;
  const paid: Order = {
    ...delivery.order,
    status: 'paid',
    declined: false,
    paidAt: moment.now,
    received: add(order.received, taken),
    payments: withPayment(order, source),
  };
  const issued = bill === undefined || isBilled ? undefined : bill;
  const isOver = over.minor > 0 && source.isNew;
  const postings = [
    ...(isBilled ? [] : [debit('unallocated', order.received)]),
    ...arrival(source, taken, over),
    credit('receivable', isBilled ? taken : add(order.received, taken)),
  ];
  return {
    outcome: isOver ? 'over' : 'settled',
    payment: used(source.payment, order, taken, invoice, moment),
    writes: [
      replaceOrder(order, paid),
      ...delivery.writes,
      ...(isBilled ? [await noteOnBill(order, taken)] : []),
      ...(issued === undefined ? [] : postInvoice(order, issued, invoice, moment)),
      ...postJournal(causeOf(order, source, invoice), postings, moment),
      fact('order.paid', order, { status: 'paid', payment: source.payment.id, amount: taken, invoice }, actor, moment),
      ...(isOver ? [unallocatedMail(order, 'over', { amount: over }, moment)] : []),
    ],
    invoices: issued === undefined ? [] : [invoiceFor(paid, issued, moment.today, undefined, source.payment.bookedOn)],
  };
}

function postInvoice(order: Order, bill: Bill, invoice: InvoiceId | undefined, moment: Moment): Write[] {
  const cause: JournalCause = { kind: 'invoice', account: order.account, order: order.id, invoice };
  return postJournal(cause, invoiced(bill, order.purpose === 'credit' ? creditOf(order) : undefined), moment);
}

/** Part of what is due. Before there is an invoice it waits among the unallocated money, promised to the order. */
async function partly(order: Order, source: Source, taken: Money, actor: Actor, moment: Moment): Promise<Settlement> {
  const isBilled = order.invoice !== undefined;
  const after: Order = { ...order, received: add(order.received, taken), payments: withPayment(order, source) };
  const none = money(0, taken.currency);
  const postings = isBilled
    ? [...arrival(source, taken, none), credit('receivable', taken)]
    : source.isNew
      ? posted(taken, 'payments', 'unallocated')
      : [];
  const due = dueOf(after);
  const mail = {
    template: 'payment-part',
    account: order.account,
    order: order.id,
    amountMinor: taken.minor,
    dueMinor: due.minor,
    currency: due.currency,
  } as const;
  return {
    outcome: 'part',
    payment: used(source.payment, order, taken, order.invoice, moment),
    writes: [
      replaceOrder(order, after),
      ...(isBilled ? [await noteOnBill(order, taken)] : []),
      ...postJournal(causeOf(order, source, order.invoice), postings, moment),
      fact('order.part-paid', order, { payment: source.payment.id, amount: taken, due }, actor, moment),
      requestMail(billRecipient(order), mail, moment.now),
    ],
    invoices: [],
  };
}

/** Nothing of the order can be paid with it: all of it stays unallocated, known to be this account's, whose people are told. */
function leftOver(order: Order, source: Source, actor: Actor, moment: Moment, earlier?: Money): Settlement {
  // What costs nothing is settled with a payment of nothing.
  const isTold = source.amount.minor > 0;
  return {
    outcome: 'unallocated',
    payment: { ...source.payment, account: order.account },
    writes: source.isNew
      ? [
          ...postJournal(causeOf(order, source, undefined), posted(source.amount, 'payments', 'unallocated'), moment),
          fact('payment.unallocated', order, { payment: source.payment.id, amount: source.amount }, actor, moment),
          ...(isTold
            ? [unallocatedMail(order, whyLeft(order, source), { amount: source.amount, earlier }, moment)]
            : []),
        ]
      : [],
    invoices: [],
  };
}

function whyLeft({ status, closed, total }: Order, { amount }: Source): UnallocatedReason {
  if (status === 'paid') return 'paid';
  return closed === undefined && amount.currency !== total.currency ? 'currency' : 'ended';
}

/** `earlier`: what came for the order before and is free again with it. */
function unallocatedMail(
  order: Order,
  reason: UnallocatedReason,
  { amount, earlier }: { readonly amount: Money; readonly earlier?: Money | undefined },
  { now }: Moment,
): Write {
  const { account, id } = order;
  const { minor: amountMinor, currency } = amount;
  const earlierMinor = earlier?.minor ?? 0;
  const mail = {
    template: 'payment-unallocated',
    account,
    order: id,
    reason,
    amountMinor,
    earlierMinor,
    currency,
  } as const;
  return requestMail(billRecipient(order), mail, now);
}

/** The price no longer holds: nothing is delivered, and what was paid in parts before is free again too. */
async function lapsed(order: Order, source: Source, actor: Actor, moment: Moment): Promise<Settlement> {
  const left = leftOver(order, source, actor, moment, order.received);
  const payment = withoutOrder(left.payment, order);
  return { ...left, payment, writes: [...left.writes, ...(await closeUnpaid(order, 'outdated', source.payment.id))] };
}

/** Closes an order that nothing was billed for; what was paid in parts is free again. `except` is a payment that the caller writes. */
export async function closeUnpaid(
  order: Order,
  closed: NonNullable<Order['closed']>,
  except?: Payment['id'],
): Promise<Write[]> {
  const freed: Write[] = [];
  for (const id of order.payments) {
    const payment = id === except ? undefined : await loadPayment(id);
    if (payment !== undefined) freed.push(...replacePayment(payment, withoutOrder(payment, order)));
  }
  const none = money(0, order.total.currency);
  return [replaceOrder(order, { ...order, closed, received: none, payments: [] }), ...freed];
}

/** A payment with what went to an order free again. */
function withoutOrder(payment: Payment, order: Order): Payment {
  const uses = payment.uses.filter((use) => use.kind !== 'order' || use.order !== order.id);
  const back = payment.uses.reduce(
    (sum, use) => (uses.includes(use) ? sum : add(sum, use.amount)),
    money(0, payment.amount.currency),
  );
  return { ...payment, uses, unallocated: add(payment.unallocated, back) };
}

function withPayment({ payments }: Order, { payment }: Source): Order['payments'] {
  return payments.includes(payment.id) ? payments : [...payments, payment.id];
}

/** A payment once some of it went to an order, or some more. */
function used(
  payment: Payment,
  { account, id: order, reseller }: Order,
  amount: Money,
  invoice: InvoiceId | undefined,
  { today }: Moment,
): Payment {
  const before = payment.uses.find((use) => use.kind === 'order' && use.order === order);
  const all = before === undefined ? amount : add(before.amount, amount);
  const use = { kind: 'order' as const, account, order, invoice, amount: all, on: today, reseller };
  const uses = [...payment.uses.filter((other) => other !== before), use];
  return { ...payment, account, uses, unallocated: subtract(payment.unallocated, amount) };
}

/** Where the money comes from: new money arrives whole, and what is over is unallocated; old money was unallocated before. */
function arrival(source: Source, taken: Money, over: Money): Posting[] {
  if (!source.isNew) return [debit('unallocated', taken)];
  return [debit('payments', source.amount), credit('unallocated', over)];
}

async function noteOnBill({ account, invoice }: Order, taken: Money): Promise<Write> {
  if (invoice === undefined) throw new RangeError('only an order with an invoice is noted on it');
  const stored = await requireInvoice(account, invoice);
  return noteOnInvoice(stored, { paid: add(stored.paid, taken) });
}

function causeOf({ account, id }: Order, { payment, isNew }: Source, invoice: InvoiceId | undefined): JournalCause {
  const cause = { account, order: id, payment: payment.id, invoice };
  return isNew ? { kind: 'payment', ...cause, bookedOn: payment.bookedOn } : { kind: 'assignment', ...cause };
}

function fact(
  action: string,
  order: Order,
  after: Readonly<Record<string, unknown>>,
  actor: Actor,
  { now }: Moment,
): Write {
  const { account, id, status, reseller: pricesOf } = order;
  return recordFact({ account, action, actor, subject: id, before: { status }, after, pricesOf, at: now });
}
