import { type AddOn, type Catalogue, type DatedPrice, type Plan, priceOn } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import type { Mistake } from './refusal.ts';

export type CatalogueChange =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly mistakes: readonly Mistake[] };

/**
 * Whether a catalogue may take the place of the one in force.
 *
 * Shape:  a mistake's pointer is into the next document as it is written (`/plans/0/prices/1/amount`).
 * Units:  `today` is the business date; its night may already be charged, so a price changes from a later date only.
 * Errors: none thrown; every mistake is in the answer.
 * Source: P1, M3. A price change applies from a date and never rewrites the past; what accounts hold is retired, never
 *         removed; neither the time zone that nights were counted in nor the currency of a balance can change.
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
      : [mistake(`${at}/currency`, `stays ${plan.currency}: balances are kept in it`)]),
    ...priceMistakes(plan.prices, changed.prices, today, `${at}/prices`),
    ...plan.addOns.flatMap((addOn) => addOnMistakes(addOn, changed.addOns, today, `${at}/add_ons`)),
  ];
}

function addOnMistakes(addOn: AddOn, next: readonly AddOn[], today: PlainDate, at: string): Mistake[] {
  const index = next.findIndex(({ id }) => id === addOn.id);
  const changed = next[index];
  if (changed === undefined) return [removed(at, 'add-on', addOn.id)];
  return priceMistakes(addOn.prices, changed.prices, today, `${at}/${index}/prices`);
}

/** Prices that begin today or earlier are settled: they stay as they are, and no other may begin by then. */
function priceMistakes(
  current: readonly DatedPrice[],
  next: readonly DatedPrice[],
  today: PlainDate,
  at: string,
): Mistake[] {
  const lost = current
    .filter(({ from }) => from <= today && !next.some((price) => price.from === from))
    .map(({ from, minor }) => mistake(at, `must still hold the price ${minor} from ${from}: it is in the past`));
  const rewritten = next.flatMap((price, index) => rewrites(price, current, today, `${at}/${index}`));
  const mistakes = [...lost, ...rewritten];
  return mistakes.length > 0 ? mistakes : firstPriceMistakes(current, next, today, at);
}

function rewrites(price: DatedPrice, current: readonly DatedPrice[], today: PlainDate, at: string): Mistake[] {
  if (price.from > today) return [];
  const settled = current.find(({ from }) => from === price.from);
  if (settled === undefined)
    return [mistake(`${at}/from`, `must be later than ${today}: a price never changes the past`)];
  if (settled.minor === price.minor) return [];
  return [mistake(`${at}/amount`, `stays ${settled.minor}: this price has held since ${price.from}`)];
}

/** The first price holds before its own date too, so it decides today's where every date is still to come. */
function firstPriceMistakes(
  current: readonly DatedPrice[],
  next: readonly DatedPrice[],
  today: PlainDate,
  at: string,
): Mistake[] {
  const held = priceOn(current, today);
  if (priceOn(next, today) === held) return [];
  return [mistake(`${at}/0/amount`, `stays ${held}: the first price holds before its date too`)];
}

function removed(at: string, what: string, id: string): Mistake {
  return mistake(at, `must still hold the ${what} "${id}": set "retired": true to stop offering it`);
}

function mistake(pointer: string, detail: string): Mistake {
  return { pointer, detail };
}
