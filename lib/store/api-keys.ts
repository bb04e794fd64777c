import type { ApiKeyId } from '../domain/ids.ts';
import { sha256 } from '../runtime/hashes.ts';
import { keys } from './keys.ts';
import { ABSENT, get, type Item, queryAll, transact, type Write } from './table.ts';

/** What a key may do: everything of staff, read accounts, or ask for entitlements. */
export const apiKeyScopes = ['operator', 'vendor:read', 'vendor:entitlements'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

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

/** Keeps a new key; a key that is there already stays as it is, so preparing a deployment twice is harmless. */
export async function commitApiKey(key: ApiKey): Promise<void> {
  await transact([
    { label: 'key', Put: { Item: { ...keys.apiKey(key.hash), ...toItem(key) }, ConditionExpression: ABSENT } },
    { label: 'listed', Put: { Item: { ...keys.apiKeyById(key.id), ...toItem(key) } } },
  ]);
}

export async function listApiKeys(): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  for await (const item of queryAll({ pk: 'API-KEYS', consistent: true })) found.push(fromItem(item));
  return found;
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
