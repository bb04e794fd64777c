import * as z from 'zod';
import { catalogueSchema } from '../catalogue/schema.ts';
import { apiKeyScopes } from '../domain/api-key.ts';
import { contract } from './contract.ts';
import { id, instant, line, pageOf, paging } from './shared.ts';

const catalogueInForce = catalogueSchema
  .extend({ version: z.int().min(1).describe('Counts the catalogues this deployment has had') })
  .meta({ id: 'CatalogueInForce' });

const scopes = z
  .array(z.enum(apiKeyScopes))
  .min(1)
  .max(apiKeyScopes.length)
  .describe('"operator" may do everything that staff does; "vendor:…" is for the vendor’s own application');

const apiKey = z
  .strictObject({ id: id('key'), name: z.string(), scopes: z.array(z.enum(apiKeyScopes)), created_at: instant })
  .meta({ id: 'ApiKey' });

const newApiKey = apiKey
  .extend({ key: z.string().describe('Send it as "Authorization: Bearer …". It is shown this once.') })
  .meta({ id: 'NewApiKey' });

export const getCatalogue = contract({
  operation: 'getCatalogue',
  summary: 'Read the catalogue in force',
  description:
    'Plans, prices with the date each holds from, licence types, modules, add-ons, billing time zone and seller.',
  response: { status: 200, schema: catalogueInForce },
  refusals: ['catalogue.missing'],
  etag: true,
});

export const replaceCatalogue = contract({
  operation: 'replaceCatalogue',
  summary: 'Replace the whole catalogue',
  description:
    'A price changes from a later date than today’s and never rewrites the past. Plans, licence types, modules and add-ons are retired, not removed; a plan’s kind, currency, terms and proration stay. Every mistake is listed with a pointer to it. Sending what is in force changes nothing.',
  body: z.unknown().meta({ override: { $ref: '#/components/schemas/CatalogueEdit' } }),
  response: { status: 200, schema: catalogueInForce },
  refusals: ['catalogue.invalid', 'edit.stale', 'edit.conflict'],
  etag: true,
});

export const listApiKeys = contract({
  operation: 'listApiKeys',
  summary: 'List the API keys in force',
  query: z.strictObject(paging),
  response: { status: 200, schema: pageOf('ApiKeyPage', apiKey) },
  refusals: ['request.bad-cursor'],
});

export const createApiKey = contract({
  operation: 'createApiKey',
  summary: 'Create an API key',
  description: 'The key is in the answer and never shown again; only its hash is kept.',
  body: z.strictObject({ name: line(80), scopes }),
  response: { status: 201, schema: newApiKey },
  refusals: [],
});

export const revokeApiKey = contract({
  operation: 'revokeApiKey',
  summary: 'Revoke an API key at once',
  path: z.strictObject({ key: id('key') }),
  response: { status: 204, schema: z.undefined() },
  refusals: ['api-key.not-found', 'api-key.own'],
});

export const getHealth = contract({
  operation: 'getHealth',
  summary: 'Whether this deployment can serve',
  response: {
    status: 200,
    schema: z
      .strictObject({
        status: z.literal('ok'),
        version: z.string().describe('Release of this software'),
        catalogue_version: z.int().min(1),
      })
      .meta({ id: 'Health' }),
  },
  refusals: ['catalogue.missing', 'service.unavailable'],
});
