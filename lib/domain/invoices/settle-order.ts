import { add, type Money, money, subtract } from '../money.ts';

/** What an order comes to, and what was paid or credited of it. */
export interface Payable {
  readonly total: Money;
  readonly received: Money;
  readonly credited: Money;
}

/** What is still to be paid; never below zero. */
export function dueOf({ total, received, credited }: Payable): Money {
  const due = subtract(total, add(received, credited));
  return due.minor < 0 ? money(0, due.currency) : due;
}

/** Where an amount goes: what the order takes, and what is left over. */
export interface Taken {
  readonly taken: Money;
  readonly over: Money;
  /** Whether nothing is due any more. */
  readonly completes: boolean;
}

/**
 * Puts money to an order.
 *
 * Errors: RangeError for another currency: callers leave such money unallocated.
 * Source: T4: exact, part and over-payments each end in a clear state.
 */
export function takeFor(order: Payable, amount: Money): Taken {
  const due = dueOf(order);
  const taken = amount.minor < due.minor ? amount : due;
  return { taken, over: subtract(amount, taken), completes: taken.minor === due.minor };
}
