import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOverride,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { type AreaName, type Route, routes } from '../../functions/manifest.ts';
import { catalogueEditSchema } from '../catalogue/schema.ts';
import { release } from '../release.ts';
import { contracts } from './all.ts';
import { describeOperation } from './openapi-operation.ts';
import { faultResponse, problemExamples, problemSchema, throttledResponse } from './openapi-problems.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const description = `Accounts, members, prepaid credit, licences, invoices and payments of a software vendor's customers.

**Who calls.** Send \`Authorization: Bearer …\` with a session token from \`POST /v1/sessions\` or with an API key.

**Money** is an integer of minor units with its currency: \`{"amount":1200,"currency":"EUR"}\` is 12.00 EUR.

**Bills** say \`net\`, \`tax\` and \`total\`: a preview, its order and its invoice alike. \`total\` is what is to be paid.

**Dates** are calendar dates in the vendor's billing time zone; instants are RFC 3339 in UTC.

**Refusals** are [problem details](https://www.rfc-editor.org/rfc/rfc9457) with a \`code\` that never changes, a pointer to each mistake, and often a link to the way out. A refused request changes nothing. Titles and details are in the language of \`Accept-Language\`.

**Lists** answer \`next_cursor\`; send it back as \`cursor\` for the next page.

**Edits** may send the \`ETag\` that was read as \`If-Match\`. **Requests that move money** need an \`Idempotency-Key\`: the same key and body are carried out once, and answered alike ever after.`;

const areaText: Partial<Record<AreaName, string>> = {
  'sign-ups': 'Signing up and confirming the e-mail',
  sessions: 'Signing in and out, passwords, and users',
  accounts: 'Customer organisations, their details, history and export',
  members: 'People in an account, invitations, and what they may use',
  credit: 'Prepaid credit: balance, statement, previews, add-ons',
  licences: 'Licences: how many there are, who holds them, which renew',
  subscription: 'The subscription: its state and period, changes, cancelling, the dry run of its renewal',
  orders: 'Buying: previews with VAT, orders, and how to pay them by card or transfer',
  invoices:
    'Invoices and credit notes: JSON, PDF, EN 16931 XML and CSV. For staff also the registers by number, and the journal of every movement of money',
  payments:
    'Money that arrives: what gateways report, transfers by hand or from a CAMT.053 file, and what is left over to be assigned',
  support: 'Tickets, other ways to reach support, and training sessions',
  resellers: 'Resellers: their discount, their customers, opening an account for one, and withdrawing their access',
  usage: 'What an account used of what its plan counts, and what it comes to',
  catalogue: 'Plans and prices, API keys, health',
  docs: 'This description',
};

let built: OpenApiDocument | undefined;

/** The description of the API, made once from the manifest and the contracts. */
export function openApiDocument(): OpenApiDocument {
  built ??= build();
  return built;
}

/** Routes that are part of the API: pages answer people, not programs. */
export function apiRoutes(): readonly Route[] {
  return (routes as readonly Route[]).filter(({ kind }) => kind !== 'page');
}

function build(): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  const responses = new Map<string, ZodOpenApiResponseObject>([
    ['Fault', faultResponse],
    ['Throttled', throttledResponse],
  ]);
  const described = apiRoutes();
  for (const route of described) {
    const contract = contracts.get(route.operation as never);
    if (contract === undefined) throw new Error(`${route.operation} has no contract`);
    const { operation, responses: refusals } = describeOperation(route, contract);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
    for (const [name, response] of refusals) responses.set(name, response);
  }
  const areas = [...new Set(described.map(({ area }) => area))];
  return createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Seatledger API', version: release, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags: areas.map((name) => ({ name, description: areaText[name] ?? name })),
      paths: paths as ZodOpenApiPathsObject,
      components: {
        schemas: { Problem: problemSchema, CatalogueEdit: catalogueEditSchema },
        responses: Object.fromEntries([...responses].sort(([a], [b]) => (a < b ? -1 : 1))),
        examples: problemExamples,
        headers: {
          'X-Request-Id': { schema: { type: 'string' }, description: 'Name it when you write to support' },
          ETag: { schema: { type: 'string' }, description: 'The version that was read or made, to send as If-Match' },
          'Idempotency-Replayed': {
            schema: { type: 'string', enum: ['true'] },
            description: 'Present when this is the remembered answer to an earlier request',
          },
          'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait' },
        },
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'A session token from POST /v1/sessions' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the vendor’s staff or application' },
        },
      },
    },
    { override: readable, allowEmptySchema: { custom: true } },
  );
}

/** A text that is trimmed and then checked is described by what it has to be in the end. */
const readable: ZodOpenApiOverride = ({ zodSchema, jsonSchema, io }) => {
  const { def } = zodSchema._zod;
  if (io !== 'input' || def.type !== 'pipe') return;
  const { out } = def as unknown as z.core.$ZodPipeDef;
  if (out._zod.def.type !== 'string') return;
  const { minLength, maxLength, format } = z.toJSONSchema(out);
  Object.assign(jsonSchema, Object.fromEntries(Object.entries({ minLength, maxLength, format }).filter(isGiven)));
};

function isGiven([, value]: readonly [string, unknown]): boolean {
  return value !== undefined;
}
