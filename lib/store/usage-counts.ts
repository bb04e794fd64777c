import * as z from 'zod';
import type { AccountId } from '../domain/ids.ts';
import { leaseOf } from '../domain/usage/spreading.ts';
import type { Need } from '../domain/usage/taking.ts';
import { keys } from './keys.ts';
import { pauseAfterLostRace } from './pause.ts';
import { get, getMany, type Item, type Key, TableBusy, type Write } from './table.ts';

/** Which count: a meter of an account, for a period, the trial or for good. */
export interface CountOf {
  readonly account: AccountId;
  readonly meter: string;
  readonly countedFor: string;
}

/**
 * The main item of a count. With one shard it is the whole count. With more, it lends to the shards out of `allowance`:
 * `taken` is `used` and all that was lent, of which the shards hold what is spare and what they used of it.
 */
export interface Count extends CountOf {
  readonly shards: number;
  readonly used: number;
  readonly taken: number;
  /** What the shards were lent from; undefined while there is one. */
  readonly allowance: number | undefined;
}

interface Shard {
  readonly index: number;
  readonly spare: number;
  readonly used: number;
}

const countItem = z.object({
  shards: z.number(),
  used: z.number(),
  taken: z.number().optional(),
  allowance: z.number().optional(),
});
const shardItem = z.object({ spare: z.number(), used: z.number() });

const NOTHING: Need = { net: 0, left: undefined, used: 0 };

export const SHARD_LABEL = 'usage-shard';
const GATHER_TRIES = 20;

function toCount(of: CountOf, item: Item | undefined): Count {
  const { account, meter, countedFor } = of;
  if (item === undefined) {
    return { account, meter, countedFor, shards: 1, used: 0, taken: 0, allowance: undefined };
  }
  const { shards, used, taken = used, allowance } = countItem.parse(item);
  return { account, meter, countedFor, shards, used, taken, allowance };
}

const keyOf = ({ account, meter, countedFor }: CountOf): Key => keys.usage(account, meter, countedFor);
const shardKeyOf = ({ account, meter, countedFor }: CountOf, shard: number): Key =>
  keys.usageShard(account, meter, countedFor, shard);

export async function loadCount(of: CountOf): Promise<Count> {
  return toCount(of, await get(keyOf(of)));
}

/** A count and its shards, as they were together. */
export interface Spread {
  readonly count: Count;
  readonly shards: readonly Shard[];
}

/**
 * Reads a count with its shards.
 *
 * Shape:  an event moves what is spare of a shard to what is used of it, and keeps their sum; so when the sums are what
 *         the main item says was lent, nothing was lent or gathered between the reads.
 * Errors: {@link TableBusy} when that never was so.
 */
export async function loadSpread(of: CountOf): Promise<Spread> {
  let count = await loadCount(of);
  for (let tries = 1; tries <= GATHER_TRIES; tries += 1) {
    if (count.shards === 1) return { count, shards: [] };
    const indices = Array.from({ length: count.shards }, (_, index) => index);
    const [item, ...items] = await getMany([keyOf(of), ...indices.map((index) => shardKeyOf(of, index))]);
    const before = count;
    count = toCount(of, item);
    const shards = items.flatMap((shard, index) => (shard === undefined ? [] : [{ index, ...shardItem.parse(shard) }]));
    const held = shards.reduce((sum, { spare, used }) => sum + spare + used, 0);
    if (count.shards === before.shards && held === count.taken - count.used) return { count, shards };
    await pauseAfterLostRace(tries);
  }
  throw new TableBusy('a count is being spread and gathered');
}

/** How much was used in all. */
export function usedOf({ count, shards }: Spread): number {
  return shards.reduce((sum, { used }) => sum + used, count.used);
}

export async function loadUsed(of: CountOf): Promise<number> {
  return usedOf(await loadSpread(of));
}

/** Counts on the main item while it is the whole count. With `seen`, only if it is as it was read. */
export function countWhole(count: Count, need: Need, allowance: number, seen?: number): Write {
  // A count that is not there yet is at zero.
  const fromZero = need.used <= 0 && (need.left ?? 0) <= allowance && (seen ?? 0) === 0;
  const conditions = ['shards = :one', '#used >= :least'];
  if (need.left !== undefined) conditions.push('#used <= :most');
  if (seen !== undefined) conditions.push('#used = :seen');
  const whole = conditions.join(' AND ');
  return {
    label: 'usage',
    Update: {
      Key: keyOf(count),
      UpdateExpression:
        'SET #used = if_not_exists(#used, :zero) + :net, shards = :one, #type = :type, v = :one, meter = :meter, countedFor = :countedFor',
      ConditionExpression: fromZero ? `attribute_not_exists(pk) OR (${whole})` : whole,
      ExpressionAttributeNames: { '#used': 'used', '#type': 'type' },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':net': need.net,
        ':least': need.used,
        ':type': 'usage',
        ':meter': count.meter,
        ':countedFor': count.countedFor,
        ...(need.left === undefined ? {} : { ':most': allowance - need.left }),
        ...(seen === undefined ? {} : { ':seen': seen }),
      },
    },
  };
}

/** Counts on one shard, out of what it was lent. */
export function countOnShard(count: Count, shard: number, need: Need): Write {
  return moveOnShard(count, shard, need, { spare: 0, used: 0 });
}

