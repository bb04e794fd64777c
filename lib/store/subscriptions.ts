import * as z from 'zod';
import type { PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import type { PaymentMethod } from '../domain/invoices/invoice.ts';
import type { Period } from '../domain/licences/period.ts';
import {
  dueOn,
  type ScheduledChange,
  type SubscribedPack,
  type Subscription,
  type SubscriptionState,
  type UnpaidRenewal,
} from '../domain/licences/subscription.ts';
import { Refused } from '../domain/refusal.ts';
import { dueKeys, keys } from './keys.ts';
import { get, type Item, putOnce, type Write } from './table.ts';

const subscriptionItem = z.object({
  account: z.custom<AccountId>(),
  plan: z.string(),
  state: z.custom<SubscriptionState>(),
  term: z.union([z.literal(1), z.literal(12)]).optional(),
  anchor: z.custom<PlainDate>().optional(),
  period: z.custom<Period>().optional(),
  trialEnds: z.custom<PlainDate>().optional(),
  renews: z.boolean(),
  modules: z.array(z.string()),
  packs: z.array(z.custom<SubscribedPack>()).default([]),
  scheduled: z.array(z.custom<ScheduledChange>()),
  unpaid: z.custom<UnpaidRenewal>().optional(),
  paymentMethod: z.custom<PaymentMethod>().default('card'),
  version: z.number(),
});

/** A subscription lies in the index of due dates by the day on which the roll-over has to look at it next. */
function toItem(subscription: Subscription): Item {
  const key = keys.subscription(subscription.account);
  const due = dueOn(subscription);
  return { ...key, type: 'subscription', v: 1, ...(due === undefined ? {} : dueKeys(due, key)), ...subscription };
}

export function subscriptionFromItem(item: Item): Subscription {
  const { term, anchor, period, trialEnds, unpaid, ...same } = subscriptionItem.parse(item);
  return { ...same, term, anchor, period, trialEnds, unpaid };
}

export function putNewSubscription(subscription: Subscription): Write {
  return putOnce('subscription', toItem(subscription));
}

/** Replaces a subscription as it was read; fails with the label `subscription` when it changed since. */
export function replaceSubscription(before: Subscription, after: Subscription): Write {
  return { label: 'subscription', Put: { Item: toItem(after), ...asRead(before) } };
}

/** The subscription must still be the one that was read: for what is decided by it and leaves it as it is. */
export function subscriptionStays(before: Subscription): Write {
  return { label: 'subscription', ConditionCheck: { Key: keys.subscription(before.account), ...asRead(before) } };
}

function asRead({ version }: Subscription) {
  return {
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':seen': version },
  };
}

export async function loadSubscription(account: AccountId): Promise<Subscription | undefined> {
  const item = await get(keys.subscription(account));
  return item === undefined ? undefined : subscriptionFromItem(item);
}

/** Errors: `subscription.none` for an account that is paid from credit. */
export async function requireSubscription(account: AccountId): Promise<Subscription> {
  const subscription = await loadSubscription(account);
  if (subscription === undefined) throw new Refused('subscription.none');
  return subscription;
}
