import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CatalogueDocument } from '../../lib/catalogue/schema.ts';
import { type Deployed, deploy, OPERATOR_KEY } from './deploy.ts';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
let running: Deployed | undefined;
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  await running?.deployment.stop();
  running = undefined;
});

async function start(options: Parameters<typeof deploy>[0]) {
  running = await deploy({ clock: '2026-03-15T08:00:00Z', ...options });
  return running;
}

function fileWith(change: (document: CatalogueDocument) => void): string {
  const document = JSON.parse(readFileSync('lib/catalogue/vendors/prepaid-crm.json', 'utf8')) as CatalogueDocument;
  change(document);
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

const versionOf = async ({ anyone }: Deployed) =>
  (await anyone.send<{ version: number }>('GET', '/v1/catalogue')).version;

describe('A deployment starts with a catalogue', () => {
  it('is the first vendor’s without a file, and stays as it is at the next start', async () => {
    const tableName = `t-${randomUUID()}`;
    expect(await versionOf(await start({ tableName }))).toBe(1);
    await running?.deployment.stop();
    expect(await versionOf(await start({ tableName }))).toBe(1);
  });

  it('is the given file’s, and becomes version 2 when the file says more at the next start', async () => {
    const tableName = `t-${randomUUID()}`;
    const one = fileWith(({ service }) => Object.assign(service, { name: 'One' }));
    expect(await versionOf(await start({ tableName, catalogueFile: one }))).toBe(1);
    await running?.deployment.stop();
    const two = fileWith(({ service }) => Object.assign(service, { name: 'Two' }));
    expect(await versionOf(await start({ tableName, catalogueFile: two }))).toBe(2);
  });

  it('does not start with a file that changes a past price', async () => {
    const tableName = `t-${randomUUID()}`;
    await start({ tableName });
    await running?.deployment.stop();
    running = undefined;
    const cheaper = fileWith(({ plans: [plan] }) => {
      if (plan?.kind === 'prepaid') Object.assign(plan.prices[0] ?? {}, { amount: 1 });
    });
    await expect(start({ tableName, catalogueFile: cheaper })).rejects.toThrow('/plans/0/prices/0/amount  stays 1200');
  });

  it('does not start with a wrong file, and lists both mistakes by path', async () => {
    const wrong = fileWith((document) => Object.assign(document, { billing_time_zone: 'Mars/One', plans: [] }));
    await expect(start({ catalogueFile: wrong })).rejects.toThrow(
      /2 mistakes:\n {2}\/billing_time_zone {2}must be an IANA time zone.*\n {2}\/plans {2}/,
    );
  });

  it.each([
    ['/no/such/file.json', /cannot be read/],
    ['README.md', /is not JSON/],
  ])('does not start with %s', async (name, message) => {
    const file = name === 'README.md' ? join(folder, name) : name;
    if (file !== name) writeFileSync(file, '# Not JSON');
    await expect(start({ catalogueFile: file })).rejects.toThrow(message);
  });
});

describe('A deployment starts with an operator’s key', () => {
  const keysOf = async ({ deployment, anyone }: Deployed) =>
    anyone
      .as(deployment.prepared.operatorKey)
      .send<{ items: { name: string }[] }>('GET', '/v1/api-keys')
      .then(({ items }) => items.length);

  it('is the given one, once, however often it starts', async () => {
    const tableName = `t-${randomUUID()}`;
    for (let starts = 0; starts < 2; starts += 1) {
      const deployed = await start({ tableName });
      expect(deployed.deployment.prepared.operatorKey).toBe(OPERATOR_KEY);
      expect(await keysOf(deployed)).toBe(1);
      await deployed.deployment.stop();
    }
  });

  it('is a new random one at each start without it, and the one before ends', async () => {
    const tableName = `t-${randomUUID()}`;
    const seen = new Set<string | undefined>();
    for (let starts = 0; starts < 2; starts += 1) {
      const deployed = await deploy({ tableName, operatorKey: undefined as never });
      seen.add(deployed.deployment.prepared.operatorKey);
      expect(await keysOf(deployed)).toBe(1);
      await deployed.deployment.stop();
    }
    expect(seen.size).toBe(2);
  });

  it('is refused when it is too short to be sent', async () => {
    await expect(start({ operatorKey: 'short' })).rejects.toThrow('8 to 200 printable characters');
  });
});
