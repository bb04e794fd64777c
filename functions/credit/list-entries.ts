import type * as z from 'zod';
import { exportCreditEntries as exportContract, listCreditEntries as listContract } from '../../lib/contract/credit.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { PLAN } from '../../lib/domain/credit/rate.ts';
import type { StatementLine } from '../../lib/domain/credit/statement-lines.ts';
import { nextMonth, type PlainMonth } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { decimal } from '../../lib/messages/format.ts';
import { csvOf } from '../../lib/runtime/csv.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { type LedgerMonth, loadLines, loadMonths } from '../../lib/store/credit-ledger.ts';

type LineJson = z.input<typeof listContract.response.schema>['items'][number];

/** Where a page ended: so many lines of a month were given. */
interface Position {
  readonly month: PlainMonth;
  readonly given: number;
}

export const listCreditEntries = route(listContract, async ({ path, query, today, catalogue }) => {
  const list = `entries:${path.account}:${query.month ?? ''}`;
  const after = await decodeCursor<Position>(list, query.cursor);
  const start = after ?? { month: (query.month ?? '0000-00') as PlainMonth, given: 0 };
  const months = await monthsFrom(path.account, { today, catalogue }, start.month, query.month);
  const page = await linesFrom(path.account, months, start, query.limit);
  return { body: { items: page.lines.map(lineJson), next_cursor: await encodeCursor(list, page.next) } };
});

async function monthsFrom(
  account: AccountId,
  moment: Omit<Moment, 'now'>,
  from: PlainMonth,
  only: string | undefined,
): Promise<LedgerMonth[]> {
  const months = await loadMonths(account, moment, from);
  return only === undefined ? months : months.filter(({ month }) => month === only);
}

async function linesFrom(account: AccountId, months: readonly LedgerMonth[], start: Position, limit: number) {
  const lines: StatementLine[] = [];
  for (const month of months) {
    const given = month.month === start.month ? start.given : 0;
    const all = await loadLines(account, month);
    const taken = all.slice(given, given + limit - lines.length);
    lines.push(...taken);
    if (given + taken.length < all.length) return { lines, next: { month: month.month, given: given + taken.length } };
    if (lines.length === limit && month !== months.at(-1))
      return { lines, next: { month: nextMonth(month.month), given: 0 } };
  }
  return { lines, next: undefined };
}

function lineJson({ on, kind, amount, balanceAfter, users, components, entry }: StatementLine): LineJson {
  return {
    on,
    kind,
    amount: moneyJson(amount),
    balance_after: moneyJson(balanceAfter),
    users: users ?? null,
    components: components.map((part) => ({
      add_on: part.component === PLAN ? null : part.component,
      users: part.users,
      amount: moneyJson(part.amount),
    })),
    entry: entry?.number ?? null,
    member: entry?.member ?? null,
    order: entry?.order ?? null,
    payment: entry?.payment ?? null,
    reason: entry?.reason ?? null,
  };
}

export const exportCreditEntries = route(exportContract, async ({ path, query, today, catalogue }) => {
  const months = await monthsFrom(
    path.account,
    { today, catalogue },
    (query.month ?? '0000-00') as PlainMonth,
    query.month,
  );
  const lines: StatementLine[] = [];
  for (const month of months) lines.push(...(await loadLines(path.account, month)));
  const rows = lines.map((line) => [
    line.on,
    line.kind,
    decimal(line.amount.minor, 2),
    decimal(line.balanceAfter.minor, 2),
    line.amount.currency,
    line.users ?? '',
    line.entry?.number ?? '',
    line.entry?.order ?? '',
    line.entry?.reason ?? '',
  ]);
  const columns = ['date', 'kind', 'amount', 'balance_after', 'currency', 'users', 'entry', 'order', 'reason'];
  return {
    body: csvOf(columns, rows),
    headers: { 'content-disposition': `attachment; filename="credit-${path.account}.csv"` },
  };
});
