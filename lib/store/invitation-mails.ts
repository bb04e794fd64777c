import { linkLifetimeSeconds, secondsAfter } from '../domain/accounts/lifetimes.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import type { Account } from './accounts.ts';
import { recordFact } from './history.ts';
import { type Invitation, replaceInvitation } from './invitations.ts';
import { requestMail } from './mail.ts';
import type { Write } from './table.ts';

const ANYONE: Actor = { kind: 'anonymous' };

/** Until when the link of a mail that is asked for now can be used. */
export function invitationExpiry(now: Instant): Instant {
  return secondsAfter(now, linkLifetimeSeconds.invitation);
}

export function invitationMail(account: Account, invitation: Invitation, now: Instant): Write {
  const { id, email = '', locale } = invitation;
  const mail = {
    template: 'invitation',
    account: account.id,
    invitation: id,
    organisation: account.organisation,
  } as const;
  return requestMail({ email, locale }, mail, now);
}

/** The same invitation by another mail, good for another while, with what is offered now. Without an actor, whoever has the link asks. */
export function sendAgain(
  account: Account,
  before: Invitation,
  now: Instant,
  by: { readonly actor: Actor; readonly offer?: Pick<Invitation, 'role' | 'profileModules'> } = { actor: ANYONE },
): { readonly invitation: Invitation; readonly writes: Write[] } {
  const { version, ...rest } = before;
  const after = { ...rest, ...by.offer, sentAt: now, expiresAt: invitationExpiry(now) };
  const invitation = { ...after, version: version + 1 };
  const fact = recordFact({
    account: account.id,
    action: 'invitation.sent-again',
    actor: by.actor,
    subject: before.id,
    before: factsOf(before),
    after: factsOf(invitation),
    at: now,
  });
  return { invitation, writes: [replaceInvitation(before, after), invitationMail(account, invitation, now), fact] };
}

function factsOf({ role, profileModules, expiresAt }: Invitation) {
  return { role, profile: profileModules ?? null, expires_at: expiresAt };
}
