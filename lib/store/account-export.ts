import type { Catalogue } from '../domain/catalogue.ts';
import type { PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { loadSettledHead } from './credit.ts';
import { keys } from './keys.ts';
import { withMoneyAsJson } from './plain-json.ts';
import { type Item, type Key, queryPage } from './table.ts';

export interface ExportedRecord {
  readonly kind: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface ExportPage {
  readonly records: ExportedRecord[];
  readonly last: Key | undefined;
}

/** How the table keeps an item, and nothing of the account's. */
const TABLES_OWN = new Set(['pk', 'sk', 'type', 'v', 'ttl', 'listing', 'listed', 'dueShard', 'due']);

/** One page of all that stands in the account's partition, with its credit on the first. (A11) */
export async function exportPage(
  account: AccountId,
  limit: number,
  moment: { readonly today: PlainDate; readonly catalogue: Catalogue },
  after?: Key,
): Promise<ExportPage> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    limit,
    after: after as Item | undefined,
    consistent: true,
  });
  const records = page.items.map(toRecord);
  if (after === undefined) {
    const { head } = await loadSettledHead(account, moment);
    records.unshift({ kind: 'credit', record: toJson(withMoneyAsJson(head)) as Record<string, unknown> });
  }
  return { records, last: page.last as Key | undefined };
}

function toRecord(item: Item): ExportedRecord {
  const own = Object.entries(item).filter(([name]) => !TABLES_OWN.has(name));
  return {
    kind: item['type'] as string,
    record: toJson(withMoneyAsJson(Object.fromEntries(own))) as Record<string, unknown>,
  };
}

/** Names in snake_case as everywhere in the API, bytes as hex. */
function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [snakeCase(name), toJson(part)]));
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
