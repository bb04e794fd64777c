import * as contract from '../../lib/contract/docs.ts';
import { openApiDocument } from '../../lib/contract/openapi.ts';
import { route } from '../../lib/runtime/route.ts';

export const getOpenApi = route(contract.getOpenApi, async () => ({
  body: { ...openApiDocument() },
  headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
}));
