import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, RequestRefused } from '../../infra/local/api-client.ts';
import type { CatalogueDocument } from '../../lib/catalogue/schema.ts';
import { type Deployed, deploy } from './deploy.ts';

type InForce = CatalogueDocument & { version: number };
let deployed: Deployed;
let anyone: ApiClient;
let operator: ApiClient;

beforeAll(async () => {
  deployed = await deploy({ clock: '2026-03-14T23:30:00Z' });
  ({ anyone, operator } = deployed);
});
afterAll(() => deployed.deployment.stop());

const read = () => anyone.send<InForce>('GET', '/v1/catalogue');
const replace = (document: unknown, ifMatch?: string) =>
  operator.send<InForce>('PUT', '/v1/catalogue', document, ifMatch === undefined ? {} : { 'if-match': ifMatch });

async function problemOf(request: Promise<unknown>) {
  const error = await request.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof RequestRefused)) throw new Error(`It was not refused: ${error}`);
  return error.problem;
}

function withPriceFrom(document: InForce, from: string, amount: number): InForce {
  const [plan, ...others] = document.plans;
  if (plan?.kind !== 'prepaid') throw new Error('The first vendor’s plan is a prepaid one.');
  return { ...document, plans: [{ ...plan, prices: [...plan.prices, { from, amount }] }, ...others] };
}

describe('GET /v1/catalogue', () => {
  it('answers anyone with the document, its version and an ETag', async () => {
    const response = await fetch(`${deployed.deployment.url}/v1/catalogue`);
    const body = (await response.json()) as InForce;
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe(`"${body.version}"`);
    expect(body.plans[0]).toMatchObject({ id: 'cloud', prices: [{ from: '2015-01-01', amount: 1200 }] });
  });
});

describe('PUT /v1/catalogue', () => {
  let current: InForce;
  beforeEach(async () => {
    current = await read();
  });

  it('changes nothing when what was read is sent back, however often', async () => {
    const [once, twice] = [await replace(current), await replace(current)];
    expect([once.version, twice.version]).toEqual([current.version, current.version]);
  });

  it('refuses a price from today, which in Rome began at 23:00 UTC the day before', async () => {
    const problem = await problemOf(replace(withPriceFrom(current, '2026-03-15', 9900)));
    expect(problem).toMatchObject({ status: 422, code: 'catalogue.invalid' });
    expect(problem.errors).toEqual([
      { pointer: '/plans/0/prices/1/from', detail: expect.stringContaining('2026-03-15') },
    ]);
    expect(await read()).toEqual(current);
  });

  it('puts a price from tomorrow in force as the next version', async () => {
    const next = await replace(withPriceFrom(current, '2026-03-16', 1300));
    expect(next.version).toBe(current.version + 1);
    expect(await read()).toEqual(next);
  });

  it('lists every mistake by path and keeps what is in force', async () => {
    const problem = await problemOf(replace({ ...current, colour: 'red', billing_time_zone: 'Mars/One', plans: [] }));
    expect(problem).toMatchObject({ status: 422, code: 'catalogue.invalid' });
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/billing_time_zone', '/colour', '/plans']);
    expect(await read()).toEqual(current);
  });

  it('refuses an edit of an earlier version, told by If-Match or by the version in the document', async () => {
    const edited = { ...current, service: { ...current.service, name: `After ${current.version}` } };
    const next = await replace(edited, `"${current.version}"`);
    const later = { ...edited, seller: { ...edited.seller, name: 'Another seller' } };
    const { version: _, ...unversioned } = later;
    expect(await problemOf(replace(unversioned, `"${current.version}"`))).toMatchObject({ code: 'edit.stale' });
    expect(await problemOf(replace(later))).toMatchObject({ status: 412, version: next.version });
  });

  it('lets one of two edits of the same version through', async () => {
    const edits = ['First', 'Second', 'Third'].map((name) =>
      replace({ ...current, service: { ...current.service, name } }),
    );
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await read()).version).toBe(current.version + 1);
  });

  it('is for operators', async () => {
    const put = (caller: ApiClient) => caller.send('PUT', '/v1/catalogue', current);
    expect(await problemOf(put(anyone))).toMatchObject({ status: 401, code: 'session.required' });
    const reader = await operator.send<{ key: string }>('POST', '/v1/api-keys', { name: 'R', scopes: ['vendor:read'] });
    expect(await problemOf(put(anyone.as(reader.key)))).toMatchObject({ status: 403, code: 'access.denied' });
  });
});

describe('GET /health', () => {
  it('says ok with the release and the catalogue’s version', async () => {
    expect(await anyone.send('GET', '/health')).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      catalogue_version: (await read()).version,
    });
  });
});
