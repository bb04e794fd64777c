import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { now } from '../../lib/runtime/clock.ts';
import { eachConcurrently } from '../../lib/runtime/each-concurrently.ts';
import { log } from '../../lib/runtime/log.ts';
import { consumeBatch } from '../../lib/runtime/queue-consumer.ts';
import { loadCatalogue } from '../../lib/store/catalogue.ts';
import { commitNight, type Moment, type NightOutcome } from '../../lib/store/credit.ts';
import type { StoredHead } from '../../lib/store/credit-head.ts';
import { headsOfShard } from '../../lib/store/nights.ts';
import { type NightMessage, nightMessage } from './night-message.ts';

/** Requests in flight per worker: enough to fill the network's waiting, few enough for one partition's write rate. */
const IN_FLIGHT = 50;

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  consumeBatch(event, (body) => chargeShard(nightMessage.parse(body)));

/**
 * Charges every account of a shard for a night. An account that cannot be charged does not keep the others from it; the
 * shard then counts as failed and is run again, which charges only what is missing.
 */
async function chargeShard({ night, shard, catalogue: version }: NightMessage): Promise<void> {
  const { catalogue } = await loadCatalogue(version);
  const moment: Moment = { today: night, now: now(), catalogue };
  const counts: Partial<Record<NightOutcome | 'failed', number>> = {};
  const charge = async (head: StoredHead): Promise<void> => {
    const outcome = await chargeAccount(head, moment);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  for await (const heads of headsOfShard(shard)) await eachConcurrently(heads, IN_FLIGHT, charge);
  if (Object.keys(counts).length > 0) log.info('A shard of the night was charged', { night, shard, ...counts });
  if (counts.failed !== undefined)
    throw new Error(`${counts.failed} accounts of shard ${shard} were not charged for ${night}`);
}

async function chargeAccount(head: StoredHead, moment: Moment): Promise<NightOutcome | 'failed'> {
  try {
    return await commitNight(head, moment);
  } catch (error) {
    log.error('An account was not charged', { account: head.head.account, night: moment.today, error: error as Error });
    return 'failed';
  }
}
