import * as z from 'zod';
import { epochSeconds, keptSeconds } from '../domain/accounts/lifetimes.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId, InvitationId, LicenceId, MemberId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { locales } from '../messages/locales.ts';
import { recordFact } from './history.ts';
import { dueKeys, keys, prefixes } from './keys.ts';
import { freeLicences } from './seats.ts';
import { get, type Item, type Key, putOnce, queryAll, queryPage, type Write } from './table.ts';

const invitationItem = z.object({
  id: z.custom<InvitationId>(),
  account: z.custom<AccountId>(),
  /** `pending` until it is accepted or withdrawn; whether it has expired follows from `expiresAt`. */
  state: z.enum(['pending', 'accepted', 'withdrawn']),
  /** Absent once it is no longer pending, so that nobody's address outlives its use. (A11) */
  email: z.string().optional(),
  role: z.enum(['admin', 'member']),
  profileModules: z.array(z.string()).optional(),
  /** Types of the licences it offers. */
  licenceTypes: z.array(z.string()).default([]),
  /** Those it reserves, by type, while it is pending; none once it has expired and was swept. (L2) */
  licences: z.record(z.string(), z.custom<LicenceId>()).default({}),
  /** The business date on which the roll-over frees what it reserves. */
  releaseOn: z.custom<PlainDate>().optional(),
  locale: z.enum(locales),
  /** The member it brought. */
  member: z.custom<MemberId>().optional(),
  createdAt: z.string(),
  sentAt: z.string(),
  expiresAt: z.string(),
  version: z.number(),
});

/** An offer to join an account, by e-mail. (A6) */
export type Invitation = z.infer<typeof invitationItem>;

/** One that reserves licences lies in the index of due dates by the day on which they are freed. */
function invitationToItem(invitation: Invitation): Item {
  const key = keys.invitation(invitation.account, invitation.id);
  const { releaseOn, licences } = invitation;
  const due = releaseOn === undefined || Object.keys(licences).length === 0 ? {} : dueKeys(releaseOn, key);
  return { ...key, type: 'invitation', v: 1, ...due, ...invitation };
}

/** One invitation of an address is pending in an account; fails with the label `invited` when there is one already. */
export function putNewInvitation(invitation: Invitation & { readonly email: string }): Write[] {
  return [
    putOnce('invitation', invitationToItem(invitation)),
    putOnce('invited', {
      ...keys.invited(invitation.email, invitation.account),
      type: 'invited',
      v: 1,
      account: invitation.account,
      invitation: invitation.id,
    }),
  ];
}

/** Replaces an invitation as it was read; fails with the label `invitation` when somebody else changed it since. */
export function replaceInvitation(before: Invitation, after: Omit<Invitation, 'version'>, ttl?: number): Write {
  return {
    label: 'invitation',
    Put: {
      Item: { ...invitationToItem({ ...after, version: before.version + 1 }), ttl },
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

/** Accepts or withdraws a pending invitation and lets go of the address; what it reserved is the caller's to hand on or free. */
export function closeInvitation(
  before: Invitation,
  end: { readonly state: 'accepted'; readonly member: MemberId } | { readonly state: 'withdrawn' },
  at: Instant,
): Write[] {
  const { email, version: _version, releaseOn: _releaseOn, ...rest } = before;
  if (email === undefined) throw new Error(`${before.id} is not pending`);
  return [
    replaceInvitation(before, { ...rest, ...end, licences: {} }, epochSeconds(at) + keptSeconds.closedInvitation),
    { label: 'invited', Delete: { Key: keys.invited(email, before.account) } },
  ];
}

/** Withdraws a pending invitation and frees what it reserves, with the fact. */
export async function withdrawInvitation(invitation: Invitation, actor: Actor, at: Instant): Promise<Write[]> {
  const fact = recordFact({
    account: invitation.account,
    action: 'invitation.withdrawn',
    actor,
    subject: invitation.id,
    before: { state: 'pending' },
    after: { state: 'withdrawn' },
    at,
  });
  return [...closeInvitation(invitation, { state: 'withdrawn' }, at), ...(await freeReserved(invitation)), fact];
}

/** What a pending invitation reserves is free for others. (L2) */
export function freeReserved({ account, id, licences }: Invitation): Promise<Write[]> {
  return freeLicences(account, licences, { invitation: id });
}

function fromItem(item: Item, now: Instant): Invitation | undefined {
  const ttl = item['ttl'] as number | undefined;
  return ttl !== undefined && ttl <= epochSeconds(now) ? undefined : invitationItem.parse(item);
}

export async function loadInvitation(
  account: AccountId,
  id: InvitationId,
  now: Instant,
): Promise<Invitation | undefined> {
  const item = await get(keys.invitation(account, id));
  return item === undefined ? undefined : fromItem(item, now);
}

/** Errors: `invitation.not-found` when there is none, or it is no longer pending. */
export async function requirePendingInvitation(
  account: AccountId,
  id: InvitationId,
  now: Instant,
): Promise<Invitation & { readonly email: string }> {
  const invitation = await loadInvitation(account, id, now);
  if (invitation?.state !== 'pending' || invitation.email === undefined) throw new Refused('invitation.not-found');
  return { ...invitation, email: invitation.email };
}

/** The pending invitation of an address in an account, expired or not. */
export async function findInvitation(account: AccountId, email: string, now: Instant): Promise<Invitation | undefined> {
  const claim = await get(keys.invited(email, account));
  return claim === undefined ? undefined : loadInvitation(account, claim['invitation'] as InvitationId, now);
}

/** The pending invitations of an address, whichever account they come from. */
export async function listInvitationsOf(email: string, now: Instant): Promise<Invitation[]> {
  const found: Invitation[] = [];
  for await (const claim of queryAll({ ...keys.email(email), prefix: prefixes.invited, consistent: true })) {
    const invitation = await loadInvitation(claim['account'] as AccountId, claim['invitation'] as InvitationId, now);
    if (invitation !== undefined) found.push(invitation);
  }
  return found;
}

export interface InvitationPage {
  readonly invitations: Invitation[];
  readonly last: Key | undefined;
}

/** Invitations in the order in which they were first made. */
export async function listInvitations(
  account: AccountId,
  options: {
    readonly limit: number;
    readonly pendingOnly: boolean;
    readonly now: Instant;
    readonly after?: Key | undefined;
  },
): Promise<InvitationPage> {
  const invitations: Invitation[] = [];
  let last = options.after;
  do {
    const page = await queryPage({
      pk: keys.account(account).pk,
      prefix: prefixes.invitation,
      limit: options.limit - invitations.length,
      after: last as Item | undefined,
      consistent: true,
    });
    const found = page.items.map((item) => fromItem(item, options.now)).filter((each) => each !== undefined);
    invitations.push(...found.filter((each) => !options.pendingOnly || each.state === 'pending'));
    last = page.last as Key | undefined;
  } while (last !== undefined && invitations.length < options.limit);
  return { invitations, last };
}
