import * as z from 'zod';
import type { UserId } from '../domain/ids.ts';
import { locales } from '../messages/locales.ts';
import { keys, prefixes } from './keys.ts';
import { get, getMany, type Item, type Key, queryAll, type Write } from './table.ts';

const userItem = z.object({
  type: z.literal('user'),
  v: z.literal(1),
  id: z.custom<UserId>(),
  /** Absent once the person is erased. (A11) */
  email: z.string().optional(),
  name: z.string(),
  locale: z.enum(locales),
  /** scrypt, with its parameters; absent until a password is set, and once the person is erased. */
  passwordHash: z.string().optional(),
  createdAt: z.string(),
  version: z.number(),
});

/** A person with a login. */
export type User = Omit<z.infer<typeof userItem>, 'type' | 'v'>;

export function userToItem(user: User): Item {
  return { ...keys.user(user.id), type: 'user', v: 1, ...user };
}

function userFromItem(item: Item): User {
  const { type: _type, v: _v, ...user } = userItem.parse(item);
  return user;
}

export async function loadUser(id: UserId): Promise<User | undefined> {
  const item = await get(keys.user(id));
  return item === undefined ? undefined : userFromItem(item);
}

/** `email` is normalised: trimmed and in lower case. */
export async function findUserByEmail(email: string): Promise<User | undefined> {
  const claim = await get(keys.email(email));
  return claim === undefined ? undefined : loadUser(claim['user'] as UserId);
}

/** A signed-in browser or program. Its token is kept only as a hash. (A5) */
export interface Session {
  readonly user: UserId;
  readonly hash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly userAgent: string | undefined;
}

export function putSession(session: Session): Write {
  const ttl = Math.floor(Date.parse(session.expiresAt) / 1000);
  return {
    label: 'session',
    Put: { Item: { ...keys.session(session.user, session.hash), type: 'session', v: 1, ttl, ...session } },
  };
}

/** The session and its user in one request; undefined when either is gone or the session has expired. */
export async function loadSession(
  user: UserId,
  hash: string,
  now: string,
): Promise<{ session: Session; user: User } | undefined> {
  const [sessionItem, userItemFound] = await getMany([keys.session(user, hash), keys.user(user)]);
  if (sessionItem === undefined || userItemFound === undefined) return undefined;
  const session = sessionFromItem(sessionItem);
  return session.expiresAt > now ? { session, user: userFromItem(userItemFound) } : undefined;
}

export async function listSessions(user: UserId, now: string): Promise<Session[]> {
  const sessions: Session[] = [];
  const range = { pk: keys.user(user).pk, prefix: prefixes.session, consistent: true };
  for await (const item of queryAll(range)) sessions.push(sessionFromItem(item));
  return sessions.filter((session) => session.expiresAt > now);
}

function sessionFromItem(item: Item): Session {
  return {
    user: item['user'] as UserId,
    hash: item['hash'] as string,
    createdAt: item['createdAt'] as string,
    expiresAt: item['expiresAt'] as string,
    userAgent: item['userAgent'] as string | undefined,
  };
}

export function deleteSession(user: UserId, hash: string): Write {
  return { label: 'session', Delete: { Key: keys.session(user, hash) as Key } };
}
