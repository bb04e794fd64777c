import { freeCredit, type PrepaidPlan } from '../catalogue.ts';
import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import { add } from '../money.ts';
import type { CreditHead } from './credit-head.ts';
import { activateAccount } from './decide-money.ts';
import { expiresOn } from './expiry.ts';
import { dayCharge } from './rate.ts';

/**
 * Before activation, "how long does it last" can only mean: once the service is active.
 *
 * Shape:  the head as activation would leave it; as it is when it is active already, or its credit does not cover a day.
 * Source: P6.
 */
export function asIfActivated(head: CreditHead, plan: PrepaidPlan, today: PlainDate): CreditHead {
  if (head.status !== 'not-activated') return head;
  const credit = add(head.balance, freeCredit(plan));
  return dayCharge(head, plan, today).minor > credit.minor ? head : activateAccount(head, plan, today).head;
}

/**
 * Days paid after a change beyond those paid before it.
 *
 * Shape:  below zero when days are lost; undefined when either end is open. Who had no day left is counted from today.
 * Source: P6.
 */
export function daysGained(
  before: CreditHead,
  after: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
): number | undefined {
  const end = expiresOn(after, plan);
  const hadNone = before.status !== 'active' && after.status === 'active';
  const start = hadNone ? addDays(today, -1) : expiresOn(before, plan);
  return start === undefined || end === undefined ? undefined : daysBetween(start, end);
}
