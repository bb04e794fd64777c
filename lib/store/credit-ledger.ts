import type { CreditEntry, Statement } from '../domain/credit/credit-head.ts';
import { linesOf, type StatementLine } from '../domain/credit/statement-lines.ts';
import type { PlainMonth } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { money } from '../domain/money.ts';
import { loadSettledHead, type Moment } from './credit.ts';
import { type RunItem, runFromItem } from './credit-head.ts';
import { keys, prefixes } from './keys.ts';
import { type Item, queryAll, queryPage } from './table.ts';

const FIRST_MONTH = '0000-00' as PlainMonth;
const LAST_MONTH = '9999-99' as PlainMonth;

/** A month of the ledger: sealed, or still open. */
export interface LedgerMonth extends Statement {
  readonly sealed: boolean;
  /** SHA-256 of the chain at its end, as hex; absent while open. */
  readonly chain: string | undefined;
}

/** The months from `from` on, oldest first, the last one still open. Nights that are late are counted in. */
export async function loadMonths(
  account: AccountId,
  moment: Omit<Moment, 'now'>,
  from: PlainMonth = FIRST_MONTH,
): Promise<LedgerMonth[]> {
  const settled = await loadSettledHead(account, moment);
  const sealed: LedgerMonth[] = [];
  const range = {
    pk: keys.account(account).pk,
    between: [prefixes.statement + from, prefixes.statement + LAST_MONTH] as const,
    consistent: true,
  };
  for await (const item of queryAll(range)) sealed.push(statementFromItem(item));
  const { head } = settled;
  const open: Statement[] = [
    ...settled.statements.filter(({ month }) => !sealed.some((statement) => statement.month === month)),
    { month: head.month, opening: head.opening, closing: head.balance, runs: head.runs, entriesThrough: head.entries },
  ];
  return [
    ...sealed,
    ...open
      .filter(({ month }) => month >= from)
      .map((statement) => ({ ...statement, sealed: false, chain: undefined })),
  ];
}

function statementFromItem(item: Item): LedgerMonth {
  const currency = item['currency'] as string;
  const month = item['month'] as PlainMonth;
  return {
    month,
    opening: money(item['opening'] as number, currency),
    closing: money(item['closing'] as number, currency),
    runs: (item['runs'] as RunItem[]).map((run) => runFromItem(run, month, currency)),
    entriesThrough: item['entriesThrough'] as number,
    sealed: true,
    chain: Buffer.from(item['h'] as Uint8Array).toString('hex'),
  };
}

/** Every night and movement of a month with the balance after it. (P11) */
export async function loadLines(account: AccountId, month: LedgerMonth): Promise<StatementLine[]> {
  const first = (await entriesBefore(account, month.month)) + 1;
  return linesOf(month, await loadEntries(account, first, month.entriesThrough));
}

/** Number of the last entry before a month. */
async function entriesBefore(account: AccountId, month: PlainMonth): Promise<number> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    between: [prefixes.statement + FIRST_MONTH, `${prefixes.statement}${month}`],
    newestFirst: true,
    limit: 2,
    consistent: true,
  });
  const before = page.items.find((item) => item['month'] !== month);
  return (before?.['entriesThrough'] as number | undefined) ?? 0;
}

async function loadEntries(account: AccountId, first: number, last: number): Promise<CreditEntry[]> {
  if (last < first) return [];
  const entries: CreditEntry[] = [];
  const range = {
    pk: keys.account(account).pk,
    between: [keys.creditEntry(account, first).sk, keys.creditEntry(account, last).sk] as const,
    consistent: true,
  };
  for await (const item of queryAll(range)) entries.push(item['entry'] as CreditEntry);
  return entries;
}
