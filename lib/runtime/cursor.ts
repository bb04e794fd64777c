import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from '../domain/refusal.ts';
import { deploymentKey } from '../store/deployment-key.ts';
import type { Key } from '../store/table.ts';

/** Bytes of the signature that a cursor keeps; enough that guessing one is hopeless. */
const SIGNATURE_BYTES = 16;

/**
 * A page's end as an opaque text that only this deployment can make, for this list and no other.
 *
 * Errors: `request.bad-cursor` when it was changed, or belongs to another list.
 */
export async function encodeCursor(list: string, last: object | undefined): Promise<string | null> {
  if (last === undefined) return null;
  const payload = Buffer.from(JSON.stringify(last));
  return Buffer.concat([await sign(list, payload), payload]).toString('base64url');
}

/** Shape: what {@link encodeCursor} was given for this list: a key of the table, or what the list counts by. */
export async function decodeCursor<End extends object = Key>(
  list: string,
  cursor: string | undefined,
): Promise<End | undefined> {
  if (cursor === undefined) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  const payload = bytes.subarray(SIGNATURE_BYTES);
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  const expected = await sign(list, payload);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
    throw new Refused('request.bad-cursor', {
      errors: [{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }],
    });
  return JSON.parse(payload.toString()) as End;
}

async function sign(list: string, payload: Buffer): Promise<Buffer> {
  const hmac = createHmac('sha256', await deploymentKey())
    .update(`cursor:${list}\n`)
    .update(payload);
  return hmac.digest().subarray(0, SIGNATURE_BYTES);
}
