import * as z from 'zod';
import type { UserId } from '../domain/ids.ts';
import { locales } from '../messages/locales.ts';
import { keys, prefixes } from './keys.ts';
import { get, getMany, type Item, type Key, putOnce, queryAll, transact, type Write } from './table.ts';

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
  /** Counts passwords set: a link made for an older one is a used link. */
  passwordVersion: z.number(),
  /** Sessions of an earlier epoch have ended, all at once and however many there are. (A5) */
  sessionEpoch: z.number(),
  /** Being erased: joins nothing more and takes nothing over. (A11) */
  erasing: z.boolean().optional(),
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

/** A new login and its address; fails with the label `email` when the address has a login already. */
export function putNewUser(user: User & { readonly email: string }): Write[] {
  return [
    putOnce('user', userToItem(user)),
    putOnce('email', { ...keys.email(user.email), type: 'email', v: 1, user: user.id }),
  ];
}

/** Replaces a user as they were read; fails with the label `user` when somebody else changed them since. */
export function replaceUser(before: User, after: Omit<User, 'version'>): Write {
  return {
    label: 'user',
    Put: {
      Item: userToItem({ ...after, version: before.version + 1 }),
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

/** Holds only while the person has a login and is not being erased; whatever gives them something new includes it. (A11) */
export function userStays(user: UserId): Write {
  return {
    label: 'user',
    ConditionCheck: {
      Key: keys.user(user),
      ConditionExpression: 'attribute_exists(email) AND attribute_not_exists(erasing)',
    },
  };
}

export function releaseEmail(email: string): Write {
  return { label: 'email', Delete: { Key: keys.email(email) } };
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
  readonly epoch: number;
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

/** The session and its user in one request; undefined when either is gone or the session has ended. */
export async function loadSession(
  user: UserId,
  hash: string,
  now: string,
): Promise<{ session: Session; user: User } | undefined> {
  const [sessionItem, userItemFound] = await getMany([keys.session(user, hash), keys.user(user)]);
  if (sessionItem === undefined || userItemFound === undefined) return undefined;
  const session = sessionFromItem(sessionItem);
  const owner = userFromItem(userItemFound);
  return isInForce(session, owner, now) ? { session, user: owner } : undefined;
}

function isInForce(session: Session, user: User, now: string): boolean {
  return session.expiresAt > now && session.epoch === user.sessionEpoch;
}

/** A user's sessions in force. */
export async function listSessions(user: User, now: string): Promise<Session[]> {
  const sessions = await allSessions(user.id);
  return sessions.filter((session) => isInForce(session, user, now));
}

async function allSessions(user: UserId): Promise<Session[]> {
  const sessions: Session[] = [];
  const range = { pk: keys.user(user).pk, prefix: prefixes.session, consistent: true };
  for await (const item of queryAll(range)) sessions.push(sessionFromItem(item));
  return sessions;
}

/** Deletes what is left of sessions that have ended already, with the browsers' names they hold. */
export async function forgetSessions(user: UserId): Promise<void> {
  const sessions = await allSessions(user);
  for (let from = 0; from < sessions.length; from += 100) {
    await transact(sessions.slice(from, from + 100).map((session) => deleteSession(user, session.hash)));
  }
}

function sessionFromItem(item: Item): Session {
  return {
    user: item['user'] as UserId,
    hash: item['hash'] as string,
    epoch: item['epoch'] as number,
    createdAt: item['createdAt'] as string,
    expiresAt: item['expiresAt'] as string,
    userAgent: item['userAgent'] as string | undefined,
  };
}

export function deleteSession(user: UserId, hash: string): Write {
  return { label: 'session', Delete: { Key: keys.session(user, hash) as Key } };
}
