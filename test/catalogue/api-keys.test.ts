import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../infra/local/api-client.ts';
import { documentClient } from '../../lib/store/table.ts';
import { type Deployed, deploy } from './deploy.ts';

interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  key?: string;
}
let deployed: Deployed;
let operator: ApiClient;

beforeAll(async () => {
  deployed = await deploy();
  operator = deployed.operator;
});
afterAll(() => deployed.deployment.stop());

const create = (name: string, scopes: string[] = ['operator']) =>
  operator.send<Required<ApiKey>>('POST', '/v1/api-keys', { name, scopes });
const list = (query = '') =>
  operator.send<{ items: ApiKey[]; next_cursor: string | null }>('GET', `/v1/api-keys${query}`);
const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'done',
    (error: { problem: { code: string } }) => error.problem.code,
  );

describe('An API key', () => {
  it('is shown once, works at once, and is listed without its secret', async () => {
    const { key, ...created } = await create('Desk');
    expect(await codeOf(operator.as(key).send('GET', '/v1/api-keys'))).toBe('done');
    expect((await list()).items).toContainEqual(created);
  });

  it('is nowhere in the table', async () => {
    const { key } = await create('Kept as a hash');
    const { Items } = await documentClient().send(new ScanCommand({ TableName: deployed.deployment.tableName }));
    expect(JSON.stringify(Items)).toContain('Kept as a hash');
    expect(JSON.stringify(Items)).not.toContain(key);
  });

  it('ends at once when it is revoked, and is not found the second time', async () => {
    const { id, key } = await create('Leaving');
    expect(await codeOf(operator.send('DELETE', `/v1/api-keys/${id}`))).toBe('done');
    expect(await codeOf(operator.as(key).send('GET', '/v1/api-keys'))).toBe('session.required');
    expect(await codeOf(operator.send('DELETE', `/v1/api-keys/${id}`))).toBe('api-key.not-found');
  });

  it('cannot revoke itself', async () => {
    const { id, key } = await create('Itself');
    expect(await codeOf(operator.as(key).send('DELETE', `/v1/api-keys/${id}`))).toBe('api-key.own');
  });

  it('with a vendor’s scope manages no keys', async () => {
    const { key } = await create('Application', ['vendor:read', 'vendor:entitlements']);
    expect(await codeOf(operator.as(key).send('GET', '/v1/api-keys'))).toBe('access.denied');
  });

  it.each([[{ name: '', scopes: ['operator'] }], [{ name: 'x', scopes: [] }], [{ name: 'x', scopes: ['all'] }]])(
    'is not created from %j',
    async (body) => {
      expect(await codeOf(operator.send('POST', '/v1/api-keys', body))).toBe('request.invalid');
    },
  );
});

describe('The list of API keys', () => {
  it('goes page by page through all of them, in the order of creation', async () => {
    for (let number = 0; number < 3; number += 1) await create(`Page ${number}`);
    const whole = (await list('?limit=100')).items.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(whole);
    expect(whole).toEqual(whole.toSorted());
  });

  it('refuses a cursor that was changed', async () => {
    const { next_cursor } = await list('?limit=1');
    const changed = `${next_cursor?.startsWith('A') ? 'B' : 'A'}${next_cursor?.slice(1)}`;
    expect(await codeOf(list(`?cursor=${changed}`))).toBe('request.bad-cursor');
  });
});
