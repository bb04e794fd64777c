import * as contract from '../../lib/contract/catalogue.ts';
import { newApiKey } from '../../lib/runtime/new-api-key.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitApiKey } from '../../lib/store/api-keys.ts';

export const createApiKey = route(contract.createApiKey, async ({ body, now }) => {
  const scopes = [...new Set(body.scopes)];
  const { apiKey, secret } = newApiKey(body.name, scopes, now);
  await commitApiKey(apiKey);
  return { body: { id: apiKey.id, name: apiKey.name, scopes, created_at: apiKey.createdAt, key: secret } };
});
