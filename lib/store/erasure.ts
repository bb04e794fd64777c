import type { Actor } from '../domain/actor.ts';
import { deactivateMember } from '../domain/credit/decide-members.ts';
import type { Instant } from '../domain/dates.ts';
import { type AccountId, memberOfUser, type UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { listInvitationsOf, loadInvitation, withdrawInvitation } from './invitations.ts';
import { keys } from './keys.ts';
import { loadMember, type Member, replaceMember } from './members.ts';
import { listMemberships } from './memberships.ts';
import { freeLicences } from './seats.ts';
import type { Write } from './table.ts';
import { blankTicketsOf } from './tickets-erasure.ts';
import { forgetSessions, loadUser, releaseEmail, replaceUser, type User } from './users.ts';

const AT_ONCE = 25;

/**
 * Erases a person: identity gone, money records kept, members they were made former ones without a name, what they
 * wrote to support blank.
 *
 * Shape:  marks the person first, so that nothing new is given to them meanwhile; can be run again when it was cut short.
 * Errors: `user.not-found`; `user.owns-account` while an account would be left without an owner.
 * Source: A11.
 */
export async function erasePerson(id: UserId, actor: Actor, moment: Moment): Promise<void> {
  await refuseOwner(id);
  await mark(id, true);
  try {
    await refuseOwner(id);
  } catch (error) {
    await mark(id, false);
    throw error;
  }
  await leaveAccounts(id, actor, moment);
  await blankTicketsOf(id);
  await forgetSessions(id);
  await eraseUser(id, actor, moment);
}

async function refuseOwner(id: UserId): Promise<void> {
  for await (const member of membersOf(id)) {
    if (member.role === 'owner') throw new Refused('user.owns-account', { extra: { account: member.account } });
  }
}

async function* membersOf(id: UserId): AsyncGenerator<Member> {
  let page = await listMemberships(id, AT_ONCE);
  for (;;) {
    for (const { member } of page.memberships) yield member;
    if (page.last === undefined) return;
    page = await listMemberships(id, AT_ONCE, page.last);
  }
}

async function mark(id: UserId, erasing: boolean): Promise<void> {
  await decideAndCommit(async () => {
    const user = await userToErase(id);
    const after = { ...user, erasing: erasing || undefined };
    return { writes: [replaceUser(user, after)], result: undefined };
  });
}

async function userToErase(id: UserId): Promise<User & { readonly email: string }> {
  const user = await loadUser(id);
  if (user?.email === undefined) throw new Refused('user.not-found');
  return { ...user, email: user.email };
}

async function leaveAccounts(id: UserId, actor: Actor, moment: Moment): Promise<void> {
  const accounts: AccountId[] = [];
  for await (const { account } of membersOf(id)) accounts.push(account);
  for (const account of accounts) await leaveAccount(account, id, actor, moment);
}

async function leaveAccount(account: AccountId, user: UserId, actor: Actor, moment: Moment): Promise<void> {
  await commitCreditChange(account, moment, async (head) => {
    const member = await loadMember(account, memberOfUser(user));
    if (member === undefined) return { head, entries: [], result: undefined };
    const { memberCredit, ...change } = member.active
      ? deactivateMember(head, member.credit)
      : { head, entries: [], memberCredit: member.credit };
    const freed = await freeLicences(account, member.licences, { member: member.id });
    const writes = [...erasureWrites(member, memberCredit, actor, moment.now), ...freed];
    return { ...change, writes, members: [{ before: member }], result: undefined };
  });
}

function erasureWrites(member: Member, credit: Member['credit'], actor: Actor, now: string): Write[] {
  const { version: _version, externalId: _externalId, ...kept } = member;
  const after = { ...kept, name: '', email: '', active: false, former: true, licences: {}, credit };
  const fact = recordFact({
    account: member.account,
    action: 'member.erased',
    actor,
    subject: member.id,
    before: { active: member.active, former: member.former },
    after: { active: false, former: true },
    at: now,
  });
  const membership: Write = {
    label: 'membership',
    Delete: { Key: keys.membership(member.user, member.account) },
  };
  return [replaceMember(member, after), membership, fact];
}

async function eraseUser(id: UserId, actor: Actor, moment: Moment): Promise<void> {
  const { email } = await userToErase(id);
  await withdrawInvitations(email, actor, moment.now);
  await decideAndCommit(async () => {
    const user = await userToErase(id);
    const { locale, passwordVersion, sessionEpoch, createdAt } = user;
    const after = { id, name: '', locale, passwordVersion, sessionEpoch: sessionEpoch + 1, createdAt };
    return { writes: [replaceUser(user, after), releaseEmail(user.email)], result: undefined };
  });
}

async function withdrawInvitations(email: string, actor: Actor, now: Instant): Promise<void> {
  for (const { account, id } of await listInvitationsOf(email, now)) {
    await decideAndCommit(async () => {
      const invitation = await loadInvitation(account, id, now);
      const writes = invitation?.state === 'pending' ? await withdrawInvitation(invitation, actor, now) : [];
      return { writes, result: undefined };
    });
  }
}
