import { expect } from 'vitest';
import type { CreditEntry, Statement } from '../../lib/domain/credit/credit-head.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { money } from '../../lib/domain/money.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { chained } from '../../lib/store/credit-chain.ts';
import { EMPTY_CHAIN, loadHead, type RunItem, runFromItem } from '../../lib/store/credit-head.ts';
import { loadLines, loadMonths } from '../../lib/store/credit-ledger.ts';
import { keys, prefixes } from '../../lib/store/keys.ts';
import { type Item, queryAll } from '../../lib/store/table.ts';

/** Everything that must hold of an account's credit, whatever happened to it. */
export async function expectSound(account: AccountId, moment: Moment): Promise<void> {
  await expectSums(account, moment);
  await expectChain(account);
}

async function expectSums(account: AccountId, moment: Moment): Promise<void> {
  const months = await loadMonths(account, moment);
  let balance = 0;
  for (const month of months) {
    expect(month.opening.minor, `opening of ${month.month}`).toBe(balance);
    for (const line of await loadLines(account, month)) {
      balance += line.amount.minor;
      expect(line.balanceAfter.minor).toBe(balance);
      expect(balance).toBeGreaterThanOrEqual(0);
    }
    expect(month.closing.minor, `closing of ${month.month}`).toBe(balance);
  }
}

/** Recomputes the chain over every entry and statement and compares it with what each record and the head carry. */
async function expectChain(account: AccountId): Promise<void> {
  const entries = await itemsOf(account, prefixes.creditEntry);
  const statements = await itemsOf(account, prefixes.statement);
  let chain: Uint8Array = EMPTY_CHAIN;
  let position = 0;
  const append = (record: CreditEntry | Statement, item: Item) => {
    chain = chained(chain, record);
    expect(Buffer.from(item['h'] as Uint8Array).toString('hex')).toBe(Buffer.from(chain).toString('hex'));
  };
  for (const statement of [...statements, undefined]) {
    const through = (statement?.['entriesThrough'] as number | undefined) ?? entries.length;
    for (const item of entries.slice(position, through)) append(item['entry'] as CreditEntry, item);
    position = through;
    if (statement !== undefined) append(statementOf(statement), statement);
  }
  const stored = await loadHead(account);
  expect(Buffer.from(stored?.chain ?? []).toString('hex')).toBe(Buffer.from(chain).toString('hex'));
}

function statementOf(item: Item): Statement {
  const currency = item['currency'] as string;
  const month = item['month'] as Statement['month'];
  return {
    month,
    opening: money(item['opening'] as number, currency),
    closing: money(item['closing'] as number, currency),
    runs: (item['runs'] as RunItem[]).map((run) => runFromItem(run, month, currency)),
    entriesThrough: item['entriesThrough'] as number,
  };
}

async function itemsOf(account: AccountId, prefix: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of queryAll({ pk: keys.account(account).pk, prefix, consistent: true })) items.push(item);
  return items;
}
