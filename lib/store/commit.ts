import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../domain/refusal.ts';
import { transact, type Write } from './table.ts';

export interface Decision<T> {
  readonly writes: readonly Write[];
  readonly result: T;
}

/** How often a decision is made again before the caller is asked to come back. */
export const MAX_TRIES = 20;
const MAX_PAUSE_MS = 250;

/**
 * Loads, decides and writes; when somebody else was faster, does it again on what is there now.
 *
 * Shape:  `decide` loads afresh each time and refuses what can no longer be.
 * Errors: what `decide` refuses; `edit.conflict` after {@link MAX_TRIES} lost races.
 */
export async function decideAndCommit<T>(decide: () => Promise<Decision<T>>): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { writes, result } = await decide();
    if (writes.length === 0) return result;
    const outcome = await transact(writes);
    if (outcome.committed) return result;
    await pauseAfterLostRace(tries);
  }
  throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
}

/** Full jitter, so that those who met once do not meet again. */
export function pauseAfterLostRace(tries: number): Promise<void> {
  return sleep(Math.random() * Math.min(MAX_PAUSE_MS, 4 * 2 ** tries));
}
