import type { TermPlan } from '../catalogue.ts';
import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import { requirePeriod } from '../licences/price-term-order.ts';
import { isUsable, type Subscription } from '../licences/subscription.ts';
import { type Money, subtract } from '../money.ts';
import { costOfUsers } from './consumption.ts';
import { countNights, excessIn, type ModuleUsers, usersOf } from './module-users.ts';

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
 * What the users of each counted module come to; empty where nothing runs.
 *
 * Shape:  the same arithmetic as the bill, on the counts as they are and as they will be.
 * Units:  user-days; one user for one night is one.
 * Errors: none.
 * Source: U2: the page warns before it happens.
 */
export function moduleUsage(
  plan: TermPlan,
  subscription: Subscription,
  counts: ModuleUsers,
  today: PlainDate,
): ModuleUsage[] {
  if (!isUsable(subscription.state) || subscription.period === undefined) return [];
  const period = requirePeriod(subscription);
  const lastNight = addDays(period.end, -1);
  const [soFar, atEnd] = [countNights(counts, today), countNights(counts, lastNight)];
  const nightsLeft = Math.max(0, daysBetween(today, lastNight));
  return plan.modules.flatMap((offered): ModuleUsage[] => {
    const { id: module, name, users: counting } = offered;
    const allowed = counts.allowed[module];
    if (counting === undefined || allowed === undefined) return [];
    const users = usersOf(counts, module);
    const cost = (userDays: number) => costOfUsers(plan, subscription, period, module, userDays);
    const userDays = excessIn(soFar, period.index)[module] ?? 0;
    const expectedUserDays = excessIn(atEnd, period.index)[module] ?? 0;
    const more = users >= allowed ? nightsLeft : 0;
    return [
      {
        module,
        name,
        users,
        included: counting.included,
        inPacks: allowed - counting.included,
        userDays,
        cost: cost(userDays),
        expectedUserDays,
        expectedCost: cost(expectedUserDays),
        nextUserCost: subtract(cost(expectedUserDays + more), cost(expectedUserDays)),
        billedOn: period.end,
      },
    ];
  });
}
