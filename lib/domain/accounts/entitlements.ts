import type { PrepaidPlan } from '../catalogue.ts';
import { type CreditHead, enabledAddOns } from '../credit/credit-head.ts';
import { expiresOn } from '../credit/expiry.ts';
import type { PlainDate } from '../dates.ts';
import type { MemberSettings } from './edit-member.ts';

export type WhyNot = 'account.not-active' | 'account.suspended' | 'member.inactive' | 'member.former';

export interface Entitlements {
  readonly allowed: boolean;
  readonly whyNot: readonly WhyNot[];
  /** What the plan gives; nothing while not allowed. */
  readonly features: readonly string[];
  /** Enabled add-ons that the member's profile lets through; none while not allowed. */
  readonly modules: readonly string[];
  readonly paidThrough: PlainDate | undefined;
  readonly expiresOn: PlainDate | undefined;
  readonly support: readonly ('tickets' | 'e-mail')[];
}

/**
 * What a member may use now, and why not.
 *
 * Shape:  the head must be settled through the current date.
 * Errors: none.
 * Source: E1, A7, A8, P4, P8.
 */
export function entitlementsOf(
  member: Pick<MemberSettings, 'active' | 'former' | 'profileModules'>,
  head: CreditHead,
  plan: PrepaidPlan,
): Entitlements {
  const whyNot = reasonsAgainst(member, head);
  const allowed = whyNot.length === 0;
  const { profileModules } = member;
  const modules = enabledAddOns(head).filter((id) => profileModules === undefined || profileModules.includes(id));
  return {
    allowed,
    whyNot,
    features: allowed ? plan.features : [],
    modules: allowed ? modules : [],
    paidThrough: head.chargedThrough,
    expiresOn: expiresOn(head, plan),
    support: head.bought ? ['tickets', 'e-mail'] : ['tickets'],
  };
}

function reasonsAgainst(member: Pick<MemberSettings, 'active' | 'former'>, head: CreditHead): WhyNot[] {
  const reasons: WhyNot[] = [];
  if (head.status === 'not-activated') reasons.push('account.not-active');
  if (head.status === 'suspended') reasons.push('account.suspended');
  if (member.former) reasons.push('member.former');
  else if (!member.active) reasons.push('member.inactive');
  return reasons;
}
