import { Refused } from '../../lib/domain/refusal.ts';

export function referenceUsed(): Refused {
  return new Refused('ticket.reference-used', {
    errors: [{ pointer: '/reference', detail: 'came with something else before' }],
  });
}

/** Says that the answer is that of an earlier request. */
export function replayed(isRepeated: boolean): Record<string, string> {
  return isRepeated ? { 'idempotency-replayed': 'true' } : {};
}
