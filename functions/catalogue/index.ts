import { area } from '../../lib/runtime/area.ts';
import { createApiKey } from './create-api-key.ts';
import { getCatalogue } from './get-catalogue.ts';
import { getHealth } from './get-health.ts';
import { listApiKeys } from './list-api-keys.ts';
import { replaceCatalogue } from './replace-catalogue.ts';
import { revokeApiKey } from './revoke-api-key.ts';

export const handler = area([getCatalogue, replaceCatalogue, listApiKeys, createApiKey, revokeApiKey, getHealth]);
