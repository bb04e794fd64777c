import type { Module, Pack, TermPlan } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import { mistake, priceMistakes, removed } from './price-change.ts';
import type { Mistake } from './refusal.ts';
import { type Settled, termPriceMistakes } from './term-price-change.ts';

/**
 * What may not change in how a module counts its users.
 *
 * Shape:  whether it does, and how many come with it, stays: who was in for nothing would be billed in the middle of a
 *         period, or what was counted and bought in packs would be lost. Another module can count otherwise.
 * Errors: none thrown.
 * Source: U1, U2.
 */
export function userMistakes({ users }: Module, { users: next }: Module, settled: Settled, at: string): Mistake[] {
  if (users === undefined && next === undefined) return [];
  if (users === undefined) return [mistake(at, 'stays out: everyone uses this module at one price; make another one')];
  if (next === undefined) return [mistake(at, 'must stay: users of this module are counted, and sold in packs')];
  const ofPacks = termPriceMistakes(users.prices, next.prices, settled, `${at}/prices`);
  const ofDays = termPriceMistakes(
    users.consumptionPrices,
    next.consumptionPrices,
    settled,
    `${at}/consumption_prices`,
  );
  // Without prices of its own, consumption has those of the packs: they are told of once, where they are written.
  const isWritten = JSON.stringify(next.prices) !== JSON.stringify(next.consumptionPrices);
  return [
    ...(users.included === next.included
      ? []
      : [mistake(`${at}/included`, `stays ${users.included}: users are counted by it`)]),
    ...ofPacks,
    ...(isWritten || ofPacks.length === 0 ? ofDays : []),
  ];
}

/**
 * What may not change in meters: accounts have counts of each.
 *
 * Shape:  a meter stays, of its kind; what is included may grow, since nobody may be beyond an allowance by a change of it.
 * Errors: none thrown.
 * Source: U3.
 */
export function meterMistakes(plan: TermPlan, next: TermPlan, at: string): Mistake[] {
  return plan.meters.flatMap((meter): Mistake[] => {
    const index = next.meters.findIndex(({ id }) => id === meter.id);
    const changed = next.meters[index];
    if (changed === undefined)
      return [mistake(at, `must still hold the meter "${meter.id}": accounts have counts of it`)];
    return [
      ...(changed.kind === meter.kind ? [] : [mistake(`${at}/${index}/kind`, `stays ${meter.kind}`)]),
      ...(changed.included >= meter.included
        ? []
        : [mistake(`${at}/${index}/included`, `must not be less than ${meter.included}: accounts use it`)]),
    ];
  });
}

/**
 * What may not change in packs: they are held, and renew.
 *
 * Shape:  a pack is retired, never removed; what one of it holds stays; a way of support that was sold stays.
 * Errors: none thrown.
 * Source: U1, U3, U4, U5.
 */
export function packMistakes(plan: TermPlan, next: TermPlan, today: PlainDate, at: string): Mistake[] {
  return plan.packs.flatMap((pack) => {
    const index = next.packs.findIndex(({ id }) => id === pack.id);
    const changed = next.packs[index];
    if (changed === undefined) return [removed(at, 'pack', pack.id)];
    return mistakesInPack(pack, changed, { terms: plan.terms, today }, `${at}/${index}`);
  });
}

function mistakesInPack(pack: Pack, next: Pack, settled: Settled, at: string): Mistake[] {
  if (pack.kind === 'quantity' && next.kind === 'quantity')
    return [
      ...(pack.meter === next.meter ? [] : [mistake(`${at}/meter`, `stays ${pack.meter}: packs of it were sold`)]),
      ...(pack.amount === next.amount ? [] : [mistake(`${at}/amount`, `stays ${pack.amount}: packs of it were sold`)]),
      ...termPriceMistakes(pack.prices, next.prices, settled, `${at}/prices`),
    ];
  if (pack.kind === 'support' && next.kind === 'support')
    return [
      ...pack.channels
        .filter((channel) => !next.channels.includes(channel))
        .map((channel) => mistake(`${at}/channels`, `must still hold "${channel}": it was sold`)),
      ...termPriceMistakes(pack.prices, next.prices, settled, `${at}/prices`),
    ];
  if (pack.kind === 'training' && next.kind === 'training')
    return [
      ...(pack.sessions === next.sessions
        ? []
        : [mistake(`${at}/sessions`, `stays ${pack.sessions}: packs of it were sold`)]),
      ...priceMistakes(pack.price, next.price, settled.today, `${at}/price`),
    ];
  return pack.kind === next.kind ? [] : [mistake(`${at}/kind`, `stays ${pack.kind}`)];
}
