import { type Proration, priceOn, type Term, type TermPrices } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { dividedHalfAway, type Money, money } from '../money.ts';
import { daysLeft, daysOf, type Period, wholeMonthsLeft } from './period.ts';

/**
 * What one of something costs for a whole term, as it is on a date.
 *
 * Shape:  a year without a price of its own costs twelve months.
 * Errors: RangeError where there is no price for the term: the catalogue is checked against that.
 * Source: L1, L12.
 */
export function termPrice(prices: TermPrices, term: Term, currency: string, date: PlainDate): Money {
  if (term === 12 && prices.year !== undefined) return money(priceOn(prices.year, date), currency);
  if (prices.month === undefined) throw new RangeError('there is no price for a month');
  return money(priceOn(prices.month, date) * term, currency);
}

/**
 * What a quantity costs for the rest of a period.
 *
 * Units:  minor units, rounded half away from zero once, for the whole line.
 * Source: L5, M2: `daily` is price × days left ÷ days of the period; `whole-months` is the monthly price × months left,
 *         rounded up to whole months, and never more than the whole term costs where a year is cheaper than its months.
 */
export function restPrice(
  prices: TermPrices,
  quantity: number,
  { term, period, proration, currency }: { term: Term; period: Period; proration: Proration; currency: string },
  today: PlainDate,
): Money {
  const full = termPrice(prices, term, currency, today);
  if (proration === 'whole-months') {
    const months = termPrice(prices, 1, currency, today).minor * wholeMonthsLeft(period, today);
    return money(Math.min(months, full.minor) * quantity, currency);
  }
  return money(dividedHalfAway(full.minor * quantity, daysLeft(period, today), daysOf(period)), currency);
}
