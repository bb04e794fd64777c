import { linkLifetimeSeconds, secondsAfter } from '../domain/accounts/lifetimes.ts';
import type { Actor } from '../domain/actor.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { addDays, businessDate, type Instant, type PlainDate } from '../domain/dates.ts';
import type { Account } from './accounts.ts';
import { recordFact } from './history.ts';
import { type Invitation, replaceInvitation } from './invitations.ts';
import { requestMail } from './mail.ts';
import { exchangeLicences } from './seats.ts';
import type { Write } from './table.ts';

const ANYONE: Actor = { kind: 'anonymous' };

/** Until when the link of a mail that is asked for now can be used, and when what it reserves is freed. (L2) */
export function invitationExpiry(
  now: Instant,
  { billingTimeZone }: Pick<Catalogue, 'billingTimeZone'>,
): { readonly expiresAt: Instant; readonly releaseOn: PlainDate } {
  const expiresAt = secondsAfter(now, linkLifetimeSeconds.invitation);
  return { expiresAt, releaseOn: addDays(businessDate(expiresAt, billingTimeZone), 1) };
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

/** Who has an invitation sent again, when, and what it offers now. Without an actor, whoever has the link asks. */
interface Resending {
  readonly now: Instant;
  readonly catalogue: Pick<Catalogue, 'billingTimeZone'>;
  readonly actor?: Actor;
  readonly offer?: Pick<Invitation, 'role' | 'profileModules' | 'licenceTypes'>;
}

/**
 * The same invitation by another mail, good for another while, with what is offered now.
 *
 * Errors: `licence.none-free` when it has to reserve a licence, because it has expired or offers another, and none is free.
 * Source: A6, L2.
 */
export async function sendAgain(
  account: Account,
  before: Invitation,
  { now, catalogue, actor = ANYONE, offer }: Resending,
): Promise<{ readonly invitation: Invitation; readonly writes: Write[] }> {
  const { version, ...rest } = before;
  const { licenceTypes } = offer ?? before;
  const seats = await exchangeLicences(account.id, before.licences, licenceTypes, { invitation: before.id });
  const { licences } = seats;
  const after = { ...rest, ...offer, licences: { ...licences }, sentAt: now, ...invitationExpiry(now, catalogue) };
  const invitation = { ...after, version: version + 1 };
  const fact = recordFact({
    account: account.id,
    action: 'invitation.sent-again',
    actor,
    subject: before.id,
    before: factsOf(before),
    after: factsOf(invitation),
    at: now,
  });
  const mail = invitationMail(account, invitation, now);
  return { invitation, writes: [replaceInvitation(before, after), ...seats.writes, mail, fact] };
}

function factsOf({ role, profileModules, licenceTypes, expiresAt }: Invitation) {
  return { role, profile: profileModules ?? null, ...licencesFact(licenceTypes), expires_at: expiresAt };
}

/** Facts of accounts without licences do not speak of any. */
export function licencesFact(types: readonly string[]): { licences?: readonly string[] } {
  return types.length === 0 ? {} : { licences: types };
}
