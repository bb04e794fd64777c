import type { Mistake } from '../domain/refusal.ts';
import { field, idOf, listIn } from './fields.ts';
import { repeated, unordered } from './list-order.ts';
import { priceMistakes } from './list-price-mistakes.ts';

/** Mistakes that packs, meters and modules with users make together. Source: U1, U3. */
export function packMistakes(plan: unknown, at: string): Mistake[] {
  const [modules, meters, packs] = [listIn(plan, 'modules'), listIn(plan, 'meters'), listIn(plan, 'packs')];
  return [
    ...repeated(meters.map(idOf), `${at}/meters`, '/id'),
    ...repeated(packs.map(idOf), `${at}/packs`, '/id'),
    ...modules.flatMap((module, index) => userMistakes(plan, field(module, 'users'), `${at}/modules/${index}/users`)),
    ...packs.flatMap((pack, index) => mistakesInPack(plan, pack, meters, `${at}/packs/${index}`)),
    ...secondOfUsers(packs, at),
    ...repeated(listIn(plan, 'support_channels'), `${at}/support_channels`),
  ];
}

function userMistakes(plan: unknown, users: unknown, at: string): Mistake[] {
  return ['prices', 'consumption_prices'].flatMap((name) => priceMistakes(plan, field(users, name), `${at}/${name}`));
}

function mistakesInPack(plan: unknown, pack: unknown, meters: readonly unknown[], at: string): Mistake[] {
  const [kind, meter] = [field(pack, 'kind'), field(pack, 'meter')];
  const isKnown = kind !== 'quantity' || typeof meter !== 'string' || meters.some((each) => idOf(each) === meter);
  const counts = listIn(plan, 'modules').some((module) => field(module, 'users') !== undefined);
  return [
    ...(isKnown ? [] : [{ pointer: `${at}/meter`, detail: 'is not a meter of this plan' }]),
    ...(kind === 'users' && !counts ? [{ pointer: `${at}/kind`, detail: 'needs a module with "users"' }] : []),
    ...repeated(listIn(pack, 'channels'), `${at}/channels`),
    ...unordered(listIn(pack, 'price'), `${at}/price`),
    ...priceMistakes(plan, field(pack, 'prices'), `${at}/prices`),
  ];
}

/** Users of a module cost what the module says, so that a second pack of them would be the same again. */
function secondOfUsers(packs: readonly unknown[], at: string): Mistake[] {
  const ofUsers = packs.flatMap((pack, index) => (field(pack, 'kind') === 'users' ? [index] : []));
  return ofUsers
    .slice(1)
    .map((index) => ({ pointer: `${at}/packs/${index}/kind`, detail: 'must be the only "users"' }));
}
