import { add, type Money, money } from '../money.ts';

/**
 * The part of a month's price that one date pays.
 *
 * Shape:  `day` counts 1..`daysInMonth`; the result keeps the price's currency.
 * Units:  minor units, floored cumulatively, so the days of a month sum to the price exactly.
 * Errors: RangeError outside the month: a caller's bug, never a customer's.
 * Source: P2.
 */
export function nightlyShare(price: Money, day: number, daysInMonth: number): Money {
  return sharesOf(price, day, day, daysInMonth);
}

/** What the dates `first` to `last` of one month pay together: the sum of their nightly shares. Source: P2. */
export function sharesOf(price: Money, first: number, last: number, daysInMonth: number): Money {
  if (first < 1 || last > daysInMonth || first > last) {
    throw new RangeError(`days ${first} to ${last} are not within a month of ${daysInMonth}`);
  }
  return money(
    paidUpTo(price.minor, last, daysInMonth) - paidUpTo(price.minor, first - 1, daysInMonth),
    price.currency,
  );
}

/** Split so that no intermediate product leaves the whole numbers a float can hold. */
function paidUpTo(minor: number, day: number, daysInMonth: number): number {
  const perDay = Math.floor(minor / daysInMonth);
  const rest = minor % daysInMonth;
  return perDay * day + Math.floor((rest * day) / daysInMonth);
}

export const sum = (amounts: readonly Money[], zero: Money): Money => amounts.reduce(add, zero);
