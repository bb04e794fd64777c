import type { PrepaidPlan } from '../catalogue.ts';
import { addDays, monthOf, type PlainDate, type PlainMonth } from '../dates.ts';
import { add, money, subtract } from '../money.ts';
import { type CreditHead, enabledAddOns, type NightRun, type Statement } from './credit-head.ts';
import { dayCharge, monthlyPrice, PLAN } from './rate.ts';

/** A head brought up to a date. */
export interface Settled {
  readonly head: CreditHead;
  /** Months that ended on the way. */
  readonly statements: readonly Statement[];
  /** Whether the credit ran out on the way. */
  readonly ranOut: boolean;
}

/**
 * Charges every night that has begun and is not charged yet, each date in turn, until the credit runs out.
 *
 * Shape:  charges the dates after `chargedThrough` up to `today`; a head that is settled already comes back as it is.
 * Units:  each night costs its date's share; nothing of a night that cannot be paid whole is taken.
 * Errors: none: running out is an outcome, not an error.
 * Source: P3, P4. Late, repeated and shuffled nights all end here, so they end alike.
 */
export function settle(head: CreditHead, plan: PrepaidPlan, today: PlainDate): Settled {
  const statements: Statement[] = [];
  let current = head;
  if (head.status === 'active') {
    for (let night = nextNight(head); night <= today && current.status === 'active'; night = addDays(night, 1)) {
      current = enterMonth(current, monthOf(night), statements);
      current = chargeNight(current, plan, night);
    }
  }
  current = enterMonth(current, monthOf(today), statements);
  return { head: forgetOldSwitches(current, today), statements, ranOut: current.status !== head.status };
}

function nextNight(head: CreditHead): PlainDate {
  if (head.chargedThrough === undefined) throw new RangeError('an active head has a date it is charged through');
  return addDays(head.chargedThrough, 1);
}

function chargeNight(head: CreditHead, plan: PrepaidPlan, night: PlainDate): CreditHead {
  const due = dayCharge(head, plan, night);
  if (due.minor > head.balance.minor) {
    return { ...head, status: 'suspended', suspendedFrom: night, told: 0, version: head.version + 1 };
  }
  return {
    ...head,
    balance: subtract(head.balance, due),
    chargedThrough: night,
    runs: appendNight(head.runs, {
      from: night,
      nights: 1,
      users: head.activeUsers,
      price: monthlyPrice(plan, PLAN, night),
      addOns: enabledAddOns(head).map((id) => ({ id, price: monthlyPrice(plan, id, night) })),
      amount: due,
    }),
  };
}

/** A night that follows on the last run and is charged alike makes that run longer. */
export function appendNight(runs: readonly NightRun[], night: NightRun): NightRun[] {
  const last = runs.at(-1);
  if (last === undefined || !continues(last, night)) return [...runs, night];
  const longer = { ...last, nights: last.nights + 1, amount: add(last.amount, night.amount) };
  return [...runs.slice(0, -1), longer];
}

function continues(run: NightRun, night: NightRun): boolean {
  return (
    addDays(run.from, run.nights) === night.from &&
    run.users === night.users &&
    run.price.minor === night.price.minor &&
    run.addOns.length === night.addOns.length &&
    run.addOns.every(
      ({ id, price }, index) => night.addOns[index]?.id === id && night.addOns[index]?.price.minor === price.minor,
    )
  );
}

/** Ends the head's month when `month` is a later one. A month in which nothing happened leaves no statement. */
function enterMonth(head: CreditHead, month: PlainMonth, statements: Statement[]): CreditHead {
  if (head.month >= month) return head;
  if (head.runs.length > 0 || head.entries > head.entriesBefore) {
    statements.push({
      month: head.month,
      opening: head.opening,
      closing: head.balance,
      runs: head.runs,
      entriesThrough: head.entries,
    });
  }
  const posted = money(0, head.balance.currency);
  return { ...head, month, opening: head.balance, entriesBefore: head.entries, runs: [], posted };
}

/** When an add-on was switched off matters only on that very date. (P3) */
function forgetOldSwitches(head: CreditHead, today: PlainDate): CreditHead {
  if (head.addOns.every((addOn) => addOn.off === undefined || addOn.off.on >= today)) return head;
  return { ...head, addOns: head.addOns.filter((addOn) => addOn.off === undefined || addOn.off.on >= today) };
}
