import type { Actor } from '../domain/actor.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { PlainDate } from '../domain/dates.ts';
import type { AccountId, InvoiceId } from '../domain/ids.ts';
import type { Invoice } from '../domain/invoices/invoice.ts';
import { maySeePrices } from '../domain/resellers/prices.ts';
import { loadSettledHead } from './credit.ts';
import { shownTo } from './history.ts';
import { keys } from './keys.ts';
import { withMoneyAsJson } from './plain-json.ts';
import { getMany, type Item, type Key, queryPage } from './table.ts';
import { loadUsed } from './usage-counts.ts';

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

/** One page of all that stands in the account's partition and may be seen, with its credit on the first. (A11, R5) */
export async function exportPage(
  account: AccountId,
  limit: number,
  moment: { readonly viewer: Actor; readonly today: PlainDate; readonly catalogue: Catalogue },
  after?: Key,
): Promise<ExportPage> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    limit,
    after: after as Item | undefined,
    consistent: true,
  });
  const items = await itemsFor(moment.viewer, account, page.items);
  const records = (await Promise.all(items.map((item) => withWholeCount(account, item)))).map(toRecord);
  if (after === undefined) {
    const { head } = await loadSettledHead(account, moment);
    records.unshift({ kind: 'credit', record: toJson(withMoneyAsJson(head)) as Record<string, unknown> });
  }
  return { records, last: page.last as Key | undefined };
}

/** What was bought at a reseller's prices is left out for whom they are not, and its amounts in facts. (R5) */
async function itemsFor(viewer: Actor, account: AccountId, items: readonly Item[]): Promise<Item[]> {
  const documents = await documentsOf(account, items);
  return items
    .filter((item) => maySeePrices({ reseller: resellerOf(item, documents) }, viewer))
    .map((item) => (item['type'] === 'history' ? shownTo(viewer, item) : item));
}

/** What was used is one number, however far its count is spread. */
async function withWholeCount(account: AccountId, item: Item): Promise<Item> {
  if (item['type'] !== 'usage') return item;
  const of = { meter: item['meter'] as string, countedFor: item['countedFor'] as string };
  return { type: item['type'], ...of, used: await loadUsed({ account, ...of }) };
}

function resellerOf(item: Item, documents: ReadonlyMap<unknown, Item>): AccountId | undefined {
  switch (item['type']) {
    case 'order':
    case 'payment-use':
      return item['reseller'] as AccountId | undefined;
    case 'invoice':
      return (item['document'] as Invoice).reseller;
    case 'invoice-xml':
      return (documents.get(item['invoice'])?.['document'] as Invoice | undefined)?.reseller;
    default:
      return undefined;
  }
}

/** An invoice's XML lies apart from it, and does not say at whose prices it is. */
async function documentsOf(account: AccountId, items: readonly Item[]): Promise<ReadonlyMap<unknown, Item>> {
  const ids = items.filter(({ type }) => type === 'invoice-xml').map((item) => item['invoice'] as InvoiceId);
  const found = ids.length === 0 ? [] : await getMany(ids.map((id) => keys.invoice(account, id)));
  return new Map(ids.flatMap((id, index) => (found[index] === undefined ? [] : [[id, found[index]]])));
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
