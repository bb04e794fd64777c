import type { ApiKeyScope } from '../domain/api-key.ts';
import type { Instant } from '../domain/dates.ts';
import type { ApiKey } from '../store/api-keys.ts';
import { sha256 } from './hashes.ts';
import { newId, randomSecret } from './ids.ts';

/** A key to keep, and its secret to show once. `given` is a secret that was chosen beforehand. */
export function newApiKey(
  name: string,
  scopes: readonly ApiKeyScope[],
  at: Instant,
  given?: string,
): { readonly apiKey: ApiKey; readonly secret: string } {
  const secret = given ?? `slk_${randomSecret()}`;
  return { apiKey: { id: newId('key'), name, scopes, hash: sha256(secret), createdAt: at }, secret };
}
