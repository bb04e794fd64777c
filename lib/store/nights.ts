import { headFromItem, type StoredHead } from './credit-head.ts';
import { creditPartition } from './keys.ts';
import { queryPage } from './table.ts';

/** The heads of one shard whose nights are charged, page by page. Units: 0.5 read units for each 4 KB of heads. */
export async function* headsOfShard(shard: number): AsyncGenerator<StoredHead[]> {
  let after: Record<string, unknown> | undefined;
  do {
    const page = await queryPage({ pk: creditPartition(shard), after });
    yield page.items.map(headFromItem);
    after = page.last;
  } while (after !== undefined);
}
