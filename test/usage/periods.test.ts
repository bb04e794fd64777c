import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../infra/local/api-client.ts';
import { codeOf, problemOf, type Town, tableItems } from '../people/support.ts';
import { application, packs, sender, settleWithMeters } from './support.ts';

let town: Town;
let app: ApiClient;
beforeAll(async () => {
  town = await settleWithMeters();
  app = await application(town);
});
afterAll(() => town.deployment.stop());

/** What is kept of an account's usage. */
async function usageItems(account: string): Promise<Record<string, unknown>[]> {
  const items = await tableItems(town);
  return items.filter(({ pk, type }) => String(type).startsWith('usage') && String(pk).includes(account));
}

describe('U3: when a period ends', () => {
  it('what is consumed begins at zero without a write, what is held stays, and what has ended counts nothing more', async () => {
    const staying = await sender(town, app, [packs('e-mails-1000'), packs('companies-5', 2)]);
    const leaving = await sender(town, app, [packs('e-mails-1000')]);
    await staying.report(700, 'first');
    await staying.report(9, 'companies-of-january', 'companies');
    await leaving.report(5, 'last');
    const subscription = `/v1/accounts/${staying.owner.account}/subscription`;
    const removal = { remove_pack: 'companies-5', quantity: 1 };
    await staying.owner.client.send('POST', `${subscription}/changes`, removal);
    await leaving.owner.client.send('POST', `/v1/accounts/${leaving.owner.account}/subscription/cancellation`);
    expect(await staying.usage('companies')).toMatchObject({ allowance: 11, used: 9, left: 2 });

    const before = await usageItems(staying.owner.account);
    await town.deployment.clock.moveTo('2026-02-15T08:00:00Z');
    await town.deployment.settle();
    expect(await usageItems(staying.owner.account)).toEqual(before);

    expect(await staying.usage()).toMatchObject({ allowance: 1000, used: 0, left: 1000, until: '2026-03-14' });
    expect(await staying.report(700, 'first')).toMatchObject({ outcome: 'already-counted' });
    expect(await staying.report(1000)).toMatchObject({ outcome: 'counted' });
    expect(await codeOf(staying.report(1))).toBe('usage.beyond-allowance');

    expect(await staying.usage('companies')).toMatchObject({ allowance: 6, used: 9, left: 0, until: null });
    expect(await codeOf(staying.report(1, 'one-more', 'companies'))).toBe('usage.beyond-allowance');
    await staying.report(-4, 'four-go', 'companies');
    expect(await staying.report(1, 'one-more', 'companies')).toMatchObject({ outcome: 'counted' });

    expect(await leaving.report(5, 'last')).toMatchObject({ outcome: 'already-counted' });
    expect(await problemOf(leaving.report(5, 'later'))).toMatchObject({
      code: 'usage.not-running',
      state: 'ended',
      detail: 'It has ended. An admin of the account can buy again; see "links".',
    });
    expect(await leaving.usage()).toMatchObject({ allowance: 0, left: 0 });
    const [result] = await leaving.reportAll(1);
    expect(result).toMatchObject({ outcome: 'refused', code: 'usage.not-running' });
  });
});
