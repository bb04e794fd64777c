import { type Actor, actorId } from '../domain/actor.ts';
import type { CreditChange } from '../domain/credit/credit-head.ts';
import { topUp } from '../domain/credit/decide-money.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import type { AccountId, OrderId, PaymentId } from '../domain/ids.ts';
import type { Bill } from '../domain/invoices/invoice.ts';
import { posted } from '../domain/journal/journal.ts';
import { type Money, money, subtract } from '../domain/money.ts';
import { requireCurrency } from '../domain/orders.ts';
import { Refused } from '../domain/refusal.ts';
import { paymentPageUrl } from '../payments/payment-page.ts';
import { newId } from '../runtime/ids.ts';
import { requireAccount } from './accounts.ts';
import { billForTotal } from './bills.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { postJournal } from './journal.ts';
import type { Order } from './orders.ts';
import { commitOnOrder, creditMail, deliverRest } from './payments.ts';
import { type Payment, replacePayment, requirePayment } from './received.ts';
import { type Settlement, settleOrder } from './settlements.ts';
import { ABSENT, type Write } from './table.ts';

/** What unallocated money is put to: an order, credit for an account, or a transfer that pays it back. */
export type AssignmentTarget =
  | { readonly kind: 'order'; readonly account: AccountId; readonly order: OrderId }
  | { readonly kind: 'credit'; readonly account: AccountId }
  | { readonly kind: 'refund'; readonly bankReference: string };

export interface Assignment {
  readonly payment: PaymentId;
  /** Everything that is left, without it. */
  readonly amount: Money | undefined;
  readonly actor: Actor;
  /** More to write with it, such as the answer to a request that may be repeated. */
  readonly also: (after: Payment) => readonly Write[];
}

/**
 * Puts unallocated money to something.
 *
 * Shape:  payment, order, what is bought, invoice, journal and history in one transaction; the payment as it is then. Of
 *         an order whose price no longer holds, it is as it was, and the order is closed.
 * Errors: `payment.not-found`; `payment.nothing-left` for more than is unallocated; `order.not-found`; `order.nothing-due`
 *         and `order.expired` for an order that takes no money; `order.wrong-kind` for credit where the plan sells none;
 *         `credit.wrong-currency`; `payment.reference-used` for a refund that was recorded; `edit.conflict`.
 * Source: T4: an overpayment becomes credit or stays open until it is assigned.
 */
export async function assignPayment(
  assignment: Assignment,
  target: AssignmentTarget,
  moment: Moment,
): Promise<Payment> {
  if (target.kind === 'refund') return refund(assignment, target.bankReference, moment);
  if (target.kind === 'credit') return buyCredit(assignment, target.account, moment);
  const assigned = await putToOrder(assignment, target, moment);
  await deliverRest(target);
  return assigned;
}

function putToOrder(
  assignment: Assignment,
  target: { readonly account: AccountId; readonly order: OrderId },
  moment: Moment,
): Promise<Payment> {
  return commitOnOrder<Payment>(target, moment, async (order, deliver) => {
    const { payment, amount } = await sourceOf(assignment);
    requirePayable(order, amount);
    const source = { payment, amount, isNew: false };
    const settled = await settleOrder(order, source, deliver, assignment.actor, moment);
    return decided(assignment, payment, settled);
  });
}

/** An order that takes no money would leave it where it is; that is said rather than done. */
function requirePayable({ status, unapplied, total }: Order, amount: Money): void {
  if (status === 'paid') throw new Refused('order.nothing-due');
  if (unapplied) throw new Refused('order.expired');
  if (amount.currency === total.currency) return;
  throw new Refused('credit.wrong-currency', { values: { currency: total.currency } });
}

