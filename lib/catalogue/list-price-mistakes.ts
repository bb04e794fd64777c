import type { Mistake } from '../domain/refusal.ts';
import { field, listIn } from './fields.ts';
import { unordered } from './list-order.ts';

/** Prices for a month and a year that do not cover what the plan sells. Source: L5, L12. */
export function priceMistakes(plan: unknown, prices: unknown, at: string): Mistake[] {
  if (typeof prices !== 'object' || prices === null) return [];
  const [month, year] = [field(prices, 'month'), field(prices, 'year')];
  if (month === undefined && year === undefined) return [{ pointer: at, detail: 'must hold "month" or "year"' }];
  const why = month === undefined ? whyMonthIsNeeded(plan) : undefined;
  return [
    ...(why === undefined ? [] : [{ pointer: `${at}/month`, detail: `is missing: ${why}` }]),
    ...unordered(listIn(prices, 'month'), `${at}/month`),
    ...unordered(listIn(prices, 'year'), `${at}/year`),
  ];
}

function whyMonthIsNeeded(plan: unknown): string | undefined {
  if (listIn(plan, 'terms').includes(1)) return 'a term of 1 month is sold at this price';
  return field(plan, 'proration') === 'whole-months' ? '"whole-months" prices the rest of a period by it' : undefined;
}
