import * as contract from '../../lib/contract/members.ts';
import { requireStrongPassword } from '../../lib/domain/accounts/password-policy.ts';
import { type HeldLicences, mayBeActive } from '../../lib/domain/accounts/seats.ts';
import { type Catalogue, type PrepaidPlan, requirePlan } from '../../lib/domain/catalogue.ts';
import type { CreditChange, CreditHead } from '../../lib/domain/credit/credit-head.ts';
import { type MemberId, memberOfUser } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { hashPassword } from '../../lib/runtime/password.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { activityAfter } from '../../lib/store/assignments.ts';
import { type CreditDecision, commitCreditChange } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { closeInvitation, type Invitation } from '../../lib/store/invitations.ts';
import { join, joinIfPaid } from '../../lib/store/joining.ts';
import { findLink } from '../../lib/store/links.ts';
import { loadMember, type Member, putNewMember, replaceMember } from '../../lib/store/members.ts';
import { findOrMakePerson, type Person } from '../../lib/store/people.ts';
import { freeLicences, handLicences, type SeatChange, takeWhatIsFree } from '../../lib/store/seats.ts';
import type { Write } from '../../lib/store/table.ts';
import { putNewUser, replaceUser } from '../../lib/store/users.ts';
import { memberJson } from './member-json.ts';

type AcceptRequest = Request<typeof contract.acceptInvitation>;

/** Name and password of a person who has no login yet. */
interface Credentials {
  readonly name: string;
  readonly passwordHash: string;
}

/** Two clicks at once have one effect: whoever comes second finds the invitation accepted. (A6) */
export const acceptInvitation = route(contract.acceptInvitation, async (request) => {
  const { body, now, catalogue } = request;
  const { invitation } = await findLink(body.token, 'invitation', now);
  const account = await requireAccount(invitation.account);
  const credentials = await credentialsFor(invitation, account, request);
  const member = await commitCreditChange<Member>(account.id, request, async (head, plan) => {
    const { invitation: pending } = await findLink(body.token, 'invitation', now);
    return accept(pending, credentials, head, plan, request);
  });
  return {
    body: {
      account: { id: account.id, organisation: account.organisation },
      member: memberJson(member),
      inactive_because: member.active ? null : whyInactive(account, catalogue),
      sign_in_url: `${environment().BASE_URL}/sign-in`,
      service_url: catalogue.service.url,
    },
  };
});

function whyInactive({ plan }: Account, catalogue: Catalogue): 'member.needs-licence' | 'credit.insufficient' {
  return requirePlan(catalogue, plan).kind === 'term' ? 'member.needs-licence' : 'credit.insufficient';
}

/** The password is hashed before anything is decided, and only where it is needed. */
async function credentialsFor(
  { email = '', locale }: Invitation,
  { organisation }: Account,
  { body, now }: AcceptRequest,
): Promise<Credentials | undefined> {
  const { user } = await findOrMakePerson({ email, locale, now });
  if (user.passwordHash !== undefined) return undefined;
  const { name, password } = body;
  if (name === undefined || password === undefined) throw passwordNeeded(body);
  requireStrongPassword(password, { email, organisation });
  return { name, passwordHash: await hashPassword(password) };
}

function passwordNeeded(body: AcceptRequest['body']): Refused {
  const missing = (['name', 'password'] as const).filter((field) => body[field] === undefined);
  const errors = missing.map((field) => ({ pointer: `/${field}`, detail: 'is needed' }));
  return new Refused('invitation.password-needed', { errors });
}

async function accept(
  invitation: Invitation,
  credentials: Credentials | undefined,
  head: CreditHead,
  plan: PrepaidPlan,
  request: AcceptRequest,
): Promise<CreditChange & { writes: Write[]; result: Member }> {
  const { now } = request;
  const { account, email = '', locale } = invitation;
  const person = withLogin(await findOrMakePerson({ email, locale, now }), credentials);
  const there = await loadMember(account, memberOfUser(person.user.id));
  const { member, writes, ...change } =
    there === undefined
      ? await comeIn(invitation, person, head, plan, request)
      : await stayIn(invitation, there, head, plan, request);
  const closing = [
    ...closeInvitation(invitation, { state: 'accepted', member: member.id }, now),
    ...person.writes,
    ...writes,
    acceptanceFact(invitation, member, now),
  ];
  return { ...change, writes: closing, result: member };
}

