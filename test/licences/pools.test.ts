import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, colleague, newAccount, problemOf, type SignedUp, type Town } from '../people/support.ts';
import { TYPES } from './catalogue.ts';
import { admin, customer, expectCounted, type LicenceAnswer, settleWithPlans } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithPlans();
});
afterAll(() => town.deployment.stop());

const switchTo = ({ client, account }: SignedUp, licence: string, auto_renew: boolean) =>
  client.send<LicenceAnswer>('PATCH', `/v1/accounts/${account}/licences/${licence}`, { auto_renew });
const setMinimum = ({ account }: SignedUp, type: string, minimum: number) =>
  town.operator.send('PUT', `/v1/accounts/${account}/licence-minimums/${type}`, { minimum });

describe('L2: the counts of every type', () => {
  it('are in the order of the plan, with what is bought of each', async () => {
    const owner = await customer(town, { desk: 2, calls: 1 });
    await admin(owner).assign(owner.member, 'desk');
    const { types, licences, next_cursor } = await admin(owner).list();
    expect(types.map(({ type }) => type)).toEqual(TYPES);
    expect(types.find(({ type }) => type === 'desk')).toEqual({
      type: 'desk',
      name: 'Licence desk',
      in_use: 1,
      free: 1,
      total: 2,
      minimum: 0,
      buying: 0,
      ending: 0,
    });
    expect(types.find(({ type }) => type === 'base')).toMatchObject({ total: 0, free: 0 });
    expect(licences).toHaveLength(3);
    expect(next_cursor).toBeNull();
  });

  it('show what is in open orders', async () => {
    const owner = await customer(town);
    const headers = { 'idempotency-key': owner.account };
    const body = { items: [{ kind: 'licence', type: 'base', quantity: 7 }] };
    await owner.client.send('POST', `/v1/accounts/${owner.account}/orders`, body, headers);
    const { types } = await admin(owner).list();
    expect(types.find(({ type }) => type === 'base')).toMatchObject({ buying: 7, total: 0 });
  });

  it('leave out a type that is no longer sold, unless there is one of it', async () => {
    const tried = await newAccount(town, { plan: 'tried' });
    const { types } = await admin(tried).list();
    expect(types.map(({ type }) => type)).not.toContain('maps');
  });

  it('are for admins and staff', async () => {
    const owner = await customer(town, { base: 1 });
    const member = await colleague(town, owner, { licences: ['base'] });
    expect(await codeOf(admin(member).list())).toBe('access.denied');
    expect(await codeOf(admin(member).assign(member.member, 'base'))).toBe('access.denied');
    expect(await town.operator.send('GET', `/v1/accounts/${owner.account}/licences`)).toMatchObject({
      types: expect.any(Array),
    });
    const stranger = await customer(town);
    expect(await codeOf(admin({ ...stranger, account: owner.account }).list())).toBe('account.not-found');
  });
});

describe('L7: each licence has its own renewal switch', () => {
  it('is on, can be switched off and on again, and is in the history', async () => {
    const owner = await customer(town, { base: 2 });
    const [licence] = (await admin(owner).list()).licences;
    const id = licence?.id ?? '';
    expect(licence?.auto_renew).toBe(true);
    expect(await switchTo(owner, id, false)).toMatchObject({ auto_renew: false });
    await switchTo(owner, id, false);
    expect((await admin(owner).list()).types[0]).toMatchObject({ ending: 1, total: 2, free: 2 });
    expect(await switchTo(owner, id, true)).toMatchObject({ auto_renew: true });
    expect((await admin(owner).history()).filter((action) => action === 'licence.renewal-switched')).toHaveLength(2);
    await expectCounted(owner);
  });

  it('gives a licence that renews before one that ends', async () => {
    const owner = await customer(town, { base: 2 });
    const [first, second] = (await admin(owner).list()).licences;
    await switchTo(owner, first?.id ?? '', false);
    expect(await admin(owner).assign(owner.member, 'base')).toMatchObject({ licences: [{ licence: second?.id }] });
    await expectCounted(owner);
  });

  it('cannot undercut the contract minimum, whoever switches at once', async () => {
    const owner = await customer(town, { base: 5 });
    await setMinimum(owner, 'base', 3);
    const { licences } = await admin(owner).list();
    const outcomes = await Promise.allSettled(licences.map(({ id }) => switchTo(owner, id, false)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const left = (await admin(owner).list()).licences.find(({ auto_renew }) => auto_renew)?.id ?? '';
    expect(await problemOf(switchTo(owner, left, false))).toMatchObject({ code: 'licence.minimum', status: 409 });
    await expectCounted(owner);
  });

  it('is refused for a licence that is not there', async () => {
    const owner = await customer(town, { base: 1 });
    expect(await codeOf(switchTo(owner, 'lic_01JZ8Q0V7M3K5N9P2R4S6T8W0X', false))).toBe('licence.not-found');
    const empty = await customer(town);
    expect(await codeOf(switchTo(empty, 'lic_01JZ8Q0V7M3K5N9P2R4S6T8W0X', false))).toBe('licence.not-found');
  });
});

describe('L2: the contract minimum', () => {
  it('is set by an operator, up to what renews', async () => {
    const owner = await customer(town, { base: 2 });
    expect(await setMinimum(owner, 'base', 2)).toMatchObject({ minimum: 2, total: 2 });
    expect(await codeOf(setMinimum(owner, 'base', 3))).toBe('licence.minimum-above-total');
    expect(await codeOf(setMinimum(owner, 'gone', 1))).toBe('licence.unknown-type');
    const path = `/v1/accounts/${owner.account}/licence-minimums/base`;
    expect(await codeOf(owner.client.send('PUT', path, { minimum: 0 }))).toBe('access.denied');
    expect((await admin(owner).history())[0]).toBe('licence.minimum-set');
    await expectCounted(owner);
  });
});
