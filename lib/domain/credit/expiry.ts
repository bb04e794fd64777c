import type { PrepaidPlan } from '../catalogue.ts';
import {
  addDays,
  dateIn,
  dayOfMonth,
  firstOfMonth,
  monthOf,
  nextMonth,
  type PlainDate,
  type PlainMonth,
} from '../dates.ts';
import { type Money, subtract } from '../money.ts';
import type { CreditHead } from './credit-head.ts';
import { chargeWithin, endOfMonth, lastPriceChange } from './rate.ts';

/** Beyond this year a date is no longer a promise anyone can check. */
const LAST_MONTH = '9999-12' as PlainMonth;

/**
 * The last date that is fully paid if nothing changes.
 *
 * Shape:  undefined before activation, and when the credit never ends (a price of nothing, or past the year 9999).
 * Errors: none.
 * Source: P5: running the nights one by one ends on this very date. Whole months are counted, not walked.
 */
export function expiresOn(head: CreditHead, plan: PrepaidPlan): PlainDate | undefined {
  if (head.status !== 'active' || head.chargedThrough === undefined) return head.chargedThrough;
  let { balance } = head;
  let date = addDays(head.chargedThrough, 1);
  const steadyFrom = lastPriceChange(head, plan);
  while (monthOf(date) < LAST_MONTH) {
    if (dayOfMonth(date) === 1 && date >= steadyFrom) {
      const skipped = skipMonths(head, plan, monthOf(date), balance);
      if (skipped === undefined) return undefined;
      date = firstOfMonth(skipped.month);
      balance = skipped.balance;
    }
    const end = endOfMonth(date);
    const due = chargeWithin(head, plan, date, end);
    if (due.minor > balance.minor) return lastPaidDate(head, plan, date, balance);
    balance = subtract(balance, due);
    date = addDays(end, 1);
  }
  return undefined;
}

/** Every whole month costs the same once no price changes any more, so as many as the balance holds are skipped at once. */
function skipMonths(head: CreditHead, plan: PrepaidPlan, month: PlainMonth, balance: Money) {
  const monthly = chargeWithin(head, plan, firstOfMonth(month), endOfMonth(firstOfMonth(month)));
  if (monthly.minor === 0) return undefined;
  const months = Math.floor(balance.minor / monthly.minor);
  const yearsAhead = Number(LAST_MONTH.slice(0, 4)) - Number(month.slice(0, 4));
  if (months >= yearsAhead * 12) return undefined;
  return { month: nextMonth(month, months), balance: { ...balance, minor: balance.minor - months * monthly.minor } };
}

/** The last date of a month that the balance pays, given that it does not pay the month to its end. */
function lastPaidDate(head: CreditHead, plan: PrepaidPlan, from: PlainDate, balance: Money): PlainDate {
  const month = monthOf(from);
  let low = dayOfMonth(from) - 1;
  let high = dayOfMonth(endOfMonth(from));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (chargeWithin(head, plan, from, dateIn(month, middle)).minor <= balance.minor) low = middle;
    else high = middle;
  }
  return low === 0 ? addDays(from, -1) : dateIn(month, low);
}
