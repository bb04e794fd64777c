import * as contract from '../../lib/contract/sign-ups.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadAccount } from '../../lib/store/accounts.ts';
import { mailsTo, writeWithin } from '../../lib/store/attempts.ts';
import { sendAgain } from '../../lib/store/invitation-mails.ts';
import type { Invitation } from '../../lib/store/invitations.ts';
import { type LinkPurpose, type OpenedLink, openLink, readLink } from '../../lib/store/links.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { listMemberships } from '../../lib/store/memberships.ts';
import type { PendingSignUp } from '../../lib/store/sign-ups.ts';
import type { Write } from '../../lib/store/table.ts';
import type { User } from '../../lib/store/users.ts';

interface Renewal {
  readonly email: string;
  readonly writes: readonly Write[];
}

/** A link that was used, or never was, gets the same answer and no mail. (A2) */
export const renewLink = route(contract.renewLink, async ({ body, now }) => {
  try {
    const renewal = await renewalOf(body.token, now);
    if (renewal !== undefined) await writeWithin(mailsTo(renewal.email), now, renewal.writes);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return { body: { status: 'link-sent' as const } };
});

async function renewalOf(token: string, now: Instant): Promise<Renewal | undefined> {
  const link = await readLink(token);
  return link === undefined ? undefined : renew(await openLink(link, now), link.purpose, now);
}

function renew(opened: OpenedLink, purpose: LinkPurpose, now: Instant): Renewal | Promise<Renewal | undefined> {
  if ('signUp' in opened) return renewSignUp(opened.signUp, now);
  if ('invitation' in opened) return renewInvitation(opened.invitation, now);
  return renewPasswordLink(opened.user, purpose, now);
}

function renewSignUp({ id, email, locale, organisation }: PendingSignUp, now: Instant): Renewal {
  const mail = { template: 'confirm-sign-up', signUp: id, organisation } as const;
  return { email, writes: [requestMail({ email, locale }, mail, now)] };
}

async function renewInvitation(invitation: Invitation, now: Instant): Promise<Renewal | undefined> {
  const account = await loadAccount(invitation.account);
  if (account === undefined || invitation.email === undefined) return undefined;
  return { email: invitation.email, writes: sendAgain(account, invitation, now).writes };
}

async function renewPasswordLink(user: User, purpose: LinkPurpose, now: Instant): Promise<Renewal> {
  const { id, email = '', locale } = user;
  const { memberships } = await listMemberships(id, 1);
  const organisation = memberships[0]?.account.organisation;
  const mail =
    purpose === 'set-password' && organisation !== undefined
      ? ({ template: 'set-password', user: id, organisation } as const)
      : ({ template: 'password-reset', user: id } as const);
  return { email, writes: [requestMail({ email, locale }, mail, now)] };
}