/**
 * Lends a shard what it lacks, and counts on it. Answers nothing where there is not that much to lend.
 *
 * Shape:  what lies spare is lent for taking, and what was used for giving back.
 */
export function lendAndCount(count: Count, shard: number, was: Item | undefined, need: Need): Write[] | undefined {
  const { allowance = 0 } = count;
  const held = was === undefined ? { spare: 0, used: 0 } : shardItem.parse(was);
  const leftOnMain = allowance - count.taken;
  const [toTake, toGiveBack] = [need.left ?? 0, need.used];
  const spare = held.spare >= toTake ? 0 : leaseOf(leftOnMain, count.shards, toTake);
  const used = held.used >= toGiveBack ? 0 : leaseOf(count.used, count.shards, toGiveBack);
  if (spare > leftOnMain || used > count.used) return undefined;
  const main: Write = {
    label: 'usage',
    Update: {
      Key: keyOf(count),
      UpdateExpression: 'SET taken = taken + :spare, #used = #used - :used',
      ConditionExpression: 'shards = :shards AND allowance = :allowance AND taken <= :most AND #used >= :used',
      ExpressionAttributeNames: { '#used': 'used' },
      ExpressionAttributeValues: {
        ':spare': spare,
        ':used': used,
        ':shards': count.shards,
        ':allowance': allowance,
        ':most': allowance - spare,
      },
    },
  };
  return [main, moveOnShard(count, shard, need, { spare, used })];
}

function moveOnShard(count: Count, shard: number, need: Need, lent: Omit<Shard, 'index'>): Write {
  const [leastSpare, leastUsed] = [(need.left ?? 0) - lent.spare, need.used - lent.used];
  const enough = 'spare >= :leastSpare AND #used >= :leastUsed';
  // A shard that is not there yet has nothing but what it is lent.
  const fromNothing = leastSpare <= 0 && leastUsed <= 0 && lent.spare + lent.used > 0;
  return {
    label: SHARD_LABEL,
    Update: {
      Key: shardKeyOf(count, shard),
      UpdateExpression:
        'SET spare = if_not_exists(spare, :zero) + :spare, #used = if_not_exists(#used, :zero) + :used, #type = :type, v = :one',
      ConditionExpression: fromNothing ? `attribute_not_exists(pk) OR (${enough})` : enough,
      ExpressionAttributeNames: { '#used': 'used', '#type': 'type' },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':type': SHARD_LABEL,
        ':spare': lent.spare - need.net,
        ':used': lent.used + need.net,
        ':leastSpare': leastSpare,
        ':leastUsed': leastUsed,
      },
    },
  };
}

/**
 * Spreads a count over more shards, each lent something at once, and counts on the first of them. Answers nothing where
 * there is not that much to lend.
 */
export function spreadAndCount(count: Count, wider: number, allowance: number, need: Need): Write[] | undefined {
  const begins = count.shards === 1;
  const [first, fresh] = begins ? [0, wider] : [count.shards, wider - count.shards];
  const spare = leaseOf(allowance - count.taken, wider, Math.max(1, need.left ?? 0));
  const used = need.used === 0 ? 0 : leaseOf(count.used, wider, need.used);
  if (spare * fresh > allowance - count.taken || used > count.used) return undefined;
  const same = begins ? 'shards = :before' : 'shards = :before AND allowance = :allowance';
  const enough = `${same} AND ${begins ? '#used' : 'taken'} <= :most AND #used >= :used`;
  const main: Write = {
    label: 'usage',
    Update: {
      Key: keyOf(count),
      UpdateExpression: `SET shards = :wider, allowance = :allowance, taken = ${begins ? '#used' : 'taken'} + :spare, #used = #used - :used`,
      ConditionExpression: enough,
      ExpressionAttributeNames: { '#used': 'used' },
      ExpressionAttributeValues: {
        ':before': count.shards,
        ':wider': wider,
        ':allowance': allowance,
        ':spare': spare * fresh,
        ':most': allowance - spare * fresh,
        ':used': used,
      },
    },
  };
  const others = Array.from({ length: fresh - 1 }, (_, index) =>
    moveOnShard(count, first + 1 + index, NOTHING, { spare, used: 0 }),
  );
  return [main, moveOnShard(count, first, need, { spare, used }), ...others];
}

/**
 * Takes everything back from the shards, in one transaction: the main item is the whole count again.
 *
 * Shape:  the shards' sums are what was lent, so those that were not read have nothing.
 */
export function gather(spread: Spread): Write[] {
  const { count, shards } = spread;
  const main: Write = {
    label: 'usage',
    Update: {
      Key: keyOf(count),
      UpdateExpression: 'SET shards = :one, #used = :all REMOVE taken, allowance',
      ConditionExpression: 'shards = :shards AND taken = :taken AND #used = :used',
      ExpressionAttributeNames: { '#used': 'used' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':all': usedOf(spread),
        ':shards': count.shards,
        ':taken': count.taken,
        ':used': count.used,
      },
    },
  };
  const emptied = shards.map(
    ({ index, spare, used }): Write => ({
      label: SHARD_LABEL,
      Delete: {
        Key: shardKeyOf(count, index),
        ConditionExpression: 'spare = :spare AND #used = :used',
        ExpressionAttributeNames: { '#used': 'used' },
        ExpressionAttributeValues: { ':spare': spare, ':used': used },
      },
    }),
  );
  return [main, ...emptied];
}
