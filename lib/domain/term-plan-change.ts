import type { DatedPrice, LicenceType, TermPlan, TermPrices } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import { mistake, priceMistakes, removed } from './price-change.ts';
import type { Mistake } from './refusal.ts';

/**
 * What may not change in a term plan that accounts are on.
 *
 * Shape:  pointers into the plan as it is written, which is at `at`.
 * Units:  `today` as for every change of the catalogue.
 * Errors: none thrown.
 * Source: L1, L5, L10, L12. A running period was priced by the plan's terms and proration; licence types, modules and
 *         editions are retired, never removed.
 */
export function termMistakes(plan: TermPlan, next: TermPlan, today: PlainDate, at: string): Mistake[] {
  const isSameTerms = plan.terms.length === next.terms.length && plan.terms.every((term) => next.terms.includes(term));
  const offers = (what: string, list: string, now: readonly LicenceType[], then: readonly LicenceType[]) =>
    now.flatMap((offer) => offerMistakes(offer, { what, offers: then, terms: plan.terms }, today, `${at}/${list}`));
  return [
    ...(isSameTerms ? [] : [mistake(`${at}/terms`, `stays ${plan.terms.join(' and ')}: periods are running`)]),
    ...(plan.proration === next.proration
      ? []
      : [mistake(`${at}/proration`, `stays ${plan.proration}: periods were priced by it`)]),
    ...offers('licence type', 'licence_types', plan.licenceTypes, next.licenceTypes),
    ...offers('module', 'modules', plan.modules, next.modules),
    ...plan.editions
      .filter((edition) => !next.editions.includes(edition))
      .map((edition) => mistake(`${at}/editions`, `must still hold "${edition}": set that plan to "retired": true`)),
  ];
}

interface Next {
  readonly what: string;
  readonly offers: readonly LicenceType[];
  readonly terms: TermPlan['terms'];
}

function offerMistakes(offer: LicenceType, next: Next, today: PlainDate, at: string): Mistake[] {
  const index = next.offers.findIndex(({ id }) => id === offer.id);
  const changed = next.offers[index];
  if (changed === undefined) return [removed(at, next.what, offer.id)];
  const { month, year } = inForce(offer.prices, next.terms);
  return [
    ...intervalMistakes(month, changed.prices.month, today, `${at}/${index}/prices/month`),
    ...(offer.prices.year === undefined && changed.prices.year === undefined
      ? []
      : intervalMistakes(year, changed.prices.year, today, `${at}/${index}/prices/year`)),
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
  if (next === undefined) return [mistake(at, 'must stay: licences are sold at it')];
  return priceMistakes(current, next, today, at);
}
