import { createHash, randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { nowMs } from './clock.ts';

const nextUlid = monotonicFactory(() => randomBytes(4).readUInt32BE() / 2 ** 32);

/** A new id, sortable by the time it was made: `acc_01J…`. */
export function newId<P extends string>(prefix: P): `${P}_${string}` {
  return `${prefix}_${nextUlid(nowMs())}`;
}

/** 256 random bits as base64url, for tokens that must not be guessed. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id that always follows from a text, in the form of the others: for what must be the same item however often it comes. */
export function stableId<P extends string>(prefix: P, text: string): `${P}_${string}` {
  const digest = createHash('sha256').update(text).digest();
  const letters = Array.from(digest.subarray(0, 26), (byte) => CROCKFORD[byte % 32]);
  return `${prefix}_${letters.join('')}`;
}
