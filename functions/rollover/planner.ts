import { businessDate } from '../../lib/domain/dates.ts';
import { now } from '../../lib/runtime/clock.ts';
import { log } from '../../lib/runtime/log.ts';
import { sendToQueue } from '../../lib/runtime/queues.ts';
import { readCatalogue } from '../../lib/store/catalogue.ts';
import { commitRolloverPlanned, dueBy, rolloverIsPlanned } from '../../lib/store/due.ts';
import type { DueMessage } from './due-message.ts';

/** Messages that are gathered before they are sent. */
const GATHERED = 500;

/**
 * Hands out everything that is due by the business date that has begun, once a date. What is due comes from a sparse
 * index, so a date on which nothing is due costs a few empty queries. A planner that dies half-way is followed by another;
 * workers find what is done already.
 */
export const handler = async (): Promise<void> => {
  const stored = await readCatalogue();
  if (stored === undefined) {
    log.warn('There is no catalogue yet, so nothing rolls over');
    return;
  }
  const at = now();
  const date = businessDate(at, stored.catalogue.billingTimeZone);
  if (await rolloverIsPlanned(date)) return;
  let gathered: DueMessage[] = [];
  let count = 0;
  for await (const { pk, sk } of dueBy(date)) {
    gathered.push({ date, pk, sk, catalogue: stored.catalogue.version });
    count += 1;
    if (gathered.length < GATHERED) continue;
    await sendToQueue('rollover', gathered);
    gathered = [];
  }
  await sendToQueue('rollover', gathered);
  await commitRolloverPlanned(date, at);
  log.info('A roll-over was started', { date, due: count });
};
