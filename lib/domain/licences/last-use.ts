import { addDays, type PlainDate } from '../dates.ts';
import type { Subscription, SubscriptionState } from './subscription.ts';

/** Last date of use if nothing changes; undefined where it renews, or nothing was bought. Source: L9, L12. */
export function lastOfUse({ state, trialEnds, period, renews }: Subscription): PlainDate | undefined {
  const end = state === 'trial' ? trialEnds : period?.end;
  const goesOn = renews && state !== 'trial' && state !== 'cancelling' && state !== 'ended';
  return end === undefined || goesOn ? undefined : addDays(end, -1);
}

/** Where a subscription stands on a date, when a roll-over that is late is counted in. Source: L9, L12. */
export function stateOn(subscription: Subscription, today: PlainDate): SubscriptionState {
  const last = lastOfUse(subscription);
  return last !== undefined && last < today ? 'ended' : subscription.state;
}
