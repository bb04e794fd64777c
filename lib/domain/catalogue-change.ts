import type { AddOn, Catalogue, Plan, PrepaidPlan } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import { mistake, priceMistakes, removed } from './price-change.ts';
import type { Mistake } from './refusal.ts';
import { termMistakes } from './term-plan-change.ts';

export type CatalogueChange =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly mistakes: readonly Mistake[] };

/**
 * Whether a catalogue may take the place of the one in force.
 *
 * Shape:  a mistake's pointer is into the next document as it is written (`/plans/0/prices/1/amount`).
 * Units:  `today` is the business date; its night may already be charged, so a price changes from a later date only.
 * Errors: none thrown; every mistake is in the answer.
 * Source: P1, L1, L5, L12, M3. A price change applies from a date and never rewrites the past; what accounts hold is
 *         retired, never removed; neither the time zone that nights were counted in, nor a plan's currency, terms,
 *         proration and whether its prices include tax can change.
 */
export function decideCatalogueChange(current: Catalogue, next: Catalogue, today: PlainDate): CatalogueChange {
  const mistakes = [
    ...(current.billingTimeZone === next.billingTimeZone
      ? []
      : [mistake('/billing_time_zone', `stays ${current.billingTimeZone}: nights were charged in it`)]),
    ...current.plans.flatMap((plan) => planMistakes(plan, next, today)),
  ];
  return mistakes.length === 0 ? { kind: 'accepted' } : { kind: 'refused', mistakes };
}

function planMistakes(plan: Plan, next: Catalogue, today: PlainDate): Mistake[] {
  const index = next.plans.findIndex(({ id }) => id === plan.id);
  const changed = next.plans[index];
  if (changed === undefined) return [removed('/plans', 'plan', plan.id)];
  const at = `/plans/${index}`;
  return [
    ...(plan.kind === changed.kind ? [] : [mistake(`${at}/kind`, `stays ${plan.kind}`)]),
    ...(plan.currency === changed.currency
      ? []
      : [mistake(`${at}/currency`, `stays ${plan.currency}: accounts pay in it`)]),
    ...(plan.pricesIncludeTax === changed.pricesIncludeTax
      ? []
      : [mistake(`${at}/prices_include_tax`, `stays ${plan.pricesIncludeTax}: make another plan`)]),
    ...(plan.kind === 'prepaid' && changed.kind === 'prepaid' ? prepaidMistakes(plan, changed, today, at) : []),
    ...(plan.kind === 'term' && changed.kind === 'term' ? termMistakes(plan, changed, today, at) : []),
  ];
}

function prepaidMistakes(plan: PrepaidPlan, next: PrepaidPlan, today: PlainDate, at: string): Mistake[] {
  return [
    ...priceMistakes(plan.prices, next.prices, today, `${at}/prices`),
    ...plan.addOns.flatMap((addOn) => addOnMistakes(addOn, next.addOns, today, `${at}/add_ons`)),
  ];
}

function addOnMistakes(addOn: AddOn, next: readonly AddOn[], today: PlainDate, at: string): Mistake[] {
  const index = next.findIndex(({ id }) => id === addOn.id);
  const changed = next[index];
  if (changed === undefined) return [removed(at, 'add-on', addOn.id)];
  return priceMistakes(addOn.prices, changed.prices, today, `${at}/${index}/prices`);
}
