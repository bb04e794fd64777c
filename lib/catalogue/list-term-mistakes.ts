import type { Mistake } from '../domain/refusal.ts';
import { field, idOf, listIn } from './fields.ts';
import { repeated } from './list-order.ts';
import { packMistakes } from './list-pack-mistakes.ts';
import { priceMistakes } from './list-price-mistakes.ts';

/** Mistakes that several values of a term plan make together, or with the plans it names as editions. Source: L1, L5, L10, L12. */
export function mistakesInTermPlan(plan: unknown, plans: readonly unknown[], at: string): Mistake[] {
  return [
    ...repeated(listIn(plan, 'terms'), `${at}/terms`),
    ...(['licence_types', 'modules'] as const).flatMap((list) => offerMistakes(plan, list, `${at}/${list}`)),
    ...nothingToSell(plan, at),
    ...packMistakes(plan, at),
    ...editionMistakes(plan, plans, `${at}/editions`),
    ...trialMistakes(plan, `${at}/trial`),
  ];
}

function offerMistakes(plan: unknown, list: 'licence_types' | 'modules', at: string): Mistake[] {
  const offers = listIn(plan, list);
  return [
    ...repeated(offers.map(idOf), at, '/id'),
    ...offers.flatMap((offer, index) => [
      ...repeated(listIn(offer, 'features'), `${at}/${index}/features`),
      ...priceMistakes(plan, field(offer, 'prices'), `${at}/${index}/prices`),
    ]),
  ];
}

function nothingToSell(plan: unknown, at: string): Mistake[] {
  const isEmpty = (list: string) => listIn(plan, list).length === 0;
  if (!isEmpty('licence_types') || !isEmpty('modules')) return [];
  return [{ pointer: `${at}/licence_types`, detail: 'must hold a licence type where there are no modules' }];
}

function editionMistakes(plan: unknown, plans: readonly unknown[], at: string): Mistake[] {
  const editions = listIn(plan, 'editions');
  return [
    ...repeated(editions, at),
    ...editions.flatMap((edition, index) => {
      const detail = typeof edition === 'string' ? misfit(plan, edition, plans) : undefined;
      return detail === undefined ? [] : [{ pointer: `${at}/${index}`, detail }];
    }),
  ];
}

/** Why an account on this plan could not go on with what it holds on that one. */
function misfit(plan: unknown, edition: string, plans: readonly unknown[]): string | undefined {
  if (edition === idOf(plan)) return 'is this plan itself';
  const other = plans.find((entry) => idOf(entry) === edition && field(entry, 'kind') === 'term');
  if (other === undefined) return 'is not a term plan of this catalogue';
  const different = ['currency', 'proration'].find((name) => field(other, name) !== field(plan, name));
  if (different !== undefined) return `must have the same ${different} as this plan`;
  const include = (each: unknown) => field(each, 'prices_include_tax') === true;
  if (include(other) !== include(plan)) return 'must include tax in its prices just as this plan does, or not';
  if (!hasSameTerms(plan, other)) return 'must have the same terms as this plan';
  return licenceMisfit(plan, other) ?? kindMisfit(plan, other, 'packs') ?? kindMisfit(plan, other, 'meters');
}

/** Members who need no licence would be locked out by a plan with licences. */
function licenceMisfit(plan: unknown, other: unknown): string | undefined {
  const ours = listIn(plan, 'licence_types').map(idOf);
  const theirs = listIn(other, 'licence_types').map(idOf);
  if (ours.length === 0 && theirs.length > 0) return 'must have no licence types, as this plan';
  const lacking = ours.find((type) => typeof type === 'string' && !theirs.includes(type));
  return lacking === undefined ? undefined : `must have the licence type "${String(lacking).slice(0, 24)}" too`;
}

/** What is held of one plan would be something else on the other. */
function kindMisfit(plan: unknown, other: unknown, list: 'packs' | 'meters'): string | undefined {
  const another = listIn(plan, list).find((entry) =>
    listIn(other, list).some((each) => idOf(each) === idOf(entry) && field(each, 'kind') !== field(entry, 'kind')),
  );
  if (another === undefined) return undefined;
  return `must have "${String(idOf(another)).slice(0, 24)}" in its ${list} as the same kind, or under another id`;
}

function hasSameTerms(plan: unknown, other: unknown): boolean {
  const [ours, theirs] = [listIn(plan, 'terms'), listIn(other, 'terms')];
  return ours.every((term) => theirs.includes(term)) && theirs.every((term) => ours.includes(term));
}

/** An account is opened in one transaction, with the licences of its trial. */
const MOST_TRIAL_LICENCES = 40;

function trialMistakes(plan: unknown, at: string): Mistake[] {
  const licences = field(field(plan, 'trial'), 'licences');
  if (typeof licences !== 'object' || licences === null) return [];
  const known = listIn(plan, 'licence_types').map(idOf);
  if (known.length === 0) return [{ pointer: at, detail: 'needs licence types to try' }];
  const counts = Object.values(licences).filter((count) => typeof count === 'number');
  const total = counts.reduce((sum, count) => sum + count, 0);
  const tooMany = { pointer: `${at}/licences`, detail: `must not be more than ${MOST_TRIAL_LICENCES} together` };
  const unknown = Object.keys(licences)
    .filter((type) => !known.includes(type))
    .map((type) => ({
      pointer: `${at}/licences/${type.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: 'is not a licence type of this plan',
    }));
  return total > MOST_TRIAL_LICENCES ? [...unknown, tooMany] : unknown;
}
