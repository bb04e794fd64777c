import { linkLifetimeSeconds, secondsAfter } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import type { Account } from './accounts.ts';
import { type Invitation, replaceInvitation } from './invitations.ts';
import { requestMail } from './mail.ts';
import type { Write } from './table.ts';

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

/** The same invitation by another mail, good for another while, with what is offered now. */
export function sendAgain(
  account: Account,
  before: Invitation,
  now: Instant,
  offer: Partial<Pick<Invitation, 'role' | 'profileModules'>> = {},
): { readonly invitation: Invitation; readonly writes: Write[] } {
  const { version, ...rest } = before;
  const after = { ...rest, ...offer, sentAt: now, expiresAt: invitationExpiry(now) };
  const invitation = { ...after, version: version + 1 };
  return { invitation, writes: [replaceInvitation(before, after), invitationMail(account, invitation, now)] };
}
