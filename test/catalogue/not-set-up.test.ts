import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestRefused } from '../../infra/local/api-client.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { forgetCatalogue } from '../../lib/store/catalogue.ts';
import { keys } from '../../lib/store/keys.ts';
import { documentClient } from '../../lib/store/table.ts';
import { type Deployed, deploy } from './deploy.ts';

let deployed: Deployed;
let document: unknown;

beforeAll(async () => {
  deployed = await deploy();
  document = await deployed.anyone.send('GET', '/v1/catalogue');
});
afterAll(() => deployed.deployment.stop());

async function withoutCatalogue(): Promise<void> {
  for (const key of [keys.catalogue(), keys.catalogueVersion(1)]) {
    await documentClient().send(new DeleteCommand({ TableName: deployed.deployment.tableName, Key: key }));
  }
  forgetCatalogue();
}

async function problemOf(request: Promise<unknown>) {
  const error = await request.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof RequestRefused)) throw new Error(`It was not refused: ${error}`);
  return error.problem;
}

describe('A deployment without a catalogue, as it is right after the first deployment to AWS', () => {
  beforeAll(withoutCatalogue);

  it.each(['/health', '/v1/catalogue'])('answers %s with 503 and says what to do', async (path) => {
    const problem = await problemOf(deployed.anyone.send('GET', path));
    expect(problem).toMatchObject({
      status: 503,
      code: 'catalogue.missing',
      detail: expect.stringContaining('PUT /v1/catalogue'),
    });
  });

  it('still tells a stranger no more than to sign in', async () => {
    expect(await problemOf(deployed.anyone.send('PUT', '/v1/catalogue', {}))).toMatchObject({ status: 401 });
  });

  it('takes two first catalogues at once as versions 1 and 2, or one of them, and is healthy', async () => {
    const { version: _, ...first } = document as Record<string, unknown>;
    const puts = ['One', 'Two'].map((source) =>
      deployed.operator.send<{ version: number }>('PUT', '/v1/catalogue', { ...first, source }),
    );
    const outcomes = await Promise.allSettled(puts);
    const versions = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value.version);
    expect([[1], [1, 2]]).toContainEqual(versions.toSorted());
    expect(await deployed.anyone.send('GET', '/health')).toMatchObject({ catalogue_version: versions.length });
  });
});

describe('A deployment whose table cannot be read', () => {
  it('answers /health with 503 and when to try again, and no word about why', async () => {
    const table = process.env['TABLE_NAME'];
    process.env['TABLE_NAME'] = 'gone';
    forgetEnvironment();
    forgetCatalogue();
    try {
      const response = await fetch(`${deployed.deployment.url}/health`);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ code: 'service.unavailable' });
      expect(body).not.toContain('gone');
    } finally {
      process.env['TABLE_NAME'] = table;
      forgetEnvironment();
    }
  });
});
