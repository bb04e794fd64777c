import type * as z from 'zod';
import * as contract from '../../lib/contract/accounts.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadActorNames } from '../../lib/store/actors.ts';
import { type HistoryRecord, listHistory as load } from '../../lib/store/history.ts';
import type { Key } from '../../lib/store/table.ts';

type HistoryJson = z.input<typeof contract.historyRecord>;

export const listHistory = route(contract.listHistory, async ({ path, query, actor }) => {
  const list = `history:${path.account}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  const { records, last } = await load(path.account, actor, query.limit, true, after);
  const names = await loadActorNames(records);
  return {
    body: { items: records.map((each) => recordJson(each, names)), next_cursor: await encodeCursor(list, last) },
  };
});

function recordJson(record: HistoryRecord, names: ReadonlyMap<string, string>): HistoryJson {
  return {
    id: record.id,
    at: record.at,
    action: record.action,
    actor: { ...record.actor, name: names.get(record.actor.id) ?? null },
    on_behalf_of: record.onBehalfOf ?? null,
    subject: record.subject,
    before: { ...record.before },
    after: { ...record.after },
  };
}
