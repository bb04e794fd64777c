import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '../../functions/manifest.ts';
import { contracts } from '../../lib/contract/all.ts';
import { openApiDocument } from '../../lib/contract/openapi.ts';
import { refusalCodes } from '../../lib/contract/openapi-problems.ts';
import { statusOf } from '../../lib/runtime/problem.ts';

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  'x-allowed-callers': string[];
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { required: boolean };
  responses: Record<string, { $ref?: string }>;
}
type Json = Record<string, never>;
const apiRoutes = (routes as readonly Route[]).filter(({ kind }) => kind !== 'page');
let document: Json & {
  paths: Record<string, Record<string, Operation>>;
  components: { examples: object; responses: Record<string, object> };
};

beforeAll(() => {
  document = JSON.parse(JSON.stringify(openApiDocument()));
});

/** Words that stand alone in a cell of a table of RULES.md. */
const inTables = new Set(
  Array.from(
    readFileSync(new URL('../../lib/domain/RULES.md', import.meta.url), 'utf8').matchAll(/(?<=\| )`([a-z-]+)`(?= \|)/g),
    ([, word]) => word,
  ),
);

function valueAt(from: object, path: string): object | undefined {
  return path.split('.').reduce<Json | undefined>((at, name) => at?.[name], from as Json);
}

const described = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
  );
function operationOf(route: Route): Operation {
  const found = document.paths[route.path]?.[route.method.toLowerCase()];
  if (found === undefined) throw new Error(`${route.operation} is not in the document`);
  return found;
}

describe('The OpenAPI document and the manifest say the same', () => {
  it('has every route that is not a page, and no other', () => {
    const keys = apiRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(
      described()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(keys.sort());
  });

  it('has a contract for every operation, and no contract without a route', () => {
    expect([...contracts.keys()].sort()).toEqual(apiRoutes.map(({ operation }) => operation).sort());
  });

  it.each(apiRoutes)('$operation has its name, area, callers, and the parameters of its path', (route) => {
    const operation = operationOf(route);
    expect(operation).toMatchObject({
      operationId: route.operation,
      tags: [route.area],
      'x-allowed-callers': route.allow,
    });
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(
      [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
    );
  });

  it.each(apiRoutes)('$operation says who may call it', (route) => {
    const schemes = operationOf(route).security.flatMap((entry) => Object.keys(entry));
    const isOpen = route.allow.includes('public');
    expect(schemes.length > 0).toBe(!isOpen);
    expect(schemes.includes('apiKey')).toBe(!isOpen && route.allow.some((who) => /^(operator|vendor:)/.test(who)));
  });

  it.each(apiRoutes)('$operation takes an Idempotency-Key exactly when it moves money', (route) => {
    const key = operationOf(route).parameters?.find(({ name }) => name === 'Idempotency-Key');
    expect(key?.required ?? false).toBe(route.money === true);
  });
});

describe('The OpenAPI document describes every refusal', () => {
  it.each(apiRoutes)('$operation gives each of its refusals under its status', (route) => {
    const { responses } = operationOf(route);
    for (const code of contracts.get(route.operation as never)?.refusals ?? []) {
      const name = responses[statusOf[code]]?.$ref?.split('/').at(-1) ?? 'nothing';
      expect(JSON.stringify(document.components.responses[name])).toContain(`"${code}"`);
    }
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '422', '429', '500']));
  });

  it('has an example of every refusal', () => {
    expect(Object.keys(document.components.examples).sort()).toEqual(refusalCodes);
  });

  it('leaves no ICU syntax in its texts', () => {
    expect(JSON.stringify(document.components.examples)).not.toMatch(/, plural,|, number/);
  });
});

describe('The OpenAPI document explains bills and payments', () => {
  it('says of every area what it is for', () => {
    const tags = document['tags'] as unknown as { name: string; description: string }[];
    expect(tags.filter(({ name, description }) => name === description)).toEqual([]);
  });

  it.each([
    ['the ways VAT is charged', 'Tax.properties.kind.enum'],
    ['what becomes of a payment', 'RecordedPayment.properties.outcome.enum'],
    ['the states of an invoice', 'Invoice.properties.status.enum'],
    ['the states of an order', 'Order.properties.status.enum'],
    ['the states of a VAT number', 'Billing.properties.vat_number_status.enum'],
    ['the ledgers', 'JournalEntry.properties.postings.items.properties.ledger.enum'],
    ['the movements of money', 'JournalEntry.properties.cause.properties.kind.enum'],
  ])('RULES.md has %s in its tables, and the schema no other', (_, path) => {
    const said = valueAt(document.components, `schemas.${path}`) as unknown as string[];
    expect(said.length).toBeGreaterThan(2);
    expect(said.filter((value) => !inTables.has(value))).toEqual([]);
  });
});

describe('The OpenAPI document is one', () => {
  it('that validates against OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(document);
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  it('whose references all lead somewhere', () => {
    for (const [, pointer = ''] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]*)"/g)) {
      const target = pointer
        .split('/')
        .slice(1)
        .reduce<Json | undefined>((at, part) => at?.[part], document);
      expect(target, pointer).toBeDefined();
    }
  });

  it('that is made once, and stays under 500 KB', () => {
    expect(openApiDocument()).toBe(openApiDocument());
    expect(JSON.stringify(document).length).toBeLessThan(500_000);
  });

  it('whose texts say how long they may be in the end', () => {
    expect(JSON.stringify(document)).toContain('"maxLength":120');
    expect(JSON.stringify(document)).not.toContain('"maxLength":480');
  });
});
