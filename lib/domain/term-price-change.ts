import type { DatedPrice, TermPlan, TermPrices } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import { mistake, priceMistakes } from './price-change.ts';
import type { Mistake } from './refusal.ts';

/** By what prices of a plan are settled: its terms, and the business date. */
export interface Settled {
  readonly terms: TermPlan['terms'];
  readonly today: PlainDate;
}

/** Prices for a month and a year change from a later date only. Source: L1, L12. */
export function termPriceMistakes(
  prices: TermPrices,
  next: TermPrices,
  { terms, today }: Settled,
  at: string,
): Mistake[] {
  const { month, year } = inForce(prices, terms);
  return [
    ...intervalMistakes(month, next.month, today, `${at}/month`),
    ...(prices.year === undefined && next.year === undefined
      ? []
      : intervalMistakes(year, next.year, today, `${at}/year`)),
  ];
}

/** Where a year is sold without a price of its own, twelve months' price has held; a new one begins after it. */
function inForce({ month, year }: TermPrices, terms: TermPlan['terms']): TermPrices {
  if (year !== undefined || !terms.includes(12)) return { month, year };
  return { month, year: month?.map(({ from, minor }) => ({ from, minor: minor * 12 })) };
}

function intervalMistakes(
  current: readonly DatedPrice[] | undefined,
  next: readonly DatedPrice[] | undefined,
  today: PlainDate,
  at: string,
): Mistake[] {
  if (current === undefined) return [];
  if (next === undefined) return [mistake(at, 'must stay: this is sold at it')];
  return priceMistakes(current, next, today, at);
}
