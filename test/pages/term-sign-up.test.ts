import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import type { CatalogueInput } from '../../lib/catalogue/schema.ts';
import { startPages } from './deployment.ts';
import { textOf, Visitor } from './visitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'sign-up-'));
let deployment: LocalDeployment | undefined;
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => deployment?.stop());

const vendor = (name: string) =>
  JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8')) as CatalogueInput;

async function signUpPage(catalogue: CatalogueInput): Promise<string> {
  const catalogueFile = join(folder, `${randomUUID()}.json`);
  writeFileSync(catalogueFile, JSON.stringify(catalogue));
  deployment = await startPages({
    seed: false,
    catalogueFile,
  });
  return textOf(await new Visitor(deployment.url).get('/sign-up'));
}

describe('A1: signing up shows what plans with licences cost', () => {
  it('from the cheapest licence type by the month, with nothing to activate', async () => {
    const text = await signUpPage(vendor('licence-types-crm'));
    expect(text).toContain('From €10.00 per user and month.');
    expect(text).not.toContain('Activate the service');
    expect(text).not.toContain('trial');
  });

  it('by the year in each edition, with the trial', async () => {
    const text = await signUpPage(vendor('yearly-editions-crm'));
    expect(text).toContain('€360.00 per user and year. 14 days free to try.');
    expect(text).toContain('€540.00 per user and year. 14 days free to try.');
    expect(text).toContain('Start the free trial right away');
  });

  it('beside prepaid plans, by month and year, a year at twelve months’ price where it has none', async () => {
    const catalogue = vendor('licence-types-crm');
    const plans = catalogue.plans.map((plan) => ({ ...plan, terms: [1, 12] as (1 | 12)[] }));
    const text = await signUpPage({ ...catalogue, plans: [...plans, ...vendor('prepaid-crm').plans] as never });
    expect(text).toContain('From €10.00 per user and month. From €120.00 per user and year.');
    expect(text).toContain('€12.00 per active user and month, paid from prepaid credit.');
    expect(text).toContain('Activate the service right away');
  });
});
