import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deployed, deploy } from './deploy.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.deployment.stop());

const run = promisify(execFile);
/** The test's own environment leads the SDK to DynamoDB Local; without it there are no credentials at all. */
const makeKey = (...flags: string[]) =>
  run(process.execPath, ['infra/operator-key.ts', ...flags], { env: process.env });

describe('npm run operator-key', () => {
  it('makes a key in the table, prints it alone and once, and it works', async () => {
    const { stdout, stderr } = await makeKey('--table', deployed.deployment.tableName, '--name', 'From a laptop');
    expect(stdout).toMatch(/^slk_[\w-]{43}\n$/);
    expect(stderr).toContain('From a laptop');
    const operator = deployed.anyone.as(stdout.trim());
    const { items } = await operator.send<{ items: { name: string; scopes: string[] }[] }>('GET', '/v1/api-keys');
    expect(items).toContainEqual(expect.objectContaining({ name: 'From a laptop', scopes: ['operator'] }));
  });

  it('says what to check when there is no such table', async () => {
    await expect(makeKey('--table', 'another')).rejects.toThrow(/No key was made\..*Check --table/);
  });

  it('asks for the table', async () => {
    await expect(makeKey()).rejects.toThrow("required option '--table <name>' not specified");
  });
});
