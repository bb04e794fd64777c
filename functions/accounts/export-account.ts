import * as contract from '../../lib/contract/accounts.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { exportPage } from '../../lib/store/account-export.ts';
import type { Key } from '../../lib/store/table.ts';

export const exportAccount = route(contract.exportAccount, async ({ path, query, actor, today, catalogue }) => {
  const list = `export:${path.account}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  const { records, last } = await exportPage(path.account, query.limit, { viewer: actor, today, catalogue }, after);
  return { body: { items: records, next_cursor: await encodeCursor(list, last) } };
});
