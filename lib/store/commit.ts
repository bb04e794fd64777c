import { Refused } from '../domain/refusal.ts';
import { RepeatedRequest, wasRepeated } from './idempotency.ts';
import { type InvoiceDraft, transactNumbered } from './invoices.ts';
import { pauseAfterLostRace } from './pause.ts';
import type { Write } from './table.ts';

export interface Decision<T> {
  readonly writes: readonly Write[];
  /** Invoices to issue with the writes; they get their numbers in the same transaction. */
  readonly invoices?: readonly InvoiceDraft[];
  readonly result: T;
}

/** How often a decision is made again before the caller is asked to come back. */
export const MAX_TRIES = 20;

/**
 * Loads, decides and writes; when somebody else was faster, does it again on what is there now.
 *
 * Shape:  `decide` loads afresh each time and refuses what can no longer be.
 * Errors: what `decide` refuses; `edit.conflict` after {@link MAX_TRIES} lost races; {@link RepeatedRequest} when the same
 *         request was carried out meanwhile.
 */
export async function decideAndCommit<T>(decide: () => Promise<Decision<T>>): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { writes, invoices = [], result } = await decide();
    if (writes.length === 0) return result;
    const outcome = await transactNumbered(invoices, writes);
    if (outcome.committed) return result;
    if (wasRepeated(outcome)) throw new RepeatedRequest();
    await pauseAfterLostRace(tries);
  }
  throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
}
