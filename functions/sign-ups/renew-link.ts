import * as contract from '../../lib/contract/sign-ups.ts';
import type { Catalogue } from '../../lib/domain/catalogue.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadAccount } from '../../lib/store/accounts.ts';
import { countWithin, mailsTo } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
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

/** The catalogue is read only for an invitation: any other link can be renewed without one. */
interface Moment {
  readonly now: Instant;
  readonly catalogue: Catalogue;
}

/** A link that was used, or never was, gets the same answer and no mail. (A2) */
export const renewLink = route(contract.renewLink, async (request) => {
  const { body, now } = request;
  try {
    await decideAndCommit(async () => {
      const renewal = await renewalOf(body.token, request);
      const count = renewal && (await countWithin(mailsTo(renewal.email), now));
      const writes = renewal !== undefined && count?.taken === true ? [...count.writes, ...renewal.writes] : [];
      return { writes, result: undefined };
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return { body: { status: 'link-sent' as const } };
});

async function renewalOf(token: string, moment: Moment): Promise<Renewal | undefined> {
  const link = await readLink(token);
  return link === undefined ? undefined : renew(await openLink(link, moment.now), link.purpose, moment);
}

function renew(opened: OpenedLink, purpose: LinkPurpose, moment: Moment): Renewal | Promise<Renewal | undefined> {
  const { now } = moment;
  if ('signUp' in opened) return renewSignUp(opened.signUp, now);
  if ('invitation' in opened) return renewInvitation(opened.invitation, moment);
  return renewPasswordLink(opened.user, purpose, now);
}

function renewSignUp({ id, email, locale, organisation }: PendingSignUp, now: Instant): Renewal {
  const mail = { template: 'confirm-sign-up', signUp: id, organisation } as const;
  return { email, writes: [requestMail({ email, locale }, mail, now)] };
}

async function renewInvitation(invitation: Invitation, moment: Moment): Promise<Renewal | undefined> {
  const account = await loadAccount(invitation.account);
  if (account === undefined || invitation.email === undefined) return undefined;
  return { email: invitation.email, writes: (await sendAgain(account, invitation, moment)).writes };
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
