import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { colleague, someone, type Town } from '../people/support.ts';
import { admin, customer, expectCounted, settleWithPlans } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithPlans();
});
afterAll(() => town.deployment.stop());

describe('A11: who is erased', () => {
  it('leaves their licences free for others, and those that were reserved for them', async () => {
    const owner = await customer(town, { base: 1, calls: 1 });
    const other = await customer(town, { desk: 1 });
    const person = await colleague(town, owner, { licences: ['base', 'calls'] });
    await admin(other).invite([person.email], { licences: ['desk'] });
    await person.client.send('DELETE', '/v1/users/me');
    expect([await admin(owner).counts('base'), await admin(owner).counts('calls')]).toEqual(['0 of 1', '0 of 1']);
    expect(await admin(other).counts('desk')).toBe('0 of 1');
    expect(await admin(owner).show(person.member)).toMatchObject({ former: true, active: false, licences: [] });
    await expectCounted(owner);
    await expectCounted(other);
  });
});

describe('A11: an account is exported whole', () => {
  it('with its subscription, counts and licences, and nothing of the table itself', async () => {
    const owner = await customer(town, { base: 2 });
    await admin(owner).invite([someone()], { licences: ['base'] });
    const records: { kind: string; record: Record<string, unknown> }[] = [];
    let query = '?limit=100';
    while (query !== '') {
      const page = await owner.client.send<{ items: typeof records; next_cursor: string | null }>(
        'GET',
        `/v1/accounts/${owner.account}/export${query}`,
      );
      records.push(...page.items);
      query = page.next_cursor === null ? '' : `?limit=100&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    const ofKind = (kind: string) => records.filter((each) => each.kind === kind).map(({ record }) => record);
    expect(ofKind('subscription')).toMatchObject([{ plan: 'seats', state: 'active' }]);
    expect(ofKind('licence-pool')).toMatchObject([{ licence_type: 'base', total: 2, in_use: 1 }]);
    expect(ofKind('licence')).toHaveLength(2);
    for (const { record } of records) {
      expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['due']));
      expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['due_shard']));
    }
  });
});
