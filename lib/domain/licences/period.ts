import { Temporal } from 'temporal-polyfill';
import type { Term } from '../catalogue.ts';
import { daysBetween, type PlainDate } from '../dates.ts';

/** A half-open stretch of time `[start, end)`, the `index`-th since the anchor. (M3) */
export interface Period {
  readonly start: PlainDate;
  readonly end: PlainDate;
  readonly index: number;
}

/**
 * The period that begins so many terms after the anchor.
 *
 * Shape:  both ends are counted from the anchor itself, so that its day is kept for ever: 31 Jan → 28 Feb → 31 Mar.
 * Errors: none.
 * Source: M4.
 */
export function periodAt(anchor: PlainDate, term: Term, index: number): Period {
  return { start: monthsAfter(anchor, term * index), end: monthsAfter(anchor, term * (index + 1)), index };
}

export function nextPeriod(anchor: PlainDate, term: Term, period: Period): Period {
  return periodAt(anchor, term, period.index + 1);
}

/** The same day so many months later, or the last day of that month where it has no such day. Source: M4. */
export function monthsAfter(date: PlainDate, months: number): PlainDate {
  return Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString() as PlainDate;
}

/** Days of a period, and those that are left of it from a date on, that date included. Source: L5. */
export function daysOf({ start, end }: Period): number {
  return daysBetween(start, end);
}

export function daysLeft({ end }: Period, today: PlainDate): number {
  return Math.max(0, daysBetween(today, end));
}

/**
 * Months left from a date on, rounded up to whole months counted from that date: 50 days are 2.
 *
 * Shape:  never more than the period has: from 28 Feb to 31 Mar is one month where the anchor is the 31st.
 * Source: L5.
 */
export function wholeMonthsLeft({ start, end }: Period, today: PlainDate): number {
  const most = calendarMonth(end) - calendarMonth(start);
  let months = 0;
  while (months < most && monthsAfter(today, months) < end) months += 1;
  return months;
}

function calendarMonth(date: PlainDate): number {
  return +date.slice(0, 4) * 12 + +date.slice(5, 7);
}
