import type { PrepaidPlan } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { multiply } from '../money.ts';
import { Refused } from '../refusal.ts';
import { type CreditChange, type CreditHead, enabledAddOns } from './credit-head.ts';
import { cannotPay, charge, paidToday } from './decide-members.ts';
import type { MemberCredit } from './member-credit.ts';
import { dayCharge, dayShare } from './rate.ts';

/** Whether the members must be looked at to know who is paid for an add-on today: only after it was switched off today. */
export function needsMembers(head: CreditHead, addOn: string, today: PlainDate): boolean {
  return head.addOns.some(({ id, off }) => id === addOn && off?.on === today);
}

/**
 * Switches an add-on on: charges today's share for every active member who is not paid for it yet.
 *
 * Shape:  the head must be settled through `today`. `activeMembers` is needed only where {@link needsMembers} says so.
 * Units:  one share per unpaid active member, as one entry.
 * Errors: `add-on.unknown`; `account.not-active` before activation; `credit.insufficient`.
 * Source: P1, P3, P4. An add-on that is on already stays on and costs nothing more.
 */
export function enableAddOn(
  head: CreditHead,
  plan: PrepaidPlan,
  addOn: string,
  today: PlainDate,
  activeMembers: readonly MemberCredit[] | undefined,
): CreditChange {
  const offered = plan.addOns.find(({ id }) => id === addOn);
  if (offered === undefined) throw new Refused('add-on.unknown');
  if (enabledAddOns(head).includes(addOn)) return { head, entries: [] };
  if (offered.retired) throw new Refused('add-on.unknown');
  if (head.status === 'not-activated')
    throw new Refused('account.not-active', { links: { activate: `/v1/accounts/${head.account}/activation` } });
  const users = unpaidUsers(head, addOn, today, activeMembers);
  const enabled: CreditHead = {
    ...head,
    version: head.version + 1,
    addOns: [...head.addOns.filter(({ id }) => id !== addOn), { id: addOn }].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  if (head.status === 'suspended') throw cannotPay(head, dayCharge(enabled, plan, today));
  const amount = multiply(dayShare(plan, addOn, today), users);
  if (amount.minor === 0) return { head: enabled, entries: [] };
  return charge(enabled, today, amount, { kind: 'add-on', users, components: [{ component: addOn, users, amount }] });
}

function unpaidUsers(
  head: CreditHead,
  addOn: string,
  today: PlainDate,
  members: readonly MemberCredit[] | undefined,
): number {
  if (!needsMembers(head, addOn, today)) return head.activeUsers;
  if (members === undefined) throw new RangeError(`the members are needed to switch ${addOn} on again on ${today}`);
  return members.filter((credit) => !paidToday(head, credit, addOn, today)).length;
}

/** Switches an add-on off: from the next night on it costs nothing. Nothing of the day is paid back. Source: P3. */
export function disableAddOn(head: CreditHead, plan: PrepaidPlan, addOn: string): CreditChange {
  if (!plan.addOns.some(({ id }) => id === addOn)) throw new Refused('add-on.unknown');
  if (!enabledAddOns(head).includes(addOn)) return { head, entries: [] };
  const version = head.version + 1;
  const others = head.addOns.filter(({ id }) => id !== addOn);
  const off =
    head.status === 'active' && head.chargedThrough !== undefined
      ? [{ id: addOn, off: { on: head.chargedThrough, version } }]
      : [];
  return { head: { ...head, version, addOns: [...others, ...off] }, entries: [] };
}
