import * as contract from '../../lib/contract/members.ts';
import { requireStrongPassword } from '../../lib/domain/accounts/password-policy.ts';
import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { CreditChange, CreditHead } from '../../lib/domain/credit/credit-head.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { hashPassword } from '../../lib/runtime/password.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { closeInvitation, type Invitation } from '../../lib/store/invitations.ts';
import { joinIfPaid } from '../../lib/store/joining.ts';
import { findLink } from '../../lib/store/links.ts';
import { loadMember, type Member, putNewMember } from '../../lib/store/members.ts';
import { findOrMakePerson, type Person } from '../../lib/store/people.ts';
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
      inactive_because: member.active ? null : ('credit.insufficient' as const),
      sign_in_url: `${environment().BASE_URL}/sign-in`,
      service_url: catalogue.service.url,
    },
  };
});

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
  const { now, today } = request;
  const { account, email = '', role, profileModules, locale } = invitation;
  const person = withLogin(await findOrMakePerson({ email, locale, now }), credentials);
  const there = await loadMember(account, memberOfUser(person.user.id));
  const { member, ...change } =
    there === undefined
      ? await joinIfPaid(
          { account, user: person.user, name: person.user.name, role, profileModules, now, today },
          head,
          plan,
        )
      : { head, entries: [], member: there };
  const writes = [
    ...closeInvitation(invitation, { state: 'accepted', member: member.id }, now),
    ...person.writes,
    ...(there === undefined ? putNewMember(member) : []),
    acceptanceFact(invitation, member, now),
  ];
  return { ...change, writes, result: member };
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
