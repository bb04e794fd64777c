import type { Actor } from '../domain/actor.ts';
import type { AccountId, OrderId, PaymentId } from '../domain/ids.ts';
import { posted } from '../domain/journal/journal.ts';
import { type Money, subtract } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { decideAndCommit } from './commit.ts';
import type { Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { postJournal } from './journal.ts';
import type { Order } from './orders.ts';
import { commitOnOrder, deliverRest } from './payments.ts';
import { type Payment, pricesOf, replacePayment, requirePayment } from './received.ts';
import { settleOrder } from './settlements.ts';
import type { Write } from './table.ts';

/** Who puts unallocated money to something, how much of it, and what else is written with it. */
export interface Allocation {
  readonly payment: PaymentId;
  /** All that is left, without it. */
  readonly amount?: Money | undefined;
  readonly actor: Actor;
  readonly also?: ((payment: Payment) => readonly Write[]) | undefined;
}

/**
 * Puts unallocated money to an order, which is delivered and billed when nothing of it is due any more. What the order
 * does not need stays unallocated.
 *
 * Errors: `payment.not-found`, `payment.nothing-left`, `credit.wrong-currency`; `order.not-found`, `order.nothing-due`;
 *         `order.expired` where its price no longer holds.
 * Source: T4.
 */
export async function allocateToOrder(
  allocation: Allocation,
  reference: { readonly account: AccountId; readonly order: OrderId },
  moment: Moment,
): Promise<Payment> {
  const result = await commitOnOrder<Payment>(reference, moment, async (order, deliver) => {
    const before = await requirePayment(allocation.payment);
    const source = { payment: before, amount: leftOf(before, allocation), isNew: false };
    requirePayable(order, source.amount);
    const settled = await settleOrder(order, source, deliver, allocation.actor, moment);
    if (settled.outcome === 'unallocated') throw new Refused('order.expired');
    return {
      writes: [
        ...replacePayment(before, settled.payment),
        ...settled.writes,
        ...(allocation.also?.(settled.payment) ?? []),
      ],
      invoices: settled.invoices,
      result: settled.payment,
    };
  });
  await deliverRest(reference);
  return result;
}

function requirePayable({ status, total: { currency } }: Order, amount: Money): void {
  if (status === 'paid') throw new Refused('order.nothing-due');
  if (amount.currency !== currency)
    throw new Refused('credit.wrong-currency', {
      values: { currency },
      errors: [{ pointer: '/order', detail: `is to be paid in ${currency}` }],
    });
}

/**
 * Notes that unallocated money was sent back.
 *
 * Shape:  `reference` is the bank's own of the transfer out.
 * Errors: `payment.not-found`, `payment.nothing-left`, `credit.wrong-currency`; `payment.reference-used` when this
 *         transfer was noted before.
 * Source: T4.
 */
export function recordRefund(allocation: Allocation, reference: string, moment: Moment): Promise<Payment> {
  return decideAndCommit<Payment>(async () => {
    const before = await requirePayment(allocation.payment);
    const amount = leftOf(before, allocation);
    requireNewRefund(before, reference);
    const uses = [...before.uses, { kind: 'refund' as const, reference, amount, on: moment.today }];
    const after: Payment = { ...before, uses, unallocated: subtract(before.unallocated, amount) };
    const { account } = before;
    const fact = { action: 'payment.refunded', actor: allocation.actor, subject: before.id, after: { amount } };
    return {
      writes: [
        ...replacePayment(before, after),
        ...postJournal(
          { kind: 'refund', account, payment: before.id },
          posted(amount, 'unallocated', 'payments'),
          moment,
        ),
        ...(account === undefined
          ? []
          : [recordFact({ account, ...fact, pricesOf: pricesOf(before), at: moment.now })]),
        ...(allocation.also?.(after) ?? []),
      ],
      result: after,
    };
  });
}

function requireNewRefund({ id, uses }: Payment, reference: string): void {
  const before = uses.find((use) => use.kind === 'refund' && use.reference === reference);
  if (before === undefined) return;
  throw new Refused('payment.reference-used', { values: { amount: before.amount }, extra: { payment: id } });
}

/** Errors: `credit.wrong-currency`; `payment.nothing-left` when that much is not unallocated. */
export function leftOf({ unallocated }: Payment, { amount: wanted }: Allocation): Money {
  const amount = wanted ?? unallocated;
  const { currency } = unallocated;
  if (amount.currency !== currency)
    throw new Refused('credit.wrong-currency', {
      values: { currency },
      errors: [{ pointer: '/amount/currency', detail: `must be ${currency}` }],
    });
  if (amount.minor > 0 && amount.minor <= unallocated.minor) return amount;
  const errors = [{ pointer: '/amount/amount', detail: `must be at most ${unallocated.minor}` }];
  throw new Refused('payment.nothing-left', {
    values: { left: unallocated },
    ...(wanted === undefined || unallocated.minor === 0 ? {} : { errors }),
  });
}
