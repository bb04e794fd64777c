import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { documentClient, type Item } from '../../lib/store/table.ts';
import { Crash, injectFaults } from './faults.ts';

/** Something that is done in several writes, and that whoever wants it done asks for again until it is. */
export interface Act<T extends { readonly account: AccountId }> {
  /** A fresh account for each run. */
  prepare(): Promise<T>;
  run(prepared: T): Promise<unknown>;
  /** What comes later by itself, such as the next roll-over. */
  readonly later?: (prepared: T) => Promise<unknown>;
}

/**
 * Runs an act with the process dying before and after each of its writes in turn, and asks for it again: whatever it left
 * behind is exactly what an undisturbed run leaves. Answers how many writes it takes.
 */
export async function dieAtEveryWrite<T extends { readonly account: AccountId }>(act: Act<T>): Promise<number> {
  const undisturbed = await act.prepare();
  const writes = await countWrites(() => act.run(undisturbed));
  await finish(act, undisturbed);
  const expected = await everythingAbout(undisturbed.account);
  for (let index = 1; index <= writes; index += 1) {
    for (const crash of ['crash-before', 'crash-after'] as const) {
      const prepared = await act.prepare();
      const stop = injectFaults(({ write }) => (write === index ? crash : 'none'));
      await expect(act.run(prepared)).rejects.toThrow(Crash).finally(stop);
      await act.run(prepared);
      await finish(act, prepared);
      expect(await everythingAbout(prepared.account), `${crash} write ${index} of ${writes}`).toEqual(expected);
    }
  }
  return writes;
}

/** Once more, because nobody knows that it is done already. */
async function finish<T extends { readonly account: AccountId }>(act: Act<T>, prepared: T): Promise<void> {
  await act.run(prepared);
  await act.later?.(prepared);
}

async function countWrites(work: () => Promise<unknown>): Promise<number> {
  let writes = 0;
  const stop = injectFaults(({ write }) => {
    writes = write;
    return 'none';
  });
  await work().finally(stop);
  return writes;
}

/** Every item of the table that has to do with an account, without what differs from one account to the next. */
async function everythingAbout(account: AccountId): Promise<string[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await documentClient().send(
      new ScanCommand({ TableName: environment().TABLE_NAME, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items
    .map((item) => [JSON.stringify(item), item] as const)
    .filter(([text]) => text.includes(account))
    .map(([, item]) => withoutNames(item))
    .sort();
}

/** Keys, numbers and hashes follow from ids, and ids are drawn. */
const DRAWN = new Set(['pk', 'sk', 'h', 'due', 'dueShard', 'number', 'requestHash']);

function withoutNames(item: Item): string {
  const kept = JSON.stringify(item, (name, value: unknown) => (DRAWN.has(name) ? undefined : value));
  return kept.replaceAll(/\b([a-z]{3,4})_[0-9A-HJKMNP-TV-Z]{26}\b/gi, '$1').replaceAll(/RF\d{17}/g, 'RF');
}
