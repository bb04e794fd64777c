import { mayBeActive } from '../domain/accounts/seats.ts';
import type { Actor } from '../domain/actor.ts';
import type { PrepaidPlan, TermPlan } from '../domain/catalogue.ts';
import type { CreditHead } from '../domain/credit/credit-head.ts';
import { activateMember, deactivateMember, type MemberChange } from '../domain/credit/decide-members.ts';
import type { PlainDate } from '../domain/dates.ts';
import type { AccountId, InvitationId, LicenceId, MemberId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { decideAndCommit } from './commit.ts';
import { type CreditDecision, commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { freeReserved, loadInvitation, replaceInvitation } from './invitations.ts';
import { type Member, replaceMember, requireMember } from './members.ts';
import { freeLicences, requireTermPlan, takeLicences } from './seats.ts';
import type { Write } from './table.ts';

/** Whose licence of which type, and who changes it. */
interface Assignment {
  readonly account: AccountId;
  readonly member: MemberId;
  readonly type: string;
  readonly actor: Actor;
}

/**
 * Gives a member a free licence of a type and makes them active.
 *
 * Shape:  one transaction of pool, licence, member and history; a member who has one of the type keeps it as it is.
 * Errors: `licence.none-free`; `licence.not-in-plan`; `licence.unknown-type`; `member.not-found`; `member.former`.
 * Source: L1, L3, L11.
 */
export function commitAssignment(assignment: Assignment, moment: Moment): Promise<Member> {
  const { account, type } = assignment;
  return commitCreditChange<Member>(account, moment, async (head, plan) => {
    const [offer, before] = await Promise.all([
      requireTermPlan(account, moment.catalogue),
      requireMember(account, assignment.member),
    ]);
    if (before.former) throw new Refused('member.former');
    if (before.licences[type] !== undefined) return { head, entries: [], result: before };
    if (requireKnown(offer, type).retired) throw unknownType(type);
    const taken = await takeLicences(account, [type], { member: before.id });
    const { memberCredit, ...change } = activityAfter(head, plan, before, true, moment.today);
    const licences = { ...before.licences, ...taken.licences };
    const after = { ...before, licences, active: true, credit: memberCredit };
    const fact = assignmentFact(assignment, before, after, moment);
    return decided(change, [...taken.writes, replaceMember(before, after), fact], before, after);
  });
}

/**
 * Takes a member's licence of a type back; it is free at once.
 *
 * Shape:  with the last one the member becomes inactive, unless they own the account; one who has none is left as is.
 * Errors: `licence.not-in-plan`; `licence.unknown-type`; `member.not-found`.
 * Source: L8, L11.
 */
export function commitUnassignment(assignment: Assignment, moment: Moment): Promise<Member> {
  const { account, type } = assignment;
  return commitCreditChange<Member>(account, moment, async (head, plan) => {
    const [offer, before] = await Promise.all([
      requireTermPlan(account, moment.catalogue),
      requireMember(account, assignment.member),
    ]);
    const { [type]: held, ...licences } = before.licences;
    if (held === undefined) {
      requireKnown(offer, type);
      return { head, entries: [], result: before };
    }
    const freed = await freeLicences(account, { [type]: held }, { member: before.id });
    const active = before.active && mayBeActive(offer, before.role, licences);
    const { memberCredit, ...change } = activityAfter(head, plan, before, active, moment.today);
    const after = { ...before, licences, active, credit: memberCredit };
    const fact = assignmentFact(assignment, before, after, moment);
    return decided(change, [...freed, replaceMember(before, after), fact], before, after);
  });
}

/** What becoming active or inactive does to the account's credit; nothing where it stays as it is. */
export function activityAfter(
  head: CreditHead,
  plan: PrepaidPlan,
  before: Pick<Member, 'id' | 'active' | 'credit'>,
  active: boolean,
  today: PlainDate,
): MemberChange {
  if (before.active === active) return { head, entries: [], memberCredit: before.credit };
  return active ? activateMember(head, before.credit, plan, today, before.id) : deactivateMember(head, before.credit);
}

function decided(
  change: Pick<MemberChange, 'head' | 'entries'>,
  writes: readonly Write[],
  before: Member,
  after: Member,
): CreditDecision<Member> {
  return { ...change, writes, members: [{ before, after }], result: { ...after, version: after.version + 1 } };
}

function requireKnown(plan: TermPlan, type: string) {
  const offered = plan.licenceTypes.find(({ id }) => id === type);
  if (offered === undefined) throw unknownType(type);
  return offered;
}

function unknownType(type: string): Refused {
  const errors = [{ pointer: '/path/type', detail: 'is not a licence on offer' }];
  return new Refused('licence.unknown-type', { values: { type }, errors });
}

function assignmentFact({ account, type, actor }: Assignment, before: Member, after: Member, { now }: Moment): Write {
  const given = after.licences[type] !== undefined;
  const licence = (given ? after : before).licences[type] as LicenceId;
  const stateOf = ({ id, licences, active }: Member) => ({ member: licences[type] === undefined ? null : id, active });
  return recordFact({
    account,
    action: given ? 'licence.assigned' : 'licence.unassigned',
    actor,
    subject: licence,
    before: { type, ...stateOf(before) },
    after: { type, ...stateOf(after) },
    at: now,
  });
}

const ROLL_OVER: Actor = { kind: 'system', id: 'rollover' };

/**
 * Frees the licences of an invitation that has expired. It stays pending, so that sending it again reserves them again.
 *
 * Shape:  leaves one alone that was sent again, or is no longer pending; can be run again without changing anything.
 * Source: L2.
 */
export function releaseExpiredInvitation(
  account: AccountId,
  id: InvitationId,
  { now }: Pick<Moment, 'now'>,
): Promise<'released' | 'not-due'> {
  return decideAndCommit<'released' | 'not-due'>(async () => {
    const before = await loadInvitation(account, id, now);
    const reserved = Object.keys(before?.licences ?? {});
    if (before?.state !== 'pending' || before.expiresAt > now || reserved.length === 0)
      return { writes: [], result: 'not-due' };
    const { releaseOn: _releaseOn, ...rest } = before;
    const fact = recordFact({
      account,
      action: 'invitation.expired',
      actor: ROLL_OVER,
      subject: id,
      before: { licences: reserved },
      after: { licences: [] },
      at: now,
    });
    const writes = [replaceInvitation(before, { ...rest, licences: {} }), ...(await freeReserved(before)), fact];
    return { writes, result: 'released' };
  });
}
