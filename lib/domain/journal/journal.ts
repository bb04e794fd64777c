import type { CreditEntry, CreditHead, NightRun, Statement } from '../credit/credit-head.ts';
import { lastOfMonth, type PlainDate } from '../dates.ts';
import type { Bill } from '../invoices/invoice.ts';
import { add, type Money, money, subtract } from '../money.ts';

/**
 * Where money lies. `payments`: received by card or bank. `receivable`: billed and not yet paid. `customer-credit`: prepaid
 * and not yet used. `unallocated`: received and not yet put to a bill.
 */
export type Ledger = 'payments' | 'receivable' | 'customer-credit' | 'revenue' | 'tax' | 'unallocated';

/** Debits are above zero, credits below. */
export interface Posting {
  readonly ledger: Ledger;
  readonly amount: Money;
}

/**
 * Postings of one movement, one for each ledger it touches.
 *
 * Shape:  ledgers that come to nothing are left out; nothing at all is left for a movement of nothing.
 * Errors: RangeError when they do not add up to zero: a bug, never a customer's doing.
 */
export function balanced(postings: readonly Posting[]): Posting[] {
  const sums = new Map<Ledger, Money>();
  for (const { ledger, amount } of postings) {
    const sum = sums.get(ledger);
    sums.set(ledger, sum === undefined ? amount : add(sum, amount));
  }
  const left = [...sums].map(([ledger, amount]) => ({ ledger, amount })).filter(({ amount }) => amount.minor !== 0);
  const total = left.reduce((sum, { amount }) => sum + amount.minor, 0);
  if (total !== 0) throw new RangeError(`postings come to ${total} and not to zero`);
  return left;
}

export function debit(ledger: Ledger, amount: Money): Posting {
  return { ledger, amount };
}

export function credit(ledger: Ledger, amount: Money): Posting {
  return { ledger, amount: money(-amount.minor, amount.currency) };
}

/** One amount, debited to one ledger and credited to another. */
export function posted(amount: Money, debited: Ledger, credited: Ledger): Posting[] {
  return [debit(debited, amount), credit(credited, amount)];
}

/**
 * Credit that was granted, corrected or used on the day itself.
 *
 * Shape:  entries that an invoice or a credit note brought are left out: those post them. What is granted reduces revenue,
 *         and becomes revenue again as it is used: so a gift comes to nothing.
 * Source: P7, P10, P3.
 */
export function creditPostings(entries: readonly CreditEntry[]): Posting[] {
  return entries
    .filter(({ kind }) => kind !== 'purchase' && kind !== 'credit-note')
    .flatMap(({ amount }) => posted(amount, 'revenue', 'customer-credit'));
}

/** Nights that are to be posted, on the date they are posted on. */
export interface NightsToPost {
  readonly on: PlainDate;
  readonly postings: readonly Posting[];
}

/**
 * The nights that were charged and are not in the journal yet: those of finished months on their last day, so that a
 * month's journal holds that month's nights, and those of the running month on the day itself.
 *
 * Shape:  `before` is the head as it was read; the others are what settling it came to.
 * Source: P3, P11.
 */
export function nightPostings(
  before: CreditHead,
  statements: readonly Statement[],
  head: CreditHead,
  today: PlainDate,
): NightsToPost[] {
  const months = [
    ...statements.map(({ month, runs }) => ({ month, runs, on: lastOfMonth(month) })),
    { month: head.month, runs: head.runs, on: today },
  ];
  return months.map(({ month, runs, on }) => {
    const charged = chargedIn(runs, head.balance.currency);
    const due = month === before.month ? subtract(charged, before.posted) : charged;
    return { on, postings: posted(due, 'customer-credit', 'revenue') };
  });
}

/** What nights cost together. */
export function chargedIn(runs: readonly NightRun[], currency: string): Money {
  return runs.reduce((sum, { amount }) => add(sum, amount), money(0, currency));
}

/**
 * An invoice: what the buyer owes, against what was sold and its tax.
 *
 * Shape:  `boughtCredit` is what goes into the customer's credit, where credit is sold. Credit whose price includes tax is
 *         worth its whole price to the customer, so its tax is taken from revenue, which the credit becomes as it is used.
 */
export function invoiced({ net, tax, total }: Bill, boughtCredit: Money | undefined): Posting[] {
  const revenue = boughtCredit === undefined ? net : subtract(net, boughtCredit);
  return [
    debit('receivable', total),
    credit('revenue', revenue),
    credit('tax', tax),
    ...(boughtCredit === undefined ? [] : [credit('customer-credit', boughtCredit)]),
  ];
}

/** A credit note takes back what an invoice posted. */
export function takenBack(note: Bill, takenCredit: Money | undefined): Posting[] {
  return invoiced(note, takenCredit).map(({ ledger, amount }) => credit(ledger, amount));
}
