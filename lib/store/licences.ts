import * as z from 'zod';
import type { AccountId, LicenceId } from '../domain/ids.ts';
import { emptyPool, type Holder, type Licence, type LicencePool } from '../domain/licences/licence-pool.ts';
import { newId } from '../runtime/ids.ts';
import { keys, prefixes } from './keys.ts';
import { ABSENT, get, getMany, type Item, type Key, queryAll, queryPage, type Write } from './table.ts';

const poolItem = z.object({
  licenceType: z.string(),
  total: z.number(),
  inUse: z.number(),
  minimum: z.number(),
  ending: z.number(),
  version: z.number(),
});

/** A pool as it was read; a version of 0 is one that is not there yet. */
export interface StoredPool {
  readonly pool: LicencePool;
  readonly version: number;
}

export function poolFromItem(item: Item): StoredPool {
  const { licenceType, version, ...counts } = poolItem.parse(item);
  return { pool: { type: licenceType, ...counts }, version };
}

export async function loadPool(account: AccountId, type: string): Promise<StoredPool> {
  const item = await get(keys.pool(account, type));
  return item === undefined ? { pool: emptyPool(type), version: 0 } : poolFromItem(item);
}

/** The counts of every licence type, with one query. (L2) */
export async function loadPools(account: AccountId): Promise<StoredPool[]> {
  const pools: StoredPool[] = [];
  const range = { pk: keys.account(account).pk, prefix: prefixes.pool, consistent: true };
  for await (const item of queryAll(range)) pools.push(poolFromItem(item));
  return pools;
}

/** The counts of some types with one request, by type. */
export async function loadSomePools(account: AccountId, types: readonly string[]): Promise<Map<string, StoredPool>> {
  if (types.length === 0) return new Map();
  const items = await getMany(types.map((type) => keys.pool(account, type)));
  return new Map(
    types.map((type, index) => {
      const item = items[index];
      return [type, item === undefined ? { pool: emptyPool(type), version: 0 } : poolFromItem(item)];
    }),
  );
}

/** Replaces a pool as it was read; fails with the label `pool` when somebody else changed it since. */
export function replacePool(account: AccountId, before: StoredPool, after: LicencePool): Write {
  const { type, ...counts } = after;
  const item = { ...keys.pool(account, type), type: 'licence-pool', v: 1, licenceType: type, ...counts };
  return { label: 'pool', Put: { Item: { ...item, version: before.version + 1 }, ...asRead(before) } };
}

/** The pool must still be the one that was read: for what is decided by it and leaves it as it is. */
export function poolStays(account: AccountId, before: StoredPool): Write {
  return { label: 'pool', ConditionCheck: { Key: keys.pool(account, before.pool.type), ...asRead(before) } };
}

function asRead({ version }: StoredPool) {
  if (version === 0) return { ConditionExpression: ABSENT };
  return {
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':seen': version },
  };
}

const licenceItem = z.object({
  id: z.custom<LicenceId>(),
  licenceType: z.string(),
  autoRenew: z.boolean(),
  holder: z.custom<Holder>().optional(),
  version: z.number(),
});

/** A licence as it was read. */
export type StoredLicence = Licence & { readonly version: number };

export function licenceToItem(account: AccountId, { type, ...licence }: StoredLicence): Item {
  return { ...keys.licence(account, type, licence.id), type: 'licence', v: 1, licenceType: type, ...licence };
}

function licenceFromItem(item: Item): StoredLicence {
  const { licenceType, holder, ...same } = licenceItem.parse(item);
  return { ...same, type: licenceType, holder };
}

/** New free licences, to be put together with their pool. */
export function putNewLicences(account: AccountId, type: string, count: number): Write[] {
  return Array.from({ length: count }, () => {
    const licence: StoredLicence = { id: newId('lic'), type, autoRenew: true, holder: undefined, version: 1 };
    return { label: 'licence', Put: { Item: licenceToItem(account, licence), ConditionExpression: ABSENT } };
  });
}

/** Replaces a licence as it was read; fails with the label `licence` when somebody else changed it since. */
export function replaceLicence(account: AccountId, before: StoredLicence, after: Licence): Write {
  const item = licenceToItem(account, { ...after, version: before.version + 1 });
  return { label: 'licence', Put: { Item: item, ...licenceAsRead(before) } };
}

export function deleteLicence(account: AccountId, before: StoredLicence): Write {
  return {
    label: 'licence',
    Delete: { Key: keys.licence(account, before.type, before.id), ...licenceAsRead(before) },
  };
}

function licenceAsRead({ version }: StoredLicence) {
  return {
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':seen': version },
  };
}

/** A licence by its id alone, asked for under each of the plan's types with one request. */
export async function findLicence(
  account: AccountId,
  id: LicenceId,
  types: readonly string[],
): Promise<StoredLicence | undefined> {
  const items = await getMany(types.map((type) => keys.licence(account, type, id)));
  const item = items.find((found) => found !== undefined);
  return item === undefined ? undefined : licenceFromItem(item);
}

/** The licences of these ids by type, with one request; those that have ended are not among them. */
export async function loadLicences(
  account: AccountId,
  ids: Readonly<Record<string, LicenceId>>,
): Promise<StoredLicence[]> {
  const wanted = Object.entries(ids);
  if (wanted.length === 0) return [];
  const items = await getMany(wanted.map(([type, id]) => keys.licence(account, type, id)));
  return items.filter((item) => item !== undefined).map(licenceFromItem);
}

/** A free licence of a type; one that renews before one that ends with the period. */
export async function findFreeLicence(account: AccountId, type: string): Promise<StoredLicence | undefined> {
  let ending: StoredLicence | undefined;
  for await (const licence of licencesOf(account, type)) {
    if (licence.holder !== undefined) continue;
    if (licence.autoRenew) return licence;
    ending ??= licence;
  }
  return ending;
}

/** Every licence of an account, or of one type. */
export async function* licencesOf(account: AccountId, type?: string): AsyncGenerator<StoredLicence> {
  const prefix = type === undefined ? prefixes.licence : `${prefixes.licence}${type}#`;
  for await (const item of queryAll({ pk: keys.account(account).pk, prefix, consistent: true }))
    yield licenceFromItem(item);
}

export interface LicencePage {
  readonly licences: StoredLicence[];
  readonly last: Key | undefined;
}

export async function listLicences(account: AccountId, limit: number, after?: Key): Promise<LicencePage> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    prefix: prefixes.licence,
    limit,
    after: after as Item | undefined,
    consistent: true,
  });
  return { licences: page.items.map(licenceFromItem), last: page.last as Key | undefined };
}
