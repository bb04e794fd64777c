import { setTimeout as sleep } from 'node:timers/promises';
import { epochSeconds } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import { keys } from './keys.ts';
import { ABSENT, get, type Item, TableBusy, transact, type Write } from './table.ts';

/** At most so many in each window, which begins with the first. The scope is kept as a hash only. */
export interface Limit {
  readonly scope: string;
  readonly most: number;
  readonly windowSeconds: number;
}

export interface Taken {
  readonly taken: boolean;
  /** Until the window ends. */
  readonly retryAfterSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const MAX_TRIES = 40;
const MAX_PAUSE_MS = 50;

/** Wrong passwords for one address. (A5) */
export const signInsOf = (email: string): Limit => ({
  scope: `sign-in:${email}`,
  most: 10,
  windowSeconds: 15 * MINUTE,
});
/** Mails that anybody can cause to be sent to an address. */
export const mailsTo = (email: string): Limit => ({ scope: `mail:${email}`, most: 5, windowSeconds: HOUR });
/** Invitations and access mails that an account sends to one address. */
export const mailsFrom = (account: string, email: string): Limit => ({
  scope: `mail:${account}:${email}`,
  most: 5,
  windowSeconds: HOUR,
});
export const signUpsFrom = (sourceIp: string): Limit => ({
  scope: `sign-ups:${sourceIp}`,
  most: 100,
  windowSeconds: HOUR,
});
/** Tickets that a person opens, and messages they write, in one account. (U4) */
export const ticketsFrom = (account: string, user: string): Limit => ({
  scope: `tickets:${account}:${user}`,
  most: 20,
  windowSeconds: HOUR,
});
export const ticketMessagesFrom = (account: string, user: string): Limit => ({
  scope: `ticket-messages:${account}:${user}`,
  most: 60,
  windowSeconds: HOUR,
});

/** One more, to be written together with what it allows; fails with the label `attempts` when others count as well. */
export interface Counted extends Taken {
  readonly writes: readonly Write[];
}

/** Counts one more, unless the limit is reached. */
export async function countWithin(limit: Limit, now: Instant): Promise<Counted> {
  const at = epochSeconds(now);
  const seen = await get(keys.attempts(limit.scope));
  const current = seen !== undefined && (seen['ttl'] as number) > at ? seen : undefined;
  const count = (current?.['count'] as number | undefined) ?? 0;
  const ends = (current?.['ttl'] as number | undefined) ?? at + limit.windowSeconds;
  const taken = count < limit.most;
  return { taken, retryAfterSeconds: ends - at, writes: taken ? [countOneMore(limit, seen, count + 1, ends)] : [] };
}

/**
 * Counts one more and writes with it, or writes nothing when the limit is reached.
 *
 * Errors: `edit.conflict` when one of the writes fails. {@link TableBusy} when too many count at once, which is what a
 *         limit is for.
 */
export async function writeWithin(limit: Limit, now: Instant, writes: readonly Write[] = []): Promise<Taken> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const counted = await countWithin(limit, now);
    if (!counted.taken) return counted;
    const outcome = await transact([...counted.writes, ...writes]);
    if (outcome.committed) return counted;
    if (outcome.failed.some(({ label }) => label !== 'attempts')) throw new Refused('edit.conflict');
    await sleep(Math.random() * MAX_PAUSE_MS);
  }
  throw new TableBusy('too many attempts at once');
}

function countOneMore(limit: Limit, seen: Item | undefined, count: number, ttl: number): Write {
  return {
    label: 'attempts',
    Put: {
      Item: { ...keys.attempts(limit.scope), type: 'attempts', v: 1, count, ttl },
      ...(seen === undefined
        ? { ConditionExpression: ABSENT }
        : {
            ConditionExpression: '#count = :count AND #ttl = :ttl',
            ExpressionAttributeNames: { '#count': 'count', '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':count': seen['count'], ':ttl': seen['ttl'] },
          }),
    },
  };
}

export function forgetAttempts(limit: Limit): Write {
  return { label: 'attempts', Delete: { Key: keys.attempts(limit.scope) } };
}
