import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment | undefined;
afterEach(async () => {
  await deployment?.stop();
  deployment = undefined;
});

/** The manifest's own functions, loaded as they are called. */
const start = (clock: string) =>
  startDeployment({
    clock,
    handlers: {},
    captcha: 'off',
    operatorKey: 'operator-key-of-the-test',
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `local-${randomUUID()}`,
  });

async function createApiKey(url: string): Promise<{ created_at: string }> {
  const answer = await fetch(`${url}/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: 'Bearer operator-key-of-the-test', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Test', scopes: ['vendor:read'] }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { created_at: string };
}

describe('a deployment', () => {
  it('runs the manifest’s functions on its own clock', async () => {
    deployment = await start('2026-01-15T08:00:00Z');
    await deployment.clock.moveTo('2026-05-01T10:00:00Z');
    expect((await createApiKey(deployment.url)).created_at).toMatch(/^2026-05-01T10:00:0/);
  });

  it('can follow another in the same process, with a table and a clock of its own', async () => {
    const first = await start('2026-01-15T08:00:00Z');
    await first.stop();
    deployment = await start('2030-02-01T08:00:00Z');
    expect(deployment.tableName).not.toBe(first.tableName);
    expect((await createApiKey(deployment.url)).created_at).toMatch(/^2030-02-01T08:00:0/);
  });

  it('does not run beside another in one process, since both would set its environment', async () => {
    deployment = await startStubbed({});
    await expect(startStubbed({})).rejects.toThrow(/already runs a deployment/);
  });

  it('puts the environment back when it stops', async () => {
    const before = { ...process.env };
    deployment = await startStubbed({});
    expect(process.env['STAGE']).toBe('local');
    await deployment.stop();
    expect(process.env).toEqual(before);
  });

  it('leaves nothing of itself when it cannot start', async () => {
    const before = { ...process.env };
    const failed = startStubbed({}, { prepare: () => Promise.reject(new Error('no catalogue')) });
    await expect(failed).rejects.toThrow('no catalogue');
    expect(process.env).toEqual(before);
    deployment = await startStubbed({});
  });
});
