import type { Mistake } from '../domain/refusal.ts';
import { field } from './fields.ts';

/** Prices whose dates do not ascend. */
export function unordered(prices: readonly unknown[], at: string): Mistake[] {
  const dates = prices.map((price) => field(price, 'from'));
  return dates.flatMap((from, index) => {
    const before = dates[index - 1];
    if (typeof from !== 'string' || typeof before !== 'string' || from > before) return [];
    return [{ pointer: `${at}/${index}/from`, detail: `must be later than ${before.slice(0, 10)}` }];
  });
}

/** Entries that were there before; `within` leads from an entry to what is repeated. */
export function repeated(values: readonly unknown[], at: string, within = ''): Mistake[] {
  const seen = new Set<unknown>();
  return values.flatMap((value, index) => {
    const isFirst = !seen.has(value);
    seen.add(value);
    if ((typeof value !== 'string' && typeof value !== 'number') || isFirst) return [];
    const shown = typeof value === 'string' ? `"${value.slice(0, 24)}"` : value;
    return [{ pointer: `${at}/${index}${within}`, detail: `${shown} is used twice` }];
  });
}
