import { epochSeconds, keptSeconds, linkLifetimeSeconds, secondsAfter } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, InvitationId, SignUpId, UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { sha256 } from '../runtime/hashes.ts';
import { randomSecret } from '../runtime/ids.ts';
import { type Invitation, loadInvitation } from './invitations.ts';
import { keys } from './keys.ts';
import { loadSignUp, type PendingSignUp } from './sign-ups.ts';
import { get, put } from './table.ts';
import { loadUser, type User } from './users.ts';

/** What a link is about, by its purpose. */
export interface LinkSubjects {
  readonly 'confirm-sign-up': { readonly signUp: SignUpId };
  readonly invitation: { readonly account: AccountId; readonly invitation: InvitationId };
  readonly 'password-reset': { readonly user: UserId };
  readonly 'set-password': { readonly user: UserId };
}
export type LinkPurpose = keyof LinkSubjects;

/** What a link opens while it is not done yet. */
interface OpenedLinks {
  readonly 'confirm-sign-up': { readonly signUp: PendingSignUp };
  readonly invitation: { readonly invitation: Invitation };
  readonly 'password-reset': { readonly user: User };
  readonly 'set-password': { readonly user: User };
}
export type OpenedLink = OpenedLinks[LinkPurpose];

interface Link {
  readonly purpose: LinkPurpose;
  readonly subject: Partial<
    LinkSubjects['confirm-sign-up'] & LinkSubjects['invitation'] & LinkSubjects['set-password']
  >;
  readonly expiresAt: Instant;
  /** The user's `passwordVersion` when the link was made: a later password makes it a used link. */
  readonly passwordVersion: number | undefined;
}

export interface IssuedLink {
  /** For the mail alone; the table has only its hash. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/**
 * Makes a link at the moment its mail is sent.
 *
 * Shape:  256 random bits as base64url; 24 hours for a sign-up, 1 hour for a password reset, 7 days for the others.
 * Source: A2.
 */
export async function issueLink<P extends LinkPurpose>(request: {
  readonly purpose: P;
  readonly subject: LinkSubjects[P];
  readonly now: Instant;
}): Promise<IssuedLink> {
  const { purpose, subject, now } = request;
  const token = randomSecret();
  const expiresAt = secondsAfter(now, linkLifetimeSeconds[purpose]);
  const passwordVersion = 'user' in subject ? (await loadUser(subject.user))?.passwordVersion : undefined;
  const link: Link = { purpose, subject, expiresAt, passwordVersion };
  const ttl = epochSeconds(expiresAt) + keptSeconds.link;
  await put({ Item: { ...keys.link(sha256(token)), type: 'link', v: 1, ...link, ttl } });
  return { token, expiresAt };
}

/**
 * What a link opens, for use now. Reading it changes nothing, so a mail scanner that opens it does no harm.
 *
 * Errors: `link.unknown` when it was never made, or for another purpose; `link.used` when what it is for is done;
 *         `invitation.withdrawn`; `link.expired`, with the way to a new one.
 * Source: A2.
 */
export async function findLink<P extends LinkPurpose>(
  token: string,
  purpose: P | readonly P[],
  now: Instant,
): Promise<OpenedLinks[P]> {
  const link = await readLink(token);
  if (link === undefined || !([purpose].flat() as LinkPurpose[]).includes(link.purpose)) throw linkUnknown();
  const opened = await openLink(link, now);
  if (link.expiresAt <= now) throw linkExpired();
  return opened as OpenedLinks[P];
}

/** The link of a token, expired or not. */
export async function readLink(token: string): Promise<Link | undefined> {
  const item = /^[\w-]{43}$/.test(token) ? await get(keys.link(sha256(token))) : undefined;
  if (item === undefined) return undefined;
  return {
    purpose: item['purpose'] as LinkPurpose,
    subject: item['subject'] as Link['subject'],
    expiresAt: item['expiresAt'] as Instant,
    passwordVersion: item['passwordVersion'] as number | undefined,
  };
}

/**
 * What a link is about, however old it is.
 *
 * Errors: `link.used`, `invitation.withdrawn`, or `link.expired` when what it was about is gone.
 */
export async function openLink(link: Link, now: Instant): Promise<OpenedLink> {
  const { signUp, account, invitation, user } = link.subject;
  if (signUp !== undefined) return openSignUp(signUp, now);
  if (account !== undefined && invitation !== undefined) return openInvitation(account, invitation, now);
  if (user !== undefined) return openUser(user, link.passwordVersion);
  throw new Error(`A link for ${link.purpose} has no subject`);
}

async function openSignUp(id: SignUpId, now: Instant): Promise<OpenedLinks['confirm-sign-up']> {
  const signUp = await loadSignUp(id, now);
  if (signUp === undefined) throw linkExpired();
  if (signUp.state === 'confirmed') throw linkUsed();
  return { signUp };
}

async function openInvitation(account: AccountId, id: InvitationId, now: Instant): Promise<OpenedLinks['invitation']> {
  const invitation = await loadInvitation(account, id, now);
  if (invitation === undefined) throw linkExpired();
  if (invitation.state === 'accepted') throw linkUsed();
  if (invitation.state === 'withdrawn') throw new Refused('invitation.withdrawn');
  return { invitation };
}

async function openUser(id: UserId, passwordVersion: number | undefined): Promise<OpenedLinks['set-password']> {
  const user = await loadUser(id);
  if (user?.email === undefined) throw linkUnknown();
  if (user.passwordVersion !== (passwordVersion ?? 0)) throw linkUsed();
  return { user };
}

function linkUnknown(): Refused {
  return new Refused('link.unknown', { links: { sign_in: '/sign-in' } });
}

function linkExpired(): Refused {
  return new Refused('link.expired', { links: { new_link: '/v1/link-renewals' } });
}

function linkUsed(): Refused {
  return new Refused('link.used', { links: { sign_in: '/sign-in' } });
}
