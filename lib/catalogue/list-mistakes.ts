import type { Mistake } from '../domain/refusal.ts';
import { field, idOf, listIn } from './fields.ts';
import { repeated, unordered } from './list-order.ts';
import { mistakesInTermPlan } from './list-term-mistakes.ts';

/**
 * Mistakes that only several values together make: repeated ids, dates that do not ascend, a range upside down, an edition
 * that does not fit. It reads the document before anything else is known about it, so that these are told beside the
 * mistakes of single values.
 */
export function listMistakes(input: unknown): Mistake[] {
  const plans = listIn(input, 'plans');
  return [
    ...repeated(plans.map(idOf), '/plans', '/id'),
    ...plans.flatMap((plan, index) => mistakesInPlan(plan, plans, `/plans/${index}`)),
  ];
}

function mistakesInPlan(plan: unknown, plans: readonly unknown[], at: string): Mistake[] {
  const features = repeated(listIn(plan, 'features'), `${at}/features`);
  return field(plan, 'kind') === 'term'
    ? [...features, ...mistakesInTermPlan(plan, plans, at)]
    : [...mistakesInPrepaidPlan(plan, at), ...features, ...addOnMistakes(listIn(plan, 'add_ons'), `${at}/add_ons`)];
}

function mistakesInPrepaidPlan(plan: unknown, at: string): Mistake[] {
  return [
    ...unordered(listIn(plan, 'prices'), `${at}/prices`),
    ...upsideDown(field(plan, 'purchase'), `${at}/purchase`),
  ];
}

function addOnMistakes(addOns: readonly unknown[], at: string): Mistake[] {
  return [
    ...repeated(addOns.map(idOf), at, '/id'),
    ...addOns.flatMap((addOn, index) => unordered(listIn(addOn, 'prices'), `${at}/${index}/prices`)),
  ];
}

function upsideDown(range: unknown, at: string): Mistake[] {
  const [least, most] = [field(range, 'least'), field(range, 'most')];
  if (typeof least !== 'number' || typeof most !== 'number' || least <= most) return [];
  return [{ pointer: `${at}/least`, detail: 'must not be above "most"' }];
}
