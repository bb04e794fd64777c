import type { PrepaidPlan } from '../catalogue.ts';
import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import type { CreditHead } from './credit-head.ts';
import { activateAccount } from './decide-money.ts';
import { expiresOn } from './expiry.ts';

/** Before activation, "how long does it last" can only mean: once the service is active. Source: P6. */
export function asIfActivated(head: CreditHead, plan: PrepaidPlan, today: PlainDate): CreditHead {
  return head.status === 'not-activated' ? activateAccount(head, plan, today).head : head;
}

/**
 * Days paid after a change beyond those paid before it.
 *
 * Shape:  below zero when days are lost; undefined when either end is open. A suspended account has none left, so its
 *         days count from today on.
 * Source: P6.
 */
export function daysGained(
  before: CreditHead,
  after: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
): number | undefined {
  const ends = [expiresOn(before, plan), expiresOn(after, plan)] as const;
  if (ends[0] === undefined || ends[1] === undefined) return undefined;
  const resumed = before.status === 'suspended' && after.status === 'active';
  return daysBetween(resumed ? addDays(today, -1) : ends[0], ends[1]);
}
