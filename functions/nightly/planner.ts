import { environment } from '../../lib/runtime/environment.ts';
import { onceADate } from '../../lib/runtime/once-a-date.ts';
import { sendToQueue } from '../../lib/runtime/queues.ts';
import type { NightMessage } from './night-message.ts';

/** Starts the night of the business date that has begun: one message for each shard of the credit heads. */
export const handler = onceADate('night', async (night, { version }) => {
  const shards = Array.from({ length: environment().CREDIT_SHARDS }, (_, shard) => shard);
  await sendToQueue(
    'night',
    shards.map((shard): NightMessage => ({ night, shard, catalogue: version })),
  );
  return shards.length;
});
