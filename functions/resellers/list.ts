import * as contract from '../../lib/contract/resellers.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { listResellers as load } from '../../lib/store/resellers.ts';
import type { Key } from '../../lib/store/table.ts';
import { resellerJson } from './reseller-json.ts';

export const listResellers = route(contract.listResellers, async ({ query }) => {
  const after = await decodeCursor<Key>('resellers', query.cursor);
  const { resellers, last } = await load(query.limit, after);
  return { body: { items: resellers.map(resellerJson), next_cursor: await encodeCursor('resellers', last) } };
});
