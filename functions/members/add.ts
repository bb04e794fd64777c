import * as contract from '../../lib/contract/members.ts';
import { mayBeActive, requireOfferedTypes } from '../../lib/domain/accounts/seats.ts';
import { type MemberId, memberOfUser } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { warnOfDiscount } from '../../lib/store/customers.ts';
import { recordFact } from '../../lib/store/history.ts';
import { licencesFact } from '../../lib/store/invitation-mails.ts';
import { closeInvitation, findInvitation, type Invitation } from '../../lib/store/invitations.ts';
import { join } from '../../lib/store/joining.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { loadMember, type Member, putNewMember } from '../../lib/store/members.ts';
import { findOrMakePerson, type Person } from '../../lib/store/people.ts';
import { handLicences, type SeatChange, takeLicences } from '../../lib/store/seats.ts';
import type { Write } from '../../lib/store/table.ts';
import { memberJson, modulesOf, planOfAccount } from './member-json.ts';

type AddRequest = Request<typeof contract.addMember>;

/** What a known person's login says of them stays out of the answer, so that it does not tell whether they have one. (R3) */
export const addMember = route(contract.addMember, async (request) => {
  const { path, body, now, today } = request;
  const account = await requireAccount(path.account);
  if (body.role !== 'member') await warnOfDiscount(account, body.ends_discount);
  const offer = await planOfAccount(account, request.catalogue);
  const profileModules = body.profile === null ? undefined : modulesOf(body.profile, offer);
  const types = requireOfferedTypes(offer.kind === 'term' ? offer : undefined, body.licences);
  const member = await commitCreditChange<Member>(account.id, request, async (head, plan) => {
    const person = await personToAdd(request, account);
    const invitation = await findInvitation(account.id, person.user.email, now);
    const seats = await seatsFor(memberOfUser(person.user.id), types, account, invitation);
    const { role, name = '', external_id: externalId } = body;
    const { licences } = seats;
    const active = body.active && (offer.kind === 'prepaid' || mayBeActive(offer, role, licences));
    const who = { account: account.id, user: person.user, name, role, profileModules, externalId };
    const { member: joined, ...change } = await join({ ...who, active, licences, now, today }, head, plan);
    const writes = [...writesFor(request, account, person, joined, invitation), ...seats.writes];
    return { ...change, writes, members: [{ after: joined }], result: joined };
  });
  return { body: memberJson(member), headers: etag(member.version) };
});

/** The licences that are asked for, with those that an invitation of the same person reserves. */
async function seatsFor(
  member: MemberId,
  types: readonly string[],
  { id }: Account,
  invitation: Invitation | undefined,
): Promise<SeatChange> {
  const reserved = invitation?.licences ?? {};
  const handed = invitation && (await handLicences(id, reserved, { invitation: invitation.id }, { member }));
  const missing = types.filter((type) => handed?.licences[type] === undefined);
  const taken = await takeLicences(id, missing, { member });
  return {
    licences: { ...handed?.licences, ...taken.licences },
    writes: [...(handed?.writes ?? []), ...taken.writes],
  };
}

async function personToAdd({ body, now }: AddRequest, account: Account): Promise<Person> {
  const person = await findOrMakePerson({ email: body.email, name: body.name, locale: account.locale, now });
  const there = person.isNew ? undefined : await loadMember(account.id, memberOfUser(person.user.id));
  if (there !== undefined) throw new Refused('member.already-exists', { extra: { member: there.id } });
  return person;
}

function writesFor(
  request: AddRequest,
  account: Account,
  person: Person,
  member: Member,
  invitation: Invitation | undefined,
): Write[] {
  const { actor, now } = request;
  const { role, active } = member;
  const licences = licencesFact(Object.keys(member.licences).sort());
  const fact = recordFact({
    account: account.id,
    action: 'member.added',
    actor,
    subject: member.id,
    after: { role, active, profile: member.profileModules ?? null, ...licences },
    at: now,
  });
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
