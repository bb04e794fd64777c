import { onceADate } from '../../lib/runtime/once-a-date.ts';
import { sendToQueue } from '../../lib/runtime/queues.ts';
import { dueBy } from '../../lib/store/due.ts';
import type { DueMessage } from './due-message.ts';

/** Messages that are gathered before they are sent. */
const GATHERED = 500;

/**
 * Hands out everything that is due by the business date that has begun. What is due comes from a sparse index, so a date
 * on which nothing is due costs a few empty queries.
 */
export const handler = onceADate('rollover', async (date, { version }) => {
  let gathered: DueMessage[] = [];
  let count = 0;
  for await (const { pk, sk } of dueBy(date)) {
    gathered.push({ date, pk, sk, catalogue: version });
    count += 1;
    if (gathered.length < GATHERED) continue;
    await sendToQueue('rollover', gathered);
    gathered = [];
  }
  await sendToQueue('rollover', gathered);
  return count;
});
