import type { Instant } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import { keys } from './keys.ts';
import { get, type NotCommitted, putOnce, type Write } from './table.ts';

/** A money request that can be repeated: who asks, the key they chose, and a hash of what they asked. */
export interface RepeatableRequest {
  readonly actor: string;
  readonly key: string;
  readonly requestHash: string;
  readonly at: Instant;
}

export interface RememberedReply {
  readonly status: number;
  readonly body: unknown;
}

const KEPT_SECONDS = 30 * 86_400;
const LABEL = 'idempotency';

/** The request's record, to be part of the transaction that carries it out: both happen or neither. */
export function rememberReply(request: RepeatableRequest, reply: RememberedReply): Write {
  const ttl = Math.floor(Date.parse(request.at) / 1000) + KEPT_SECONDS;
  return putOnce(LABEL, {
    ...keys.idempotency(request.actor, request.key),
    type: 'idempotency',
    v: 1,
    requestHash: request.requestHash,
    status: reply.status,
    body: JSON.stringify(reply.body),
    ttl,
  });
}

/** Whether a transaction failed because the same request was carried out a moment before. */
export function wasRepeated(outcome: NotCommitted): boolean {
  return outcome.failed.some(({ label }) => label === LABEL);
}

/** Thrown when {@link wasRepeated}; the route answers with the remembered reply. */
export class RepeatedRequest extends Error {
  override name = 'RepeatedRequest';
}

/**
 * The reply given to the same request before, if any.
 *
 * Errors: `idempotency.key-reused` when the key came with another request.
 */
export async function recallReply(request: RepeatableRequest): Promise<RememberedReply | undefined> {
  const item = await get(keys.idempotency(request.actor, request.key));
  if (item === undefined || (item['ttl'] as number) * 1000 <= Date.parse(request.at)) return undefined;
  if (item['requestHash'] !== request.requestHash) throw new Refused('idempotency.key-reused');
  return { status: item['status'] as number, body: JSON.parse(item['body'] as string) };
}
