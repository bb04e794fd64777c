import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Caller, Route } from '../../functions/manifest.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import { statusOf } from '../runtime/problem.ts';
import type { Contract } from './contract.ts';
import { problemResponse } from './openapi-problems.ts';
import { refusalsOf, takesBody, takesIfMatch } from './openapi-refusals.ts';

export interface DescribedOperation {
  readonly operation: ZodOpenApiOperationObject;
  /** The answers it refers to, by their name among the components. */
  readonly responses: readonly (readonly [string, ZodOpenApiResponseObject])[];
}

const callerText: Readonly<Record<Caller, string>> = {
  public: 'anyone',
  user: 'anyone signed in',
  self: 'the person themselves',
  member: 'members of the account, and admins of the reseller that manages it',
  admin: 'admins and the owner of the account, and those of the reseller that manages it',
  owner: 'the owner of the account',
  operator: 'API keys with the scope `operator`',
  'vendor:read': 'API keys with the scope `vendor:read`',
  'vendor:entitlements': 'API keys with the scope `vendor:entitlements`',
  'vendor:usage': 'API keys with the scope `vendor:usage`',
};

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .describe('A value of your own, new for each purchase and the same for each retry of it')
  .meta({ example: '5f0c1d9e-purchase-1' });
const ifMatch = z
  .string()
  .optional()
  .describe('The ETag that was read; the edit is refused when it is no longer the current one')
  .meta({ example: '"3"' });

/** A route of the manifest with its contract, as OpenAPI writes it. */
export function describeOperation(route: Route, contract: Contract): DescribedOperation {
  const problems = problemsByStatus(refusalsOf(route, contract));
  return {
    operation: {
      operationId: route.operation,
      tags: [route.area],
      summary: contract.summary,
      description: [
        contract.description,
        `Who may call it: ${route.allow.map((caller) => callerText[caller]).join('; ')}.`,
      ]
        .filter((text) => text !== undefined)
        .join('\n\n'),
      ...security(route.allow),
      'x-allowed-callers': [...route.allow],
      requestParams: {
        path: contract.path,
        query: contract.query,
        header: z.object({
          ...(route.money === true ? { 'Idempotency-Key': idempotencyKey } : {}),
          ...(takesIfMatch(route, contract) ? { 'If-Match': ifMatch } : {}),
        }),
      },
      ...(takesBody(contract)
        ? {
            requestBody: {
              required: contract.body.def.type !== 'optional',
              content: { [contract.consumes?.contentType ?? 'application/json']: { schema: contract.body } },
            },
          }
        : {}),
      responses: {
        [contract.response.status]: success(route, contract),
        ...Object.fromEntries(
          problems.map(([name]) => [name.split('-')[1], { $ref: `#/components/responses/${name}` }]),
        ),
        ...(problems.some(([name]) => name.startsWith('Refused-429')) ? {} : refer('429', 'Throttled')),
        ...refer('500', 'Fault'),
      } as ZodOpenApiResponsesObject,
    },
    responses: problems,
  };
}

function refer(status: string, name: string) {
  return { [status]: { $ref: `#/components/responses/${name}` } };
}

function problemsByStatus(codes: readonly RefusalCode[]): [string, ZodOpenApiResponseObject][] {
  const byStatus = Object.entries(Object.groupBy(codes, (code) => statusOf[code]));
  return byStatus.map(([status, refusals = []]) => problemResponse(Number(status), refusals));
}

const statusText: Readonly<Record<Contract['response']['status'], string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done; there is nothing to say',
};

function success(route: Route, contract: Contract): ZodOpenApiResponseObject {
  const { status, schema, contentType = 'application/json' } = contract.response;
  const headers = [
    'X-Request-Id',
    ...(contract.etag === true ? ['ETag'] : []),
    ...(route.money === true ? ['Idempotency-Replayed'] : []),
  ];
  return {
    description: statusText[status],
    headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    ...(status === 204 ? {} : { content: { [contentType]: { schema } } }),
  };
}

function security(allow: readonly Caller[]): Pick<ZodOpenApiOperationObject, 'security'> {
  if (allow.includes('public')) return { security: [] };
  const takesKeys = allow.some((caller) => caller === 'operator' || caller.startsWith('vendor:'));
  const takesSessions = allow.some((caller) => caller !== 'operator' && !caller.startsWith('vendor:'));
  return { security: [...(takesSessions ? [{ session: [] }] : []), ...(takesKeys ? [{ apiKey: [] }] : [])] };
}
