import type { Actor } from '../domain/actor.ts';
import type { UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { findApiKey } from '../store/api-keys.ts';
import { loadSession, type User } from '../store/users.ts';
import { now } from './clock.ts';
import { sha256 } from './hashes.ts';
import { randomSecret } from './ids.ts';

/** A session ends on sign-out, when it is revoked, and on a password change (A5); a forgotten one after ten years. */
export const SESSION_DAYS = 3650;

/** Who calls, and for a user their login and session. */
export interface Identity {
  readonly actor: Actor;
  readonly user?: User;
  readonly sessionHash?: string;
}

export const anonymous: Identity = { actor: { kind: 'anonymous' } };

/** The token holds the user's number, so that session and user are read with one request; the secret part is hashed. */
export function newSessionToken(user: UserId): { readonly token: string; readonly hash: string } {
  const token = `ses_${user.slice(4)}.${randomSecret()}`;
  return { token, hash: sha256(token) };
}

const SESSION_TOKEN = /^ses_([0-9A-HJKMNP-TV-Z]{26})\.[\w-]{43}$/;

/**
 * Who presents this `Authorization` header.
 *
 * Errors: `session.required` for a header that is not a bearer token in force. Without a header the caller is anonymous.
 */
export async function authenticate(authorization: string | undefined): Promise<Identity> {
  if (authorization === undefined) return anonymous;
  const token = /^Bearer ([\x21-\x7e]{8,200})$/i.exec(authorization)?.[1];
  if (token === undefined) throw sessionRequired();
  return (await identityOfSession(token)) ?? (await identityOfApiKey(token)) ?? reject();
}

/** The signed-in user behind a session token, as the pages keep it in a cookie. */
export async function identityOfSession(token: string): Promise<Identity | undefined> {
  const number = SESSION_TOKEN.exec(token)?.[1];
  if (number === undefined) return undefined;
  const hash = sha256(token);
  const found = await loadSession(`usr_${number}`, hash, now());
  return found === undefined
    ? undefined
    : { actor: { kind: 'user', id: found.user.id }, user: found.user, sessionHash: hash };
}

async function identityOfApiKey(secret: string): Promise<Identity | undefined> {
  const key = await findApiKey(secret);
  if (key === undefined) return undefined;
  if (key.scopes.includes('operator')) return { actor: { kind: 'operator', id: key.id } };
  return { actor: { kind: 'vendor', id: key.id, scopes: key.scopes } };
}

function reject(): never {
  throw sessionRequired();
}

export function sessionRequired(): Refused {
  return new Refused('session.required', { values: { days: SESSION_DAYS }, links: { sign_in: '/sign-in' } });
}
