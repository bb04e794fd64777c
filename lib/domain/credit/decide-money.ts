import { freeCredit, type PrepaidPlan } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { add, type Money, money, multiply } from '../money.ts';
import { Refused } from '../refusal.ts';
import { type CreditChange, type CreditEntry, type CreditHead, enabledAddOns } from './credit-head.ts';
import { cannotPay, charge } from './decide-members.ts';
import { dayCharge, dayShare, PLAN } from './rate.ts';

/**
 * Activates the service: grants the free credit and charges the current day for everyone active.
 *
 * Errors: `account.already-active`: the free credit is granted once per account. `credit.insufficient` when it does not
 *         cover the day.
 * Source: A4, P7, P3.
 */
export function activateAccount(head: CreditHead, plan: PrepaidPlan, today: PlainDate): CreditChange {
  if (head.status !== 'not-activated') throw new Refused('account.already-active');
  const active: CreditHead = { ...head, status: 'active', chargedThrough: today, version: head.version + 1 };
  const granted = freeCredit(plan);
  const free =
    granted.minor === 0 ? { head: active, entries: [] } : moveIn(active, today, granted, { kind: 'free-credit' });
  return then(free, (current) => chargeDay(current, plan, today, 'activation'));
}

/**
 * Puts money into the credit, resumes a suspended account when that covers the day, and re-arms the notices.
 *
 * Shape:  the head must be settled through `today`.
 * Errors: RangeError for an amount that is not above zero: a caller's bug.
 * Source: P4, P8, P9.
 */
export function topUp(
  head: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
  amount: Money,
  facts: Pick<CreditEntry, 'kind' | 'order' | 'payment' | 'reason'>,
): CreditChange {
  if (amount.minor <= 0) throw new RangeError('a top-up is above zero');
  const rearmed: CreditHead = {
    ...head,
    version: head.version + 1,
    told: 0,
    bought: head.bought || facts.kind === 'purchase',
  };
  return then(moveIn(rearmed, today, amount, facts), (current) => resume(current, plan, today));
}

/**
 * Corrects the credit by hand.
 *
 * Units:  positive adds, negative takes away.
 * Errors: `credit.below-zero` when more is to be taken than is there.
 * Source: P10, P4.
 */
export function adjust(
  head: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
  amount: Money,
  reason: string,
): CreditChange {
  if (amount.minor > 0) return topUp(head, plan, today, amount, { kind: 'adjustment', reason });
  if (head.balance.minor + amount.minor < 0) {
    throw new Refused('credit.below-zero', { values: { balance: head.balance } });
  }
  return moveIn({ ...head, version: head.version + 1 }, today, amount, { kind: 'adjustment', reason });
}

/**
 * Takes back credit that was sold, because its invoice is corrected.
 *
 * Errors: `credit.below-zero` when it was used already.
 * Source: T1, P4.
 */
export function takeBackCredit(head: CreditHead, today: PlainDate, amount: Money, order: string): CreditChange {
  if (head.balance.minor < amount.minor) {
    throw new Refused('credit.below-zero', { values: { balance: head.balance } });
  }
  const taken = money(-amount.minor, amount.currency);
  return moveIn({ ...head, version: head.version + 1 }, today, taken, { kind: 'credit-note', order });
}

/** A suspended account goes on as soon as its balance covers a day; that day is charged at once. */
function resume(head: CreditHead, plan: PrepaidPlan, today: PlainDate): CreditChange {
  if (head.status !== 'suspended' || dayCharge(head, plan, today).minor > head.balance.minor)
    return { head, entries: [] };
  const active: CreditHead = { ...head, status: 'active', suspendedFrom: undefined, chargedThrough: today };
  return chargeDay(active, plan, today, 'resumption');
}

function chargeDay(
  head: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
  kind: 'activation' | 'resumption',
): CreditChange {
  const users = head.activeUsers;
  const cost = dayCharge(head, plan, today);
  if (cost.minor > head.balance.minor) throw cannotPay(head, cost);
  if (cost.minor === 0) return { head, entries: [] };
  const components = [PLAN, ...enabledAddOns(head)].map((component) => ({
    component,
    users,
    amount: multiply(dayShare(plan, component, today), users),
  }));
  return charge(head, today, cost, { kind, users, components });
}

function moveIn(
  head: CreditHead,
  today: PlainDate,
  amount: Money,
  facts: Pick<CreditEntry, 'kind' | 'order' | 'payment' | 'reason'>,
): CreditChange {
  const balance = add(head.balance, amount);
  const entry: CreditEntry = { number: head.entries + 1, on: today, amount, balanceAfter: balance, ...facts };
  return { head: { ...head, balance, entries: entry.number }, entries: [entry] };
}

/** One change after another, their entries in order. */
function then(first: CreditChange, next: (head: CreditHead) => CreditChange): CreditChange {
  const second = next(first.head);
  return { head: second.head, entries: [...first.entries, ...second.entries] };
}
