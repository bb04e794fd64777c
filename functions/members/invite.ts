import * as contract from '../../lib/contract/members.ts';
import { requireOfferedTypes } from '../../lib/domain/accounts/seats.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { freeIn, noneFree } from '../../lib/domain/licences/licence-pool.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { countWithin, mailsFrom } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { warnOfDiscount } from '../../lib/store/customers.ts';
import { recordFact } from '../../lib/store/history.ts';
import { invitationExpiry, invitationMail, licencesFact, sendAgain } from '../../lib/store/invitation-mails.ts';
import { findInvitation, type Invitation, putNewInvitation } from '../../lib/store/invitations.ts';
import { loadSomePools } from '../../lib/store/licences.ts';
import { loadMember } from '../../lib/store/members.ts';
import { takeLicences } from '../../lib/store/seats.ts';
import type { Write } from '../../lib/store/table.ts';
import { findUserByEmail } from '../../lib/store/users.ts';
import { invitationJson, modulesOf, planOfAccount } from './member-json.ts';

type InviteRequest = Request<typeof contract.invite>;
type Offer = Pick<Invitation, 'role' | 'profileModules' | 'licenceTypes'>;
type Outcome = Invitation | 'already-member' | 'not-sent' | Refused;

/** Addresses under way at once; those that take licences of the same pools go one after the other. */
const AT_ONCE = 10;

/** Each address is a commit of its own: repeating the request, whole or in part, only sends the mails again. (A6) */
export const invite = route(contract.invite, async (request) => {
  const { path, body, now, catalogue } = request;
  const account = await requireAccount(path.account);
  if (body.role !== 'member') await warnOfDiscount(account, body.ends_discount);
  const plan = await planOfAccount(account, catalogue);
  const profileModules = body.profile === null ? undefined : modulesOf(body.profile, plan);
  const licenceTypes = requireOfferedTypes(plan.kind === 'term' ? plan : undefined, body.licences);
  const offer: Offer = { role: body.role, profileModules, licenceTypes };
  const emails = [...new Set(body.emails)];
  await requireEnoughFree(emails, licenceTypes, account, now);
  const outcomes: Outcome[] = [];
  const atOnce = licenceTypes.length === 0 ? AT_ONCE : 1;
  for (let from = 0; from < emails.length; from += atOnce) {
    const some = emails.slice(from, from + atOnce);
    outcomes.push(...(await Promise.all(some.map((email) => inviteOne(email, offer, account, request)))));
  }
  const invitations = outcomes.flatMap((each) => (typeof each === 'string' || each instanceof Refused ? [] : [each]));
  const refused = outcomes.find((each) => each instanceof Refused);
  if (refused !== undefined && invitations.length === 0) throw refused;
  const emailsThat = (are: (outcome: Outcome | undefined) => boolean) =>
    emails.filter((_, index) => are(outcomes[index]));
  return {
    body: {
      items: invitations.map((each) => invitationJson(each, now)),
      already_members: emailsThat((outcome) => outcome === 'already-member'),
      not_sent: emailsThat((outcome) => outcome === 'not-sent'),
      none_free: emailsThat((outcome) => outcome instanceof Refused),
    },
  };
});

/** Refused before anything is sent when there are not enough licences for everyone. (L3) */
async function requireEnoughFree(
  emails: readonly string[],
  types: readonly string[],
  account: Account,
  now: string,
): Promise<void> {
  if (types.length === 0) return;
  const missing = new Map<string, number>();
  for (const email of emails) {
    if (await isMember(email, account)) continue;
    const reserved = (await findInvitation(account.id, email, now))?.licences ?? {};
    for (const type of types) {
      if (reserved[type] === undefined) missing.set(type, (missing.get(type) ?? 0) + 1);
    }
  }
  const pools = await loadSomePools(account.id, types);
  for (const [type, { pool }] of pools) {
    if (freeIn(pool) < (missing.get(type) ?? 0)) throw noneFree(account.id, type);
  }
}

async function isMember(email: string, account: Account): Promise<boolean> {
  const user = await findUserByEmail(email);
  return user !== undefined && (await loadMember(account.id, memberOfUser(user.id))) !== undefined;
}

/** An address whose licence somebody else took a moment before does not keep the others from being invited. */
async function inviteOne(email: string, offer: Offer, account: Account, request: InviteRequest): Promise<Outcome> {
  if (await isMember(email, account)) return 'already-member';
  try {
    return await commitInvitation(email, offer, account, request);
  } catch (error) {
    if (error instanceof Refused && error.code === 'licence.none-free') return error;
    throw error;
  }
}

function commitInvitation(
  email: string,
  offer: Offer,
  account: Account,
  request: InviteRequest,
): Promise<Invitation | 'not-sent'> {
  const { actor, now, catalogue } = request;
  return decideAndCommit<Invitation | 'not-sent'>(async () => {
    const count = await countWithin(mailsFrom(account.id, email), now);
    if (!count.taken) return { writes: [], result: 'not-sent' };
    const pending = await findInvitation(account.id, email, now);
    const { invitation, writes } =
      pending === undefined
        ? await newInvitation(email, offer, account, request)
        : await sendAgain(account, pending, { now, catalogue, actor, offer });
    return { writes: [...count.writes, ...writes], result: invitation };
  });
}

async function newInvitation(
  email: string,
  offer: Offer,
  account: Account,
  { actor, now, catalogue }: InviteRequest,
): Promise<{ invitation: Invitation; writes: Write[] }> {
  const id = newId('inv');
  const seats = await takeLicences(account.id, offer.licenceTypes, { invitation: id });
  const invitation = {
    id,
    account: account.id,
    state: 'pending' as const,
    email,
    ...offer,
    licences: { ...seats.licences },
    locale: account.locale,
    createdAt: now,
    sentAt: now,
    ...invitationExpiry(now, catalogue),
    version: 1,
  };
  const fact = recordFact({
    account: account.id,
    action: 'invitation.sent',
    actor,
    subject: invitation.id,
    after: { role: offer.role, profile: offer.profileModules ?? null, ...licencesFact(offer.licenceTypes) },
    at: now,
  });
  const mail = invitationMail(account, invitation, now);
  return { invitation, writes: [...putNewInvitation(invitation), ...seats.writes, mail, fact] };
}
