import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { loadStanding } from '../../lib/store/entitlements.ts';
import { codeOf, mailsTo, newAccount, type SignedUp, someone, type Town } from '../people/support.ts';
import { commandsOf } from '../support/commands.ts';
import { admin, customer, expectCounted, settleWithPlans } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithPlans();
});
afterAll(() => town.deployment.stop());

const reasonsOf = async (owner: SignedUp, member = owner.member) =>
  (await admin(owner).entitlements(member)).reasons.map(({ code }) => code);
const subscriptionOf = (owner: SignedUp) =>
  owner.client.send<{ state: string }>('GET', `/v1/accounts/${owner.account}/subscription`);

describe('E1, L1: features are those of the licences held and of the modules', () => {
  it('change at once with the licences', async () => {
    const owner = await customer(town, { base: 1, calls: 1 });
    const { assign, unassign, entitlements } = admin(owner);
    expect(await entitlements(owner.member)).toMatchObject({ allowed: false, features: [] });
    await assign(owner.member, 'base');
    expect((await entitlements(owner.member)).features).toEqual(['sign-in', 'use-base']);
    await assign(owner.member, 'calls');
    expect((await entitlements(owner.member)).features).toEqual(['sign-in', 'use-base', 'use-calls']);
    await unassign(owner.member, 'base');
    expect((await entitlements(owner.member)).features).toEqual(['sign-in', 'use-calls']);
    await unassign(owner.member, 'calls');
    expect(await entitlements(owner.member)).toMatchObject({ allowed: false, features: [], modules: [] });
  });

  it('come with the modules that the profile lets through', async () => {
    const owner = await customer(town, { base: 2 }, ['portal', 'reports']);
    const { assign, add, entitlements } = admin(owner);
    await assign(owner.member, 'base');
    expect(await entitlements(owner.member)).toEqual({
      allowed: true,
      reasons: [],
      account: owner.account,
      member: owner.member,
      plan: 'seats',
      state: 'active',
      role: 'owner',
      features: ['sign-in', 'use-base', 'charts', 'customers'],
      modules: ['portal', 'reports'],
      allowances: [],
      paid_through: '2026-02-14',
      expires_on: null,
      support: { channels: ['tickets'] },
    });
    const member = await add({ licences: ['base'], profile: { modules: ['reports'] } });
    expect(await entitlements(member.id)).toMatchObject({
      features: ['sign-in', 'use-base', 'charts'],
      modules: ['reports'],
    });
    expect(await codeOf(add({ profile: { modules: ['projects'] } }))).toBe('request.invalid');
  });

  it('say why not', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, edit } = admin(owner);
    expect(await reasonsOf(owner)).toEqual(['member.no-licence']);
    const member = await add({ licences: ['base'] });
    await edit(member.id, { active: false });
    expect(await reasonsOf(owner, member.id)).toEqual(['member.inactive']);
    await edit(member.id, { former: true });
    expect(await reasonsOf(owner, member.id)).toEqual(['member.former']);
    const fresh = await newAccount(town, { plan: 'seats' });
    expect(await reasonsOf(fresh)).toEqual(['subscription.none', 'member.no-licence']);
  });

  it('are read with one request', async () => {
    const owner = await customer(town);
    const commands = await commandsOf(() => loadStanding(owner.account as AccountId, owner.member as MemberId));
    expect(commands).toEqual(['BatchGetItemCommand']);
  });
});

describe('L12: a trial', () => {
  it('begins with the activation at sign-up, with the licences of the plan', async () => {
    const owner = await newAccount(town, { plan: 'tried' });
    const { counts, assign, entitlements, history } = admin(owner);
    expect(await subscriptionOf(owner)).toMatchObject({ state: 'trial' });
    expect([await counts('calls'), await counts('desk'), await counts('base')]).toEqual(['0 of 3', '0 of 2', '0 of 0']);
    await assign(owner.member, 'calls');
    expect(await entitlements(owner.member)).toMatchObject({
      allowed: true,
      state: 'trial',
      paid_through: '2026-01-28',
      expires_on: '2026-01-28',
    });
    expect((await history()).toReversed().slice(0, 3)).toEqual([
      'account.created',
      'service.activated',
      'subscription.trial-started',
    ]);
    await expectCounted(owner);
  });

  it('begins once with a later activation, whoever asks at once', async () => {
    const owner = await newAccount(town, { plan: 'tried', activate: false });
    const { counts } = admin(owner);
    expect(await subscriptionOf(owner)).toMatchObject({ state: 'none' });
    const activate = () => owner.client.send('POST', `/v1/accounts/${owner.account}/activation`);
    const clicks = await Promise.allSettled([activate(), activate(), activate()]);
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(activate())).toBe('account.already-active');
    expect(await counts('calls')).toBe('0 of 3');
    expect(await subscriptionOf(owner)).toMatchObject({ state: 'trial' });
    await expectCounted(owner);
  });

  it('is none where the plan has none: the service is activated, and a licence is what is missing', async () => {
    const owner = await newAccount(town, { plan: 'seats', activate: false });
    await owner.client.send('POST', `/v1/accounts/${owner.account}/activation`);
    expect(await subscriptionOf(owner)).toMatchObject({ state: 'none' });
    expect(await owner.client.send('GET', `/v1/accounts/${owner.account}`)).toMatchObject({
      activated_on: '2026-01-15',
    });
    expect((await mailsTo(town, owner.email)).length).toBeGreaterThanOrEqual(3);
  });

  it('is opened by an operator too', async () => {
    const body = { organisation: 'Example Ltd', plan: 'tried', activate: true, owner: { email: someone() } };
    const { id } = await town.operator.send<{ id: string }>('POST', '/v1/accounts', body);
    const subscription = await town.operator.send('GET', `/v1/accounts/${id}/subscription`);
    expect(subscription).toMatchObject({ state: 'trial', plan: 'tried' });
    await expectCounted({ account: id });
  });
});
