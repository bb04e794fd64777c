import * as contract from '../../lib/contract/members.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { countWithin, mailsFrom } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { invitationExpiry, invitationMail, sendAgain } from '../../lib/store/invitation-mails.ts';
import { findInvitation, type Invitation, putNewInvitation } from '../../lib/store/invitations.ts';
import { loadMember } from '../../lib/store/members.ts';
import type { Write } from '../../lib/store/table.ts';
import { findUserByEmail } from '../../lib/store/users.ts';
import { invitationJson, modulesOf } from './member-json.ts';

type InviteRequest = Request<typeof contract.invite>;
type Offer = Pick<Invitation, 'role' | 'profileModules'>;

const AT_ONCE = 10;

/** Each address is a commit of its own: repeating the request, whole or in part, only sends the mails again. (A6) */
export const invite = route(contract.invite, async (request) => {
  const { path, body, now } = request;
  const account = await requireAccount(path.account);
  const profileModules = body.profile === null ? undefined : modulesOf(body.profile, request.catalogue, account.plan);
  const offer: Offer = { role: body.role, profileModules };
  const emails = [...new Set(body.emails)];
  const outcomes: (Invitation | 'already-member' | 'not-sent')[] = [];
  for (let from = 0; from < emails.length; from += AT_ONCE) {
    const some = emails.slice(from, from + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((email) => inviteOne(email, offer, account, request)))));
  }
  const emailsThatAre = (what: string) => emails.filter((_, index) => outcomes[index] === what);
  return {
    body: {
      items: outcomes.filter((each) => typeof each !== 'string').map((each) => invitationJson(each, now)),
      already_members: emailsThatAre('already-member'),
      not_sent: emailsThatAre('not-sent'),
    },
  };
});

async function inviteOne(
  email: string,
  offer: Offer,
  account: Account,
  request: InviteRequest,
): Promise<Invitation | 'already-member' | 'not-sent'> {
  const user = await findUserByEmail(email);
  if (user !== undefined && (await loadMember(account.id, memberOfUser(user.id))) !== undefined) {
    return 'already-member';
  }
  return decideAndCommit<Invitation | 'not-sent'>(async () => {
    const count = await countWithin(mailsFrom(account.id, email), request.now);
    if (!count.taken) return { writes: [], result: 'not-sent' };
    const pending = await findInvitation(account.id, email, request.now);
    const { invitation, writes } =
      pending === undefined
        ? newInvitation(email, offer, account, request)
        : sendAgain(account, pending, request.now, { actor: request.actor, offer });
    return { writes: [...count.writes, ...writes], result: invitation };
  });
}

function newInvitation(
  email: string,
  offer: Offer,
  account: Account,
  { actor, now }: InviteRequest,
): { invitation: Invitation; writes: Write[] } {
  const invitation = {
    id: newId('inv'),
    account: account.id,
    state: 'pending' as const,
    email,
    ...offer,
    locale: account.locale,
    createdAt: now,
    sentAt: now,
    expiresAt: invitationExpiry(now),
    version: 1,
  };
  const fact = recordFact({
    account: account.id,
    action: 'invitation.sent',
    actor,
    subject: invitation.id,
    after: { role: offer.role, profile: offer.profileModules ?? null },
    at: now,
  });
  return { invitation, writes: [...putNewInvitation(invitation), invitationMail(account, invitation, now), fact] };
}
