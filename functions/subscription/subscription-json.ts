import type * as z from 'zod';
import type { getSubscription } from '../../lib/contract/subscription.ts';
import { addDays } from '../../lib/domain/dates.ts';
import {
  type ScheduledChange,
  SUSPENSION_DAY,
  type SubscribedPack,
  type Subscription,
} from '../../lib/domain/licences/subscription.ts';

type SubscriptionJson = z.input<typeof getSubscription.response.schema>;

export function subscriptionJson(subscription: Subscription): SubscriptionJson {
  const { period, trialEnds, unpaid } = subscription;
  return {
    account: subscription.account,
    plan: subscription.plan,
    state: subscription.state,
    term: subscription.term ?? null,
    period: period === undefined ? null : { start: period.start, end: period.end },
    paid_through: paidThrough(subscription),
    trial_ends: trialEnds ?? null,
    renews: subscription.renews,
    modules: [...subscription.modules],
    packs: subscription.packs.map(subscribedPackJson),
    scheduled: subscription.scheduled.map((change) => scheduledJson(change, subscription)),
    unpaid:
      unpaid === undefined
        ? null
        : { order: unpaid.order, since: unpaid.since, suspended_on: addDays(unpaid.since, SUSPENSION_DAY) },
  };
}

export function subscribedPackJson({ pack, module, quantity }: SubscribedPack): SubscriptionJson['packs'][number] {
  return { pack, module: module ?? null, quantity };
}

function paidThrough({ state, period, trialEnds }: Subscription): string | null {
  if (state === 'trial' && trialEnds !== undefined) return addDays(trialEnds, -1);
  return period === undefined ? null : addDays(period.end, -1);
}

export function scheduledJson(
  change: ScheduledChange,
  { period }: Subscription,
): SubscriptionJson['scheduled'][number] {
  return {
    id: change.id as `chg_${string}`,
    kind: change.kind,
    plan: change.kind === 'plan' ? change.plan : null,
    module: change.kind === 'plan' ? null : (change.module ?? null),
    pack: change.kind === 'remove-pack' ? change.pack : null,
    quantity: change.kind === 'remove-pack' ? change.quantity : null,
    effective_on: period?.end ?? '',
  };
}
