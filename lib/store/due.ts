import type { PlainDate } from '../domain/dates.ts';
import { DUE_SHARDS, duePartition, keys } from './keys.ts';
import { tableSchema } from './schema.ts';
import { get, type Item, type Key, put, queryPage } from './table.ts';

/** Items on which the roll-over has to look by the end of a date, whatever date they were due. */
export async function* dueBy(today: PlainDate): AsyncGenerator<Key> {
  const { name, partitionKey, sortKey } = tableSchema.indexes.due;
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: Item | undefined;
    do {
      const page = await queryPage({
        pk: duePartition(shard),
        index: name,
        indexKeys: { pk: partitionKey, sk: sortKey },
        // '$' sorts right after '#', so every entry of the date itself is within.
        between: ['0', `${today}$`],
        after,
      });
      for (const item of page.items) yield { pk: item['pk'] as string, sk: item['sk'] as string };
      after = page.last;
    } while (after !== undefined);
  }
}

/** Whether the roll-over of a date was handed to the workers already. It can be handed out again without harm. */
export async function rolloverIsPlanned(date: PlainDate): Promise<boolean> {
  return (await get(keys.rollover(date))) !== undefined;
}

export async function commitRolloverPlanned(date: PlainDate, at: string): Promise<void> {
  await put({ Item: { ...keys.rollover(date), type: 'rollover', v: 1, date, plannedAt: at } });
}
