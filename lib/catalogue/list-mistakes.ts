import type { Mistake } from '../domain/refusal.ts';

/**
 * Mistakes that only several values together make: repeated ids, dates that do not ascend, a range upside down. It reads
 * the document before anything else is known about it, so that these are told beside the mistakes of single values.
 */
export function listMistakes(input: unknown): Mistake[] {
  const plans = listIn(input, 'plans');
  return [
    ...repeated(plans.map(idOf), '/plans', '/id'),
    ...plans.flatMap((plan, index) => mistakesInPlan(plan, `/plans/${index}`)),
  ];
}

function mistakesInPlan(plan: unknown, at: string): Mistake[] {
  const addOns = listIn(plan, 'add_ons');
  return [
    ...unordered(listIn(plan, 'prices'), `${at}/prices`),
    ...upsideDown(field(plan, 'purchase'), `${at}/purchase`),
    ...repeated(listIn(plan, 'features'), `${at}/features`, ''),
    ...repeated(addOns.map(idOf), `${at}/add_ons`, '/id'),
    ...addOns.flatMap((addOn, index) => unordered(listIn(addOn, 'prices'), `${at}/add_ons/${index}/prices`)),
  ];
}

function unordered(prices: readonly unknown[], at: string): Mistake[] {
  const dates = prices.map((price) => field(price, 'from'));
  return dates.flatMap((from, index) => {
    const before = dates[index - 1];
    if (typeof from !== 'string' || typeof before !== 'string' || from > before) return [];
    return [{ pointer: `${at}/${index}/from`, detail: `must be later than ${before.slice(0, 10)}` }];
  });
}

function upsideDown(range: unknown, at: string): Mistake[] {
  const [least, most] = [field(range, 'least'), field(range, 'most')];
  if (typeof least !== 'number' || typeof most !== 'number' || least <= most) return [];
  return [{ pointer: `${at}/least`, detail: 'must not be above "most"' }];
}

function repeated(values: readonly unknown[], at: string, within: string): Mistake[] {
  const seen = new Set<unknown>();
  return values.flatMap((value, index) => {
    const isFirst = !seen.has(value);
    seen.add(value);
    if (typeof value !== 'string' || isFirst) return [];
    return [{ pointer: `${at}/${index}${within}`, detail: `"${value.slice(0, 24)}" is used twice` }];
  });
}

const idOf = (entry: unknown): unknown => field(entry, 'id');

function listIn(value: unknown, name: string): unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
