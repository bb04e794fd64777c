import { addDays, dayOfMonth, daysInMonth, monthOf, type PlainDate } from '../dates.ts';
import { add, type Money, money, multiply, subtract } from '../money.ts';
import type { CreditEntry, NightRun, Statement } from './credit-head.ts';
import { nightlyShare, sum } from './nightly-share.ts';
import { PLAN } from './rate.ts';

/** One line of the statement: a night, or a movement. */
export interface StatementLine {
  readonly on: PlainDate;
  readonly kind: 'night' | CreditEntry['kind'];
  /** Positive into the credit, negative out of it. */
  readonly amount: Money;
  readonly balanceAfter: Money;
  readonly users: number | undefined;
  readonly components: readonly { readonly component: string; readonly users: number; readonly amount: Money }[];
  readonly entry: CreditEntry | undefined;
}

/**
 * Every night and every movement of a month, in order, each with the balance after it.
 *
 * Shape:  `entries` are those of the month by number. A date begins with its night; the movements of the day follow.
 * Errors: none; the last line's balance is the month's closing balance.
 * Source: P11.
 */
export function linesOf(month: Statement, entries: readonly CreditEntry[]): StatementLine[] {
  const nights = month.runs.flatMap(nightsOf);
  const movements = entries.map(movementOf);
  const lines = [...nights, ...movements].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : order(a) - order(b)));
  let balance = month.opening;
  return lines.map((line) => {
    balance = add(balance, line.amount);
    return { ...line, balanceAfter: balance };
  });
}

const order = (line: StatementLine): number => line.entry?.number ?? 0;

function movementOf(entry: CreditEntry): StatementLine {
  const { on, kind, amount, balanceAfter, users, components = [] } = entry;
  return { on, kind, amount, balanceAfter, users, components, entry };
}

/** The nights of a run one by one; their amounts follow from the prices the run was charged at. */
function nightsOf(run: NightRun): StatementLine[] {
  return Array.from({ length: run.nights }, (_, index) => nightOf(run, addDays(run.from, index)));
}

function nightOf(run: NightRun, on: PlainDate): StatementLine {
  const days = daysInMonth(monthOf(on));
  const prices = [{ id: PLAN, price: run.price }, ...run.addOns];
  const components = prices.map(({ id, price }) => ({
    component: id,
    users: run.users,
    amount: multiply(nightlyShare(price, dayOfMonth(on), days), run.users),
  }));
  const zero = money(0, run.amount.currency);
  const charged = sum(
    components.map(({ amount }) => amount),
    zero,
  );
  return {
    on,
    kind: 'night',
    amount: subtract(zero, charged),
    balanceAfter: zero,
    users: run.users,
    components,
    entry: undefined,
  };
}
