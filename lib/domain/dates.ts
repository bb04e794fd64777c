import { Temporal } from 'temporal-polyfill';

/** A calendar date as `YYYY-MM-DD`; dates of this form compare in the order of time. */
export type PlainDate = string & { readonly __brand: 'PlainDate' };

/** A calendar month as `YYYY-MM`. */
export type PlainMonth = string & { readonly __brand: 'PlainMonth' };

/** An instant as RFC 3339 in UTC. */
export type Instant = string;

/** Errors: RangeError for a text that is no date of the calendar. Source: M3. */
export function plainDate(text: string): PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`${text} is not a date written YYYY-MM-DD`);
  return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as PlainDate;
}

export function isPlainDate(text: string): boolean {
  try {
    plainDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The date that an instant falls on in the billing time zone. Source: M3. */
export function businessDate(instant: Instant, timeZone: string): PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString() as PlainDate;
}

/**
 * The instant at which a date begins in the billing time zone.
 *
 * Shape:  with milliseconds, as {@link Instant}s are that are compared; midnight, or where the clocks skip that the first
 *         instant after it.
 * Errors: RangeError for a time zone that there is not.
 * Source: M3.
 */
export function startOfDate(date: PlainDate, timeZone: string): Instant {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone);
  return start.toInstant().toString({ smallestUnit: 'millisecond' });
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** Civil days since 1970-01-01, so that dates can be counted without a calendar at hand. */
export function epochDay(date: PlainDate): number {
  return Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10)) / 86_400_000;
}

export function fromEpochDay(day: number): PlainDate {
  return new Date(day * 86_400_000).toISOString().slice(0, 10) as PlainDate;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(epochDay(date) + days);
}

/** Days from `from` to `to`, half-open: the same date is 0. Source: M3. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return epochDay(to) - epochDay(from);
}

export function monthOf(date: PlainDate): PlainMonth {
  return date.slice(0, 7) as PlainMonth;
}

export function dayOfMonth(date: PlainDate): number {
  return +date.slice(8, 10);
}

export function firstOfMonth(month: PlainMonth): PlainDate {
  return `${month}-01` as PlainDate;
}

export function lastOfMonth(month: PlainMonth): PlainDate {
  return dateIn(month, daysInMonth(month));
}

export function dateIn(month: PlainMonth, day: number): PlainDate {
  return `${month}-${String(day).padStart(2, '0')}` as PlainDate;
}

export function daysInMonth(month: PlainMonth): number {
  return new Date(Date.UTC(+month.slice(0, 4), +month.slice(5, 7), 0)).getUTCDate();
}

export function nextMonth(month: PlainMonth, months = 1): PlainMonth {
  const index = +month.slice(0, 4) * 12 + (+month.slice(5, 7) - 1) + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as PlainMonth;
}
