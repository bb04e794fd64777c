import type { Instant } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import type { Locale } from '../messages/locales.ts';
import { newId } from '../runtime/ids.ts';
import type { Write } from './table.ts';
import { findUserByEmail, putNewUser, type User, userStays } from './users.ts';

/** A person and what must be written so that they have, and keep, a login. */
export interface Person {
  readonly user: User & { readonly email: string };
  readonly isNew: boolean;
  /** Fails with the label `email` or `user` when the person came or went meanwhile. */
  readonly writes: readonly Write[];
}

/**
 * The person of an address: the login that is there, or a new one without a password.
 *
 * Errors: `edit.conflict` for a person who is being erased at this moment.
 * Source: A6, A11, R3.
 */
export async function findOrMakePerson(wanted: {
  readonly email: string;
  readonly name?: string | undefined;
  readonly locale: Locale;
  readonly now: Instant;
}): Promise<Person> {
  const { email, name = '', locale, now } = wanted;
  const known = await findUserByEmail(email);
  if (known?.erasing === true) throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
  if (known !== undefined) return { user: { ...known, email }, isNew: false, writes: [userStays(known.id)] };
  const user = {
    id: newId('usr'),
    email,
    name,
    locale,
    passwordVersion: 0,
    sessionEpoch: 0,
    createdAt: now,
    version: 1,
  };
  return { user, isNew: true, writes: putNewUser(user) };
}
