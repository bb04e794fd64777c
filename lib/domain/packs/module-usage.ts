import type { TermPlan } from '../catalogue.ts';
import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import type { Period } from '../licences/period.ts';
import { hasPeriod, type Subscription } from '../licences/subscription.ts';
import { type Money, subtract } from '../money.ts';
import { allowedUsersOf } from './allowances.ts';
import { consumptionLines, costOfModule } from './consumption.ts';
import { type ByModule, countNights, excessIn, type ModuleUsers, type UserDays, usersOf } from './module-users.ts';

/** Who uses a module, how many may without being billed for it, and what is billed when the period ends. */
export interface ModuleUsage {
  readonly module: string;
  readonly name: string;
  readonly users: number;
  readonly included: number;
  readonly inPacks: number;
  /** User-days beyond those so far, and what they cost. */
  readonly userDays: number;
  readonly cost: Money;
  /** The same at the end of the period, if nothing changes. */
  readonly expectedUserDays: number;
  readonly expectedCost: Money;
  /** What one more user costs until the period ends, from the next night on. */
  readonly nextUserCost: Money;
  /** First day after the period. */
  readonly billedOn: PlainDate;
}

/**
 * What the users of each counted module come to, also of one that an edition before had; empty where nothing runs.
 *
 * Shape:  the same arithmetic as the bill, on the counts as they are and as they will be. While suspended nothing is added.
 * Units:  user-days; one user for one night is one.
 * Errors: none.
 * Source: U2: the page warns before it happens.
 */
export function moduleUsage(
  planOf: (id: string) => TermPlan,
  subscription: Subscription,
  counts: ModuleUsers,
  today: PlainDate,
): ModuleUsage[] {
  const { state, period } = subscription;
  if (period === undefined || !hasPeriod(state)) return [];
  const plan = planOf(subscription.plan);
  const lastNight = addDays(period.end, -1);
  const beyondUntil = (night: PlainDate) => excessIn(countNights(counts, night), period.index);
  const reckoning = { planOf, subscription, period, counts, soFar: beyondUntil(today), atEnd: beyondUntil(lastNight) };
  const nightsLeft = Math.max(0, daysBetween(today, lastNight));
  const held = allowedUsersOf(plan, { ...subscription, state: 'active' });
  const left = Object.values(reckoning.soFar).flatMap((ofPlan) => Object.keys(ofPlan));
  return [...new Set([...Object.keys(held), ...left])].map((module) => usageOf(reckoning, module, held, nightsLeft));
}

interface Reckoning {
  readonly planOf: (id: string) => TermPlan;
  readonly subscription: Subscription;
  readonly period: Period;
  readonly counts: ModuleUsers;
  readonly soFar: UserDays;
  readonly atEnd: UserDays;
}

function usageOf(reckoning: Reckoning, module: string, held: ByModule, nightsLeft: number): ModuleUsage {
  const { planOf, subscription, period, counts, soFar, atEnd } = reckoning;
  const plan = planOf(subscription.plan);
  const offered = moduleIn([plan.id, ...Object.keys(soFar)].map(planOf), module);
  const cost = (userDays: UserDays) =>
    costOfModule(consumptionLines(planOf, subscription, period, userDays), module, plan.currency);
  const users = held[module] === undefined ? 0 : usersOf(counts, module);
  const allowed = counts.allowed[module];
  const more = allowed !== undefined && users >= allowed ? nightsLeft : 0;
  const included = held[module] === undefined ? 0 : (offered?.users?.included ?? 0);
  return {
    module,
    name: offered?.name ?? module,
    users,
    included,
    inPacks: (held[module] ?? 0) - included,
    userDays: daysIn(soFar, module),
    cost: cost(soFar),
    expectedUserDays: daysIn(atEnd, module),
    expectedCost: cost(atEnd),
    nextUserCost: subtract(cost(withMore(atEnd, plan.id, module, more)), cost(atEnd)),
    billedOn: period.end,
  };
}

function moduleIn(plans: readonly TermPlan[], module: string) {
  return plans.flatMap(({ modules }) => modules).find(({ id }) => id === module);
}

function daysIn(userDays: UserDays, module: string): number {
  return Object.values(userDays).reduce((sum, ofPlan) => sum + (ofPlan[module] ?? 0), 0);
}

function withMore(userDays: UserDays, plan: string, module: string, more: number): UserDays {
  const ofPlan = userDays[plan] ?? {};
  return { ...userDays, [plan]: { ...ofPlan, [module]: (ofPlan[module] ?? 0) + more } };
}
