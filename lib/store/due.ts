import type { PlainDate } from '../domain/dates.ts';
import { DUE_SHARDS, duePartition } from './keys.ts';
import { tableSchema } from './schema.ts';
import { type Item, type Key, queryPage } from './table.ts';

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
