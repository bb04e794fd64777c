import * as contract from '../../lib/contract/catalogue.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { listApiKeys as list } from '../../lib/store/api-keys.ts';
import type { Key } from '../../lib/store/table.ts';

const LIST = 'api-keys';

export const listApiKeys = route(contract.listApiKeys, async ({ query }) => {
  const after = (await decodeCursor(LIST, query.cursor)) as Key | undefined;
  const { apiKeys, last } = await list(query.limit, after);
  const items = apiKeys.map(({ id, name, scopes, createdAt }) => ({
    id,
    name,
    scopes: [...scopes],
    created_at: createdAt,
  }));
  return { body: { items, next_cursor: await encodeCursor(LIST, last) } };
});