interface Acceptance extends CreditChange {
  readonly member: Member;
  readonly members: NonNullable<CreditDecision<Member>['members']>;
  readonly writes: readonly Write[];
}

/** Becomes a member, active where the credit covers the day, or with a licence where the plan has them. */
async function comeIn(
  invitation: Invitation,
  { user }: Person,
  head: CreditHead,
  plan: PrepaidPlan,
  { now, today, catalogue }: AcceptRequest,
): Promise<Acceptance> {
  const { account, role, profileModules } = invitation;
  const seats = await offeredSeats(invitation, memberOfUser(user.id), {});
  const { licences } = seats;
  const joining = { account, user, name: user.name, role, profileModules, licences, now, today };
  const offer = requirePlan(catalogue, head.plan);
  const { member, ...change } =
    offer.kind === 'term'
      ? await join({ ...joining, active: mayBeActive(offer, role, licences) }, head, plan)
      : await joinIfPaid(joining, head, plan);
  return { ...change, member, members: [{ after: member }], writes: [...putNewMember(member), ...seats.writes] };
}

/** Who is a member already gets the licences they have none of; a former one none at all. */
async function stayIn(
  invitation: Invitation,
  there: Member,
  head: CreditHead,
  plan: PrepaidPlan,
  { today }: AcceptRequest,
): Promise<Acceptance> {
  const { account, id } = invitation;
  if (there.former) {
    const writes = await freeLicences(account, invitation.licences, { invitation: id });
    return { head, entries: [], member: there, members: [], writes };
  }
  const seats = await offeredSeats(invitation, there.id, there.licences);
  if (seats.writes.length === 0) return { head, entries: [], member: there, members: [], writes: [] };
  const licences = { ...there.licences, ...seats.licences };
  const active = there.active || Object.keys(seats.licences).length > 0;
  const { memberCredit, ...change } = activityAfter(head, plan, there, active, today);
  const after = { ...there, licences, active, credit: memberCredit };
  const member = { ...after, version: there.version + 1 };
  const members = [{ before: there, after: member }];
  return { ...change, member, members, writes: [replaceMember(there, after), ...seats.writes] };
}

/** Hands over what is reserved and still wanted. What was freed meanwhile is taken again where there is one. */
async function offeredSeats(
  { account, id, licences, licenceTypes }: Invitation,
  member: MemberId,
  held: HeldLicences,
): Promise<SeatChange> {
  const spare = Object.fromEntries(Object.entries(licences).filter(([type]) => held[type] !== undefined));
  const wanted = Object.fromEntries(Object.entries(licences).filter(([type]) => held[type] === undefined));
  const freed = await freeLicences(account, spare, { invitation: id });
  const handed = await handLicences(account, wanted, { invitation: id }, { member });
  const lost = licenceTypes.filter((type) => held[type] === undefined && handed.licences[type] === undefined);
  const taken = await takeWhatIsFree(account, lost, { member });
  return {
    licences: { ...handed.licences, ...taken.licences },
    writes: [...freed, ...handed.writes, ...taken.writes],
  };
}

/** A new person, or one who was added and never set a password, gets the login they chose. */
function withLogin(person: Person, credentials: Credentials | undefined): Person {
  const { user, isNew } = person;
  if (user.passwordHash !== undefined) return person;
  if (credentials === undefined) throw new Refused('invitation.password-needed');
  const after = { ...user, ...credentials, passwordVersion: user.passwordVersion + 1 };
  return isNew
    ? { user: after, isNew, writes: putNewUser(after) }
    : { user: after, isNew, writes: [replaceUser(user, after)] };
}

function acceptanceFact({ account, id }: Invitation, member: Member, at: string): Write {
  const { role, active } = member;
  return recordFact({
    account,
    action: 'invitation.accepted',
    actor: { kind: 'user', id: member.user },
    subject: id,
    before: { state: 'pending' },
    after: { state: 'accepted', member: member.id, role, active },
    at,
  });
}
