import { Refused } from '../../lib/domain/refusal.ts';
import { TableBusy } from '../../lib/store/table.ts';

/** Errors: `usage.busy` where so many count the same that it did not go on; asking again is safe. */
export async function orBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TableBusy) throw new Refused('usage.busy', { retryAfterSeconds: 1 });
    throw error;
  }
}
