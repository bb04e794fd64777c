import type { LicenceType, Module, TermPlan } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import { meterMistakes, packMistakes, userMistakes } from './pack-change.ts';
import { mistake, removed } from './price-change.ts';
import type { Mistake } from './refusal.ts';
import { termPriceMistakes } from './term-price-change.ts';

/**
 * What may not change in a term plan that accounts are on.
 *
 * Shape:  pointers into the plan as it is written, which is at `at`.
 * Units:  `today` as for every change of the catalogue.
 * Errors: none thrown.
 * Source: L1, L5, L10, L12, U1, U2. A running period was priced by the plan's terms and proration; licence types, modules,
 *         packs and editions are retired, never removed. A plan that is sold by its modules stays one: with a licence type
 *         its members would need licences.
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
    ...(plan.licenceTypes.length === 0 && next.licenceTypes.length > 0
      ? [mistake(`${at}/licence_types`, 'stays empty: members need no licence so far; make another plan')]
      : []),
    ...offers('licence type', 'licence_types', plan.licenceTypes, next.licenceTypes),
    ...offers('module', 'modules', plan.modules, next.modules),
    ...usersMistakes(plan, next, today, `${at}/modules`),
    ...meterMistakes(plan, next, `${at}/meters`),
    ...packMistakes(plan, next, today, `${at}/packs`),
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
  return termPriceMistakes(offer.prices, changed.prices, { terms: next.terms, today }, `${at}/${index}/prices`);
}

/** Users of modules that are there before and after. */
function usersMistakes({ modules, terms }: TermPlan, next: TermPlan, today: PlainDate, at: string): Mistake[] {
  return modules.flatMap((module: Module) => {
    const index = next.modules.findIndex(({ id }) => id === module.id);
    const changed = next.modules[index];
    return changed === undefined ? [] : userMistakes(module, changed, { terms, today }, `${at}/${index}/users`);
  });
}
