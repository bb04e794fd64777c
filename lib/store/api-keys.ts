import type { ApiKeyScope } from '../domain/api-key.ts';
import type { ApiKeyId } from '../domain/ids.ts';
import { sha256 } from '../runtime/hashes.ts';
import { API_KEYS, keys } from './keys.ts';
import { ABSENT, get, type Item, type Key, PRESENT, queryPage, transact, type Write } from './table.ts';

/** A key of the vendor's staff or application. The key itself is shown once and kept only as a hash. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly hash: string;
  readonly createdAt: string;
}

function toItem(key: ApiKey): Item {
  return { type: 'api-key', v: 1, ...key };
}

function fromItem(item: Item): ApiKey {
  return {
    id: item['id'] as ApiKeyId,
    name: item['name'] as string,
    scopes: item['scopes'] as ApiKeyScope[],
    hash: item['hash'] as string,
    createdAt: item['createdAt'] as string,
  };
}

export async function findApiKey(secret: string): Promise<ApiKey | undefined> {
  const item = await get(keys.apiKey(sha256(secret)));
  return item === undefined ? undefined : fromItem(item);
}

/** The key with this id, while it is in force. */
export async function loadApiKey(id: ApiKeyId): Promise<ApiKey | undefined> {
  const item = await get(keys.apiKeyById(id));
  return item === undefined ? undefined : fromItem(item);
}

/** Holds only while the key is in force; fails with the label `api-key`. */
export function apiKeyStays(id: ApiKeyId): Write {
  return { label: 'api-key', ConditionCheck: { Key: keys.apiKeyById(id), ConditionExpression: PRESENT } };
}

/** Keeps a new key; a key that is there already stays as it is, so preparing a deployment twice is harmless. */
export async function commitApiKey(key: ApiKey): Promise<void> {
  await transact([
    { label: 'key', Put: { Item: { ...keys.apiKey(key.hash), ...toItem(key) }, ConditionExpression: ABSENT } },
    { label: 'listed', Put: { Item: { ...keys.apiKeyById(key.id), ...toItem(key) } } },
  ]);
}

export interface ApiKeyPage {
  readonly apiKeys: ApiKey[];
  readonly last: Key | undefined;
}

/** The keys in force, in the order of creation. */
export async function listApiKeys(limit: number, after?: Key): Promise<ApiKeyPage> {
  const page = await queryPage({ pk: API_KEYS, limit, after: after as Item | undefined, consistent: true });
  return { apiKeys: page.items.map(fromItem), last: page.last as Key | undefined };
}

/** Ends a key at once. False when there is none with this id. */
export async function commitApiKeyRevocation(id: ApiKeyId): Promise<boolean> {
  const item = await get(keys.apiKeyById(id));
  if (item === undefined) return false;
  const writes: Write[] = [
    { label: 'key', Delete: { Key: keys.apiKey(item['hash'] as string) } },
    { label: 'listed', Delete: { Key: keys.apiKeyById(id) } },
  ];
  await transact(writes);
  return true;
}
