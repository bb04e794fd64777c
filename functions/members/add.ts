import * as contract from '../../lib/contract/members.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { closeInvitation, findInvitation } from '../../lib/store/invitations.ts';
import { join } from '../../lib/store/joining.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { loadMember, type Member, putNewMember } from '../../lib/store/members.ts';
import { findOrMakePerson, type Person } from '../../lib/store/people.ts';
import type { Write } from '../../lib/store/table.ts';
import { memberJson, modulesOf } from './member-json.ts';

type AddRequest = Request<typeof contract.addMember>;

/** What a known person's login says of them stays out of the answer, so that it does not tell whether they have one. (R3) */
export const addMember = route(contract.addMember, async (request) => {
  const { path, body, now, today } = request;
  const account = await requireAccount(path.account);
  const profileModules = body.profile === null ? undefined : modulesOf(body.profile, request.catalogue, account.plan);
  const member = await commitCreditChange<Member>(account.id, request, async (head, plan) => {
    const person = await personToAdd(request, account);
    const { role, active, name = '', external_id: externalId } = body;
    const joining = {
      account: account.id,
      user: person.user,
      name,
      role,
      active,
      profileModules,
      externalId,
      now,
      today,
    };
    const { member: joined, ...change } = await join(joining, head, plan);
    return { ...change, writes: await writesFor(request, account, person, joined), result: joined };
  });
  return { body: memberJson(member), headers: etag(member.version) };
});

async function personToAdd({ body, now }: AddRequest, account: Account): Promise<Person> {
  const person = await findOrMakePerson({ email: body.email, name: body.name, locale: account.locale, now });
  const there = person.isNew ? undefined : await loadMember(account.id, memberOfUser(person.user.id));
  if (there !== undefined) throw new Refused('member.already-exists', { extra: { member: there.id } });
  return person;
}

async function writesFor(request: AddRequest, account: Account, person: Person, member: Member): Promise<Write[]> {
  const { actor, now } = request;
  const { role, active } = member;
  const fact = recordFact({
    account: account.id,
    action: 'member.added',
    actor,
    subject: member.id,
    after: { role, active, profile: member.profileModules ?? null },
    at: now,
  });
  const invitation = await findInvitation(account.id, member.email, now);
  const fulfilled =
    invitation === undefined ? [] : closeInvitation(invitation, { state: 'accepted', member: member.id }, now);
  return [...person.writes, ...putNewMember(member), fact, ...fulfilled, welcome(account, person, now)];
}

function welcome({ organisation }: Account, { user, isNew }: Person, now: string): Write {
  const to = { email: user.email, locale: user.locale };
  const mail = isNew
    ? ({ template: 'set-password', user: user.id, organisation } as const)
    : ({ template: 'added-to-account', organisation } as const);
  return requestMail(to, mail, now);
}
