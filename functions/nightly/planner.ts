import { businessDate } from '../../lib/domain/dates.ts';
import { now } from '../../lib/runtime/clock.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { log } from '../../lib/runtime/log.ts';
import { sendToQueue } from '../../lib/runtime/queues.ts';
import { readCatalogue } from '../../lib/store/catalogue.ts';
import { commitNightPlanned, nightIsPlanned } from '../../lib/store/nights.ts';
import type { NightMessage } from './night-message.ts';

/**
 * Starts the night of the business date that has begun in the billing time zone, once.
 *
 * It is asked every hour, because a local midnight falls on another UTC hour in summer. A planner that dies before it is
 * through leaves the night unplanned, and the next one hands all of it out again: workers find what is charged already.
 */
export const handler = async (): Promise<void> => {
  const stored = await readCatalogue();
  if (stored === undefined) {
    log.warn('There is no catalogue yet, so nothing is charged');
    return;
  }
  const at = now();
  const night = businessDate(at, stored.catalogue.billingTimeZone);
  if (await nightIsPlanned(night)) return;
  const shards = Array.from({ length: environment().CREDIT_SHARDS }, (_, shard) => shard);
  const messages = shards.map((shard): NightMessage => ({ night, shard, catalogue: stored.catalogue.version }));
  await sendToQueue('night', messages);
  await commitNightPlanned(night, at);
  log.info('A night was started', { night, shards: shards.length });
};
