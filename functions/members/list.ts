import * as contract from '../../lib/contract/members.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { listMembers as load } from '../../lib/store/members.ts';
import type { Key } from '../../lib/store/table.ts';
import { memberJson } from './member-json.ts';

export const listMembers = route(contract.listMembers, async ({ path, query }) => {
  const { former = false, limit } = query;
  const list = `members:${path.account}:${former}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  await requireAccount(path.account);
  const { members, last } = await load(path.account, limit, former, after);
  return { body: { items: members.map(memberJson), next_cursor: await encodeCursor(list, last) } };
});
