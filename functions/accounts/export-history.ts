import * as contract from '../../lib/contract/accounts.ts';
import type { Actor } from '../../lib/domain/actor.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { csvOf } from '../../lib/runtime/csv.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadActorNames } from '../../lib/store/actors.ts';
import { type HistoryPage, type HistoryRecord, listHistory } from '../../lib/store/history.ts';
import type { Key } from '../../lib/store/table.ts';

/** A Lambda answers 6 MB at the most; a line takes up to 2 KB. */
const MOST_LINES = 2000;
const columns = ['at', 'action', 'actor_kind', 'actor_id', 'actor_name', 'on_behalf_of', 'subject', 'before', 'after'];

export const exportHistory = route(contract.exportHistory, async ({ path, query, actor }) => {
  const list = `history.csv:${path.account}`;
  const { records, last } = await loadLines(path.account, actor, await decodeCursor<Key>(list, query.cursor));
  const names = await loadActorNames(records);
  const next = await encodeCursor(list, last);
  return {
    body: csvOf(
      columns,
      records.map((each) => cells(each, names)),
    ),
    headers: {
      'content-disposition': `attachment; filename="history-${path.account}.csv"`,
      ...(next === null ? {} : { link: nextLink(path.account, next) }),
    },
  };
});

async function loadLines(account: AccountId, viewer: Actor, start: Key | undefined): Promise<HistoryPage> {
  const records: HistoryRecord[] = [];
  let last = start;
  do {
    const page = await listHistory(account, viewer, MOST_LINES - records.length, false, last);
    records.push(...page.records);
    last = page.last;
  } while (last !== undefined && records.length < MOST_LINES);
  return { records, last };
}

function cells(record: HistoryRecord, names: ReadonlyMap<string, string>): string[] {
  return [
    record.at,
    record.action,
    record.actor.kind,
    record.actor.id,
    names.get(record.actor.id) ?? '',
    record.onBehalfOf ?? '',
    record.subject,
    JSON.stringify(record.before ?? {}),
    JSON.stringify(record.after ?? {}),
  ];
}

function nextLink(account: AccountId, cursor: string): string {
  return `<${environment().BASE_URL}/v1/accounts/${account}/history.csv?cursor=${cursor}>; rel="next"`;
}
