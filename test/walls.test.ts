import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const walls = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;
const packages = ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', 'aws-cdk-lib', 'temporal-polyfill', 'only-dev'];
let project: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'walls-')));
  write(
    'package.json',
    JSON.stringify({ dependencies: { 'temporal-polyfill': '1' }, devDependencies: { 'only-dev': '1' } }),
  );
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};');
  }
  for (const name of [
    'lib/store/table',
    'lib/domain/money',
    'lib/contract/shared',
    'infra/config',
    'test/support/world',
  ]) {
    write(`${name}.ts`, 'export type Shape = string; export const value = 1;');
  }
  for (const name of ['manifest', 'credit/get-credit']) write(`functions/${name}.ts`, 'export const value = 1;');
});
afterAll(() => rmSync(project, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}

/** The walls that a file with this content would break. */
async function brokenBy(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [file, content] of Object.entries(files)) write(file, content);
  try {
    const { output } = await cruise(Object.keys(files), {
      ...walls.options,
      baseDir: project,
      ruleSet: { forbidden: walls.forbidden ?? [] },
      validate: true,
    } as Parameters<typeof cruise>[1]);
    return [...new Set((output as ICruiseResult).summary.violations.map(({ rule }) => rule.name))];
  } finally {
    for (const file of Object.keys(files)) rmSync(join(project, file));
  }
}

describe('The walls stand: a violation is found', () => {
  it.each([
    ['domain-is-pure', 'lib/domain/rule.ts', "import { value } from '../store/table.ts'; export const a = value;"],
    ['domain-is-pure', 'lib/domain/rule.ts', "import type { Shape } from '../store/table.ts'; export type A = Shape;"],
    ['domain-is-pure', 'lib/domain/rule.ts', "import { randomUUID } from 'node:crypto'; export const a = randomUUID;"],
    [
      'store-alone-has-the-table',
      'lib/mail/send.ts',
      "import * as a from '@aws-sdk/lib-dynamodb'; export const b = a;",
    ],
    ['store-alone-has-the-table', 'infra/key.ts', "export const a = () => import('@aws-sdk/client-dynamodb');"],
    ['contracts-reach-no-table', 'lib/contract/x.ts', "export type { Shape } from '../store/table.ts';"],
    ['nobody-imports-tests', 'infra/x.ts', "export { value } from '../test/support/world.ts';"],
    ['service-knows-no-infrastructure', 'functions/x.ts', "export { value } from '../infra/config.ts';"],
    ['service-knows-no-infrastructure', 'lib/x.ts', "export type { Shape } from '../infra/config.ts';"],
    ['lib-knows-only-the-manifest', 'lib/x.ts', "export { value } from '../functions/credit/get-credit.ts';"],
    ['cdk-stays-in-infra', 'lib/x.ts', "import type * as cdk from 'aws-cdk-lib'; export type A = typeof cdk;"],
    ['local-deployment-needs-no-cdk', 'infra/local/x.ts', "import * as cdk from 'aws-cdk-lib'; export const a = cdk;"],
    ['service-ships-only-what-it-declares', 'lib/x.ts', "import * as dev from 'only-dev'; export const a = dev;"],
    ['everything-is-there', 'lib/x.ts', "export { value } from './gone.ts';"],
  ])('%s: %s', async (wall, file, content) => {
    expect(await brokenBy({ [file]: content })).toContain(wall);
  });

  it('no-cycles: two files that need each other', async () => {
    const files = {
      'lib/a.ts': "import { b } from './b.ts'; export const a = () => b;",
      'lib/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    };
    expect(await brokenBy(files)).toEqual(['no-cycles']);
  });
});

describe('The walls have their doors', () => {
  it.each([
    ['the calendar in the domain', 'lib/domain/d.ts', "import * as t from 'temporal-polyfill'; export const a = t;"],
    ['the manifest in lib', 'lib/x.ts', "export { value } from '../functions/manifest.ts';"],
    ['the table’s client in the store', 'lib/store/x.ts', "export type { Shape } from './table.ts';"],
    ['the table’s client in the local deployment', 'infra/local/t.ts', "export * from '@aws-sdk/client-dynamodb';"],
  ])('%s', async (_, file, content) => {
    expect(await brokenBy({ [file]: content })).toEqual([]);
  });

  it('types may refer to each other in a circle', async () => {
    const files = {
      'lib/a.ts': "import type { B } from './b.ts'; export type A = B[];",
      'lib/b.ts': "import type { A } from './a.ts'; export type B = A[];",
    };
    expect(await brokenBy(files)).toEqual([]);
  });
});
