import type { TermPlan } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { add, type Money, money, multiply } from '../money.ts';
import { consumptionLines } from '../packs/consumption.ts';
import type { UserDays } from '../packs/module-users.ts';
import { pricesOfHeld } from '../packs/offered-pack.ts';
import { freeIn, type Licence, type LicencePool } from './licence-pool.ts';
import { nextPeriod, type Period } from './period.ts';
import { requirePeriod, type TermLine } from './price-term-order.ts';
import { packsAfter, planAfter, type SubscribedPack, type Subscription } from './subscription.ts';
import { termPrice } from './term-price.ts';

/** Everything that the end of a period does. The dry run shows it, the roll-over carries it out. (L6) */
export interface Renewal {
  /** The period's end: the date on which all of this takes effect. */
  readonly on: PlainDate;
  /** Whether the subscription ends instead of going on. */
  readonly closes: boolean;
  readonly plan: string;
  readonly modules: readonly string[];
  readonly packs: readonly SubscribedPack[];
  /** Licences whose renewal was switched off, or that the plan no longer has; their holders lose them. */
  readonly ended: readonly Licence[];
  /** Free licences above the contract minimum. */
  readonly dropped: readonly Licence[];
  readonly pools: readonly LicencePool[];
  /** The next period, and users of modules beyond those allowed in the one that ends. */
  readonly lines: readonly TermLine[];
  readonly total: Money;
  /** The period that begins; absent when the subscription ends. */
  readonly period: Period | undefined;
}

/**
 * Decides what happens when a subscription's period ends.
 *
 * Shape:  `licences` are all of the account's. `planOf` knows every plan of the catalogue. `userDays` are those beyond what
 *         was allowed in the period that ends; they are billed also where the subscription ends with it.
 * Units:  the next period at its full price, as it is on the day it begins; one line per licence type, module and pack.
 * Errors: RangeError for a subscription without a period: a bug.
 * Source: L6, L7, L9, L10, L13, U1, U2.
 */
export function decideRenewal(
  subscription: Subscription,
  pools: readonly LicencePool[],
  licences: readonly Licence[],
  planOf: (id: string) => TermPlan,
  userDays: UserDays = {},
): Renewal {
  const period = requirePeriod(subscription);
  const plan = planOf(planAfter(subscription));
  const current = planOf(subscription.plan);
  const modules = subscription.modules.filter((id) => keepsModule(subscription, current, plan, id));
  const ends = endsAltogether(subscription);
  const endsType = (type: string) => ends || !plan.licenceTypes.some(({ id }) => id === type);
  const ended = licences.filter(({ type, autoRenew }) => endsType(type) || !autoRenew);
  const left = pools.map((pool) =>
    endsType(pool.type) ? { ...pool, total: 0, inUse: 0, ending: 0, minimum: 0 } : withoutEnded(pool, ended),
  );
  const dropped = ends || !current.dropFree ? [] : left.flatMap((pool) => freeAboveMinimum(pool, licences));
  const kept = left.map((pool) => ({
    ...pool,
    total: pool.total - dropped.filter(({ type }) => type === pool.type).length,
  }));
  const packs = packsAfter(subscription).filter((held) => keepsPack(current, plan, modules, held));
  const isEmpty = plan.licenceTypes.length === 0 ? modules.length === 0 : kept.every(({ total }) => total === 0);
  const closes = ends || isEmpty;
  const next =
    closes || subscription.anchor === undefined
      ? undefined
      : nextPeriod(subscription.anchor, subscription.term ?? 1, period);
  const lines = [
    ...(next === undefined ? [] : renewalLines(plan, subscription, kept, { modules, packs }, next)),
    ...consumptionLines(planOf, subscription, period, userDays),
  ];
  return {
    on: period.end,
    closes,
    plan: plan.id,
    modules: closes ? [] : modules,
    packs: closes ? [] : packs,
    ended,
    dropped,
    pools: kept,
    lines,
    total: lines.reduce((sum, line) => add(sum, line.amount), money(0, plan.currency)),
    period: next,
  };
}

/** A module that a change of plan left behind does not come back with the next one. */
function keepsModule({ scheduled }: Subscription, current: TermPlan, plan: TermPlan, id: string): boolean {
  const removed = scheduled.some((change) => change.kind === 'remove-module' && change.module === id);
  return !removed && [current, plan].every(({ modules }) => modules.some((module) => module.id === id));
}

/** A pack stays while both plans have it and its module stays. Source: L10, U1. */
function keepsPack(current: TermPlan, plan: TermPlan, modules: readonly string[], held: SubscribedPack): boolean {
  const isSold = [current, plan].every((each) => pricesOfHeld(each, held) !== undefined);
  return isSold && (held.module === undefined || modules.includes(held.module));
}

/** Cancelled, not to be renewed, or still unpaid. */
function endsAltogether({ state, renews }: Subscription): boolean {
  return state !== 'active' || !renews;
}

function withoutEnded(pool: LicencePool, ended: readonly Licence[]): LicencePool {
  const gone = ended.filter(({ type }) => type === pool.type);
  const held = gone.filter(({ holder }) => holder !== undefined);
  return {
    ...pool,
    total: pool.total - gone.length,
    inUse: pool.inUse - held.length,
    ending: pool.ending - gone.length,
  };
}

/** So many free licences that `max(in use, minimum)` are left; the newest go first. */
function freeAboveMinimum(pool: LicencePool, licences: readonly Licence[]): Licence[] {
  const count = Math.max(0, Math.min(freeIn(pool), pool.total - pool.minimum));
  const free = licences.filter(
    ({ type, holder, autoRenew }) => type === pool.type && holder === undefined && autoRenew,
  );
  return free.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, count);
}

function renewalLines(
  plan: TermPlan,
  subscription: Subscription,
  pools: readonly LicencePool[],
  { modules, packs }: Pick<Renewal, 'modules' | 'packs'>,
  period: Period,
): TermLine[] {
  const seats = pools
    .filter(({ total }) => total > 0)
    .map(({ type, total }) => ({
      kind: 'licence' as const,
      subject: type,
      quantity: total,
      offered: plan.licenceTypes.find(({ id }) => id === type),
    }));
  const others = modules.map((module) => ({
    kind: 'module' as const,
    subject: module,
    quantity: 1,
    offered: plan.modules.find(({ id }) => id === module),
  }));
  const onTop = packs.map((held) => ({
    kind: 'pack' as const,
    subject: held.pack,
    module: held.module,
    quantity: held.quantity,
    offered: pricesOfHeld(plan, held),
  }));
  return [...seats, ...others, ...onTop].flatMap(({ offered, ...what }): TermLine[] => {
    if (offered === undefined) return [];
    const unitPrice = termPrice(offered.prices, subscription.term ?? 1, plan.currency, period.start);
    return [
      {
        ...what,
        name: offered.name,
        unitPrice,
        period: { start: period.start, end: period.end },
        basis: { kind: 'whole-period' },
        amount: multiply(unitPrice, what.quantity),
      },
    ];
  });
}
