import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CatalogueDocument } from '../../lib/catalogue/schema.ts';
import { type Deployed, deploy } from './deploy.ts';

let running: Deployed | undefined;
afterEach(async () => {
  await running?.deployment.stop();
  running = undefined;
});

async function start(options: Parameters<typeof deploy>[0]) {
  running = await deploy({ seed: true, captcha: 'on', clock: '2026-01-01T08:00:00Z', ...options });
  return running;
}

interface Demo {
  readonly credit: object;
  readonly active: boolean[];
}

async function demoOf({ deployment, anyone }: Deployed): Promise<Demo> {
  const [{ email, password } = { email: '', password: '' }] = deployment.prepared.signIns;
  const session = await anyone.send<{ token: string; accounts: { id: string }[] }>('POST', '/v1/sessions', {
    email,
    password,
  });
  const owner = anyone.as(session.token);
  const account = `/v1/accounts/${session.accounts[0]?.id}`;
  const members = await owner.send<{ items: { active: boolean }[] }>('GET', `${account}/members`);
  return {
    credit: await owner.send<object>('GET', `${account}/credit`),
    active: members.items.map(({ active }) => active),
  };
}

describe('The demo data', () => {
  it('is an organisation with 3 active members, a ghost, an add-on and a year of credit, made by real requests', async () => {
    const { credit, active } = await demoOf(await start({}));
    // 12.00 free + 144.00 bought, less 3 × 0.38 and 3 × 0.09 for 1 January.
    expect(credit).toMatchObject({
      status: 'active',
      active_users: 3,
      add_ons: [{ id: 'projects' }],
      balance: { amount: 1200 + 14_400 - 3 * 38 - 3 * 9, currency: 'EUR' },
      support: true,
    });
    expect(active.toSorted()).toEqual([false, true, true, true]);
  });

  it('is there once, however often the deployment starts', async () => {
    const tableName = `t-${randomUUID()}`;
    await (await start({ tableName })).deployment.stop();
    const again = await start({ tableName });
    expect(again.deployment.prepared.signIns).toHaveLength(1);
    const { items } = await again.operator.send<{ items: unknown[] }>('GET', '/v1/accounts');
    expect(items).toHaveLength(1);
  });

  it('is not there with --no-seed', async () => {
    const { deployment, operator } = await start({ seed: false });
    expect(deployment.prepared.signIns).toEqual([]);
    expect(await operator.send('GET', '/v1/accounts')).toMatchObject({ items: [] });
  });

  it('fits a catalogue without free credit and without add-ons', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
    const document = JSON.parse(readFileSync('lib/catalogue/vendors/prepaid-crm.json', 'utf8')) as CatalogueDocument;
    Object.assign(document.plans[0] ?? {}, { free_credit: 0, add_ons: [], currency: 'SEK' });
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(document));
    const { credit } = await demoOf(await start({ catalogueFile: join(folder, 'plain.json') }));
    expect(credit).toMatchObject({ status: 'active', active_users: 3, add_ons: [], balance: { currency: 'SEK' } });
    rmSync(folder, { recursive: true });
  });
});