/** Credit is sold as ever, with an order and an invoice: the money is its price with the tax in it. */
async function buyCredit(assignment: Assignment, account: AccountId, moment: Moment): Promise<Payment> {
  const buyer = await requireAccount(account);
  return commitCreditChange<Payment>(account, moment, async (head, plan) => {
    if (moment.catalogue.plans.find(({ id }) => id === buyer.plan)?.kind !== 'prepaid') {
      throw new Refused('order.wrong-kind');
    }
    const { payment, amount } = await sourceOf(assignment);
    requireCurrency(plan, amount);
    const bill = billForTotal(amount, buyer, moment.catalogue, moment.today);
    if (bill === undefined) throw new RangeError('an amount above zero has a bill');
    const order = creditOrder(account, bill, assignment.actor, moment);
    let change: CreditChange = { head, entries: [] };
    const deliver = async (paid: Order, by: string) => {
      const bought = lineAmount(bill);
      change = topUp(head, plan, moment.today, bought, { kind: 'purchase', order: order.id, payment: by });
      return { order: paid, writes: [creditMail(paid, bought, expiresOn(change.head, plan), moment)] };
    };
    const settled = await settleOrder(order, { payment, amount, isNew: false }, deliver, assignment.actor, moment);
    const { writes, ...rest } = decided(assignment, payment, settled);
    return { ...change, ...rest, writes: writes.map(asNewOrder) };
  });
}

/** What goes into the credit: where prices include tax, it is worth its whole price. */
function lineAmount({ pricesIncludeTax, total, net }: Bill): Money {
  return pricesIncludeTax ? total : net;
}

function creditOrder(account: AccountId, bill: Bill, actor: Actor, { now }: Moment): Order {
  const id = newId('ord');
  const nothing = money(0, bill.total.currency);
  return {
    id,
    account,
    purpose: 'credit',
    status: 'pending',
    lines: [{ kind: 'credit', amount: lineAmount(bill) }],
    bill,
    total: bill.total,
    received: nothing,
    credited: nothing,
    paymentMethod: 'bank-transfer',
    gateway: 'bank',
    paymentUrl: paymentPageUrl(account, id),
    declined: false,
    placedBy: actorId(actor),
    placedAt: now,
    payments: [],
    unapplied: false,
    delivered: {},
    version: 0,
  };
}

/** The order is placed and paid at once, so there is none to replace. */
function asNewOrder(write: Write): Write {
  if (write.label !== 'order' || !('Put' in write)) return write;
  return { label: write.label, Put: { Item: write.Put.Item, ConditionExpression: ABSENT } };
}

function decided({ also }: Assignment, before: Payment, { payment, writes, invoices }: Settlement) {
  return { writes: [...replacePayment(before, payment), ...writes, ...also(payment)], invoices, result: payment };
}

function refund(assignment: Assignment, bankReference: string, moment: Moment): Promise<Payment> {
  return decideAndCommit<Payment>(async () => {
    const { payment, amount } = await sourceOf(assignment);
    const before = payment.uses.find((use) => use.kind === 'refund' && use.reference === bankReference);
    if (before !== undefined) {
      throw new Refused('payment.reference-used', {
        values: { amount: before.amount },
        extra: { payment: payment.id },
      });
    }
    const use = { kind: 'refund' as const, reference: bankReference, amount, on: moment.today };
    const after = {
      ...payment,
      uses: [...payment.uses, use],
      unallocated: subtract(payment.unallocated, amount),
    };
    const cause = { kind: 'refund' as const, account: payment.account, payment: payment.id };
    const writes = [
      ...replacePayment(payment, after),
      ...postJournal(cause, posted(amount, 'unallocated', 'payments'), moment),
      ...refundFact(after, amount, assignment.actor, moment),
      ...assignment.also(after),
    ];
    return { writes, result: after };
  });
}

/** Money that is nobody's has no account in whose history it could stand. */
function refundFact({ account, id }: Payment, amount: Money, actor: Actor, { now }: Moment): Write[] {
  if (account === undefined) return [];
  return [recordFact({ account, action: 'payment.refunded', actor, subject: id, after: { amount }, at: now })];
}

/** Errors: `payment.not-found`; `payment.nothing-left`; `credit.wrong-currency`. */
async function sourceOf({ payment: id, amount }: Assignment): Promise<{ payment: Payment; amount: Money }> {
  const payment = await requirePayment(id);
  const left = payment.unallocated;
  if (amount !== undefined && amount.currency !== left.currency) {
    throw new Refused('credit.wrong-currency', { values: { currency: left.currency } });
  }
  if (left.minor === 0 || (amount !== undefined && amount.minor > left.minor)) {
    throw new Refused('payment.nothing-left', { values: { left } });
  }
  return { payment, amount: amount ?? left };
}
