import type { Instant, PlainDate } from '../domain/dates.ts';
import { headFromItem, type StoredHead } from './credit-head.ts';
import { creditPartition, keys } from './keys.ts';
import { get, put, queryPage } from './table.ts';

/** Whether a night was handed to the workers already. It can be handed out again at any time without harm. */
export async function nightIsPlanned(night: PlainDate): Promise<boolean> {
  return (await get(keys.night(night))) !== undefined;
}

/** Notes that every shard of a night was handed out; written last, so that a planner that dies is followed by another. */
export async function commitNightPlanned(night: PlainDate, at: Instant): Promise<void> {
  await put({ Item: { ...keys.night(night), type: 'night', v: 1, night, plannedAt: at } });
}

/** The heads of one shard whose nights are charged, page by page. Units: 0.5 read units for each 4 KB of heads. */
export async function* headsOfShard(shard: number): AsyncGenerator<StoredHead[]> {
  let after: Record<string, unknown> | undefined;
  do {
    const page = await queryPage({ pk: creditPartition(shard), after });
    yield page.items.map(headFromItem);
    after = page.last;
  } while (after !== undefined);
}
