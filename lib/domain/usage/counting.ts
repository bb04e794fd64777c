import type { Meter, TermPlan } from '../catalogue.ts';
import { addDays, type PlainDate } from '../dates.ts';
import { stateOn } from '../licences/last-use.ts';
import { nextPeriod, type Period } from '../licences/period.ts';
import { packsAfter, planAfter, type Subscription, type SubscriptionState } from '../licences/subscription.ts';
import { allowanceOf } from '../packs/allowances.ts';

/** How much of a meter an account may use, and what it is counted for. (U3) */
export interface MeterAllowance {
  readonly meter: Meter;
  /** What comes with the plan. */
  readonly included: number;
  readonly inPacks: number;
  /** What comes with the plan and with packs; 0 while the subscription cannot be used. */
  readonly allowance: number;
  /** What one count is kept for: a period by its first day, the trial, or for good. */
  readonly countedFor: PlainDate | 'trial' | 'good';
  /** Last day of that; undefined where there is none. */
  readonly until: PlainDate | undefined;
}

export interface Counting {
  readonly state: SubscriptionState;
  readonly meters: readonly MeterAllowance[];
}

/**
 * What an account may use of each meter of its plan on a date.
 *
 * Shape:  a roll-over that is late is counted in: the period is the one the date is in, with the plan and the packs it will
 *         have, so that nobody waits for more and nobody uses what has ended.
 * Units:  as each meter counts.
 * Errors: none.
 * Source: U1, U3, M4.
 */
export function countingOn(subscription: Subscription, planOf: (id: string) => TermPlan, today: PlainDate): Counting {
  const state = stateOn(subscription, today);
  const period = periodOn(subscription, state, today);
  const isLate = period !== subscription.period;
  const plan = planOf(isLate ? planAfter(subscription) : subscription.plan);
  const packs = isLate ? packsAfter(subscription) : subscription.packs;
  const holding = { state, term: subscription.term, modules: subscription.modules, packs };
  const end = period?.end ?? subscription.trialEnds;
  const meters = plan.meters.map((meter) => {
    const allowance = allowanceOf(plan, holding, meter);
    const included = allowanceOf(plan, { ...holding, packs: [] }, meter);
    const isHeld = meter.kind === 'held';
    return {
      meter,
      allowance,
      included,
      inPacks: allowance - included,
      countedFor: isHeld ? ('good' as const) : (period?.start ?? ('trial' as const)),
      until: isHeld || end === undefined ? undefined : addDays(end, -1),
    };
  });
  return { state, meters };
}

function periodOn(subscription: Subscription, state: SubscriptionState, today: PlainDate): Period | undefined {
  const { anchor, term } = subscription;
  let { period } = subscription;
  if (state === 'ended' || state === 'suspended' || anchor === undefined || term === undefined) return period;
  while (period !== undefined && period.end <= today) period = nextPeriod(anchor, term, period);
  return period;
}
