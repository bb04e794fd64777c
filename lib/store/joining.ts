import type { HeldLicences } from '../domain/accounts/seats.ts';
import type { PrepaidPlan } from '../domain/catalogue.ts';
import type { CreditChange, CreditHead } from '../domain/credit/credit-head.ts';
import { activateMember } from '../domain/credit/decide-members.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import { type AccountId, memberOfUser } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { type Member, recallPaid } from './members.ts';
import type { User } from './users.ts';

export interface Joining {
  readonly account: AccountId;
  readonly user: User & { readonly email: string };
  readonly name: string;
  readonly role: Member['role'];
  readonly active: boolean;
  readonly profileModules?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly licences?: HeldLicences;
  readonly now: Instant;
  readonly today: PlainDate;
}

export interface Joined extends CreditChange {
  readonly member: Member;
}

/**
 * A new member of an account, and what joining does to its credit.
 *
 * Errors: `credit.insufficient` for an active one whose day cannot be paid.
 * Source: A7, P3: what was paid for them before they left, on the same date, is not charged again.
 */
export async function join(joining: Joining, head: CreditHead, plan: PrepaidPlan): Promise<Joined> {
  const { account, user, active, today, now } = joining;
  const id = memberOfUser(user.id);
  const paid = await recallPaid(account, id);
  const { memberCredit, ...change } = active
    ? activateMember(head, paid, plan, today, id)
    : { head, entries: [], memberCredit: paid ?? { activeSince: 0 } };
  const member: Member = {
    account,
    id,
    user: user.id,
    email: user.email,
    name: joining.name,
    locale: user.locale,
    role: joining.role,
    active,
    former: false,
    profileModules: joining.profileModules === undefined ? undefined : [...joining.profileModules],
    externalId: joining.externalId,
    credit: memberCredit,
    licences: { ...joining.licences },
    joinedAt: now,
    version: 1,
  };
  return { ...change, member };
}

/** Joins as an active member, or as an inactive one when the credit does not cover the day. (A6, P4) */
export async function joinIfPaid(
  joining: Omit<Joining, 'active'>,
  head: CreditHead,
  plan: PrepaidPlan,
): Promise<Joined> {
  try {
    return await join({ ...joining, active: true }, head, plan);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'credit.insufficient') throw error;
    return join({ ...joining, active: false }, head, plan);
  }
}
