import type { SupportChannel, TermPlan } from '../catalogue.ts';
import { addDays, type PlainDate } from '../dates.ts';
import { lastOfUse, stateOn } from '../licences/last-use.ts';
import { isUsable, type Subscription, type SubscriptionState } from '../licences/subscription.ts';
import { supportOf } from '../packs/allowances.ts';
import { countingOn, type MeterAllowance } from '../usage/counting.ts';
import type { MemberSettings } from './edit-member.ts';
import type { HeldLicences } from './seats.ts';

export type WhyNotOnTerm =
  | 'subscription.none'
  | 'subscription.suspended'
  | 'subscription.ended'
  | 'member.inactive'
  | 'member.former'
  | 'member.no-licence';

export interface TermEntitlements {
  readonly allowed: boolean;
  readonly whyNot: readonly WhyNotOnTerm[];
  readonly state: SubscriptionState;
  /** Of the plan, of the licences held, and of the modules; nothing while not allowed. */
  readonly features: readonly string[];
  /** Modules of the account that the member's profile lets through; none while not allowed. */
  readonly modules: readonly string[];
  /** What the account may use of each meter; none while not allowed. */
  readonly allowances: readonly MeterAllowance[];
  /** Ways of support beside tickets, which everyone can open. */
  readonly support: readonly SupportChannel[];
  /** Last date that is paid, or the last of the trial. */
  readonly paidThrough: PlainDate | undefined;
  /** Last date of use if nothing changes; undefined where it renews, or nothing was bought. */
  readonly expiresOn: PlainDate | undefined;
}

type Holder = Pick<MemberSettings, 'active' | 'former' | 'profileModules'> & { readonly licences: HeldLicences };

/**
 * What a member of an account with licences may use now, and why not.
 *
 * Shape:  a roll-over that is late is counted in where the subscription ends, so that nobody works for longer than is paid.
 * Errors: none.
 * Source: E1, L1, L9, L11, L12, L13, U3, U4.
 */
export function termEntitlementsOf(
  member: Holder,
  subscription: Subscription,
  planOf: (id: string) => TermPlan,
  today: PlainDate,
): TermEntitlements {
  const plan = planOf(subscription.plan);
  const state = stateOn(subscription, today);
  const whyNot = [...reasonsAgainstAccount(state), ...reasonsAgainst(member, plan)];
  const allowed = whyNot.length === 0;
  const { profileModules } = member;
  const modules = subscription.modules.filter((id) => profileModules === undefined || profileModules.includes(id));
  return {
    allowed,
    whyNot,
    state,
    features: allowed ? featuresOf(plan, member.licences, modules) : [],
    modules: allowed ? modules : [],
    allowances: allowed ? countingOn(subscription, planOf, today).meters : [],
    support: supportOf(plan, { ...subscription, state }),
    paidThrough: lastPaid(subscription),
    expiresOn: lastOfUse(subscription),
  };
}

function lastPaid({ state, trialEnds, period, unpaid }: Subscription): PlainDate | undefined {
  const end = state === 'trial' ? trialEnds : (unpaid?.since ?? period?.end);
  return end === undefined ? undefined : addDays(end, -1);
}

function reasonsAgainstAccount(state: SubscriptionState): WhyNotOnTerm[] {
  if (isUsable(state)) return [];
  if (state === 'none') return ['subscription.none'];
  return [state === 'suspended' ? 'subscription.suspended' : 'subscription.ended'];
}

/** Where a plan has no licences, nobody needs one. */
function reasonsAgainst({ active, former, licences }: Holder, { licenceTypes }: TermPlan): WhyNotOnTerm[] {
  if (former) return ['member.former'];
  if (licenceTypes.length > 0 && Object.keys(licences).length === 0) return ['member.no-licence'];
  return active ? [] : ['member.inactive'];
}

function featuresOf(plan: TermPlan, licences: HeldLicences, modules: readonly string[]): string[] {
  const held = plan.licenceTypes.filter(({ id }) => licences[id] !== undefined);
  const switchedOn = plan.modules.filter(({ id }) => modules.includes(id));
  return [...new Set([plan.features, ...[...held, ...switchedOn].map(({ features }) => features)].flat())];
}
