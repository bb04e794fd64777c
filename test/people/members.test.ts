import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { loadStanding } from '../../lib/store/entitlements.ts';
import { commandsOf } from '../support/commands.ts';
import {
  balanceOf,
  codeOf,
  colleague,
  leaveCredit,
  mailsTo,
  newAccount,
  problemOf,
  type SignedUp,
  settle,
  signedIn,
  someone,
  type Town,
  tableItems,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

interface MemberAnswer {
  readonly id: string;
  readonly user: string;
  readonly active: boolean;
  readonly role: string;
  readonly name: string;
}

const add = (owner: SignedUp, body: object) =>
  owner.client.send<MemberAnswer>('POST', `/v1/accounts/${owner.account}/members`, body);
const edit = (owner: SignedUp, member: string, body: object, headers = {}) =>
  owner.client.send<MemberAnswer>('PATCH', `/v1/accounts/${owner.account}/members/${member}`, body, headers);
const list = async (owner: SignedUp, query = '') =>
  (await owner.client.send<{ items: MemberAnswer[] }>('GET', `/v1/accounts/${owner.account}/members${query}`)).items;

describe('R3: members are added by e-mail', () => {
  it('answers alike for a known and an unknown person, and only the mail differs', async () => {
    const [owner, known, unknown] = [await newAccount(town), await newAccount(town), someone()];
    const answers = [await add(owner, { email: known.email }), await add(owner, { email: unknown })];
    const shape = ({ id: _, user: __, ...rest }: MemberAnswer) => rest;
    expect(shape(answers[0] as MemberAnswer)).toMatchObject({
      ...shape(answers[1] as MemberAnswer),
      email: known.email,
      joined_at: expect.any(String),
    });
    expect((await mailsTo(town, known.email)).at(-1)?.links.some((link) => link.includes('token='))).toBe(false);
    expect((await mailsTo(town, unknown)).at(-1)?.links.some((link) => link.includes('token='))).toBe(true);
  });

  it('refuses a person who is a member already', async () => {
    const owner = await newAccount(town);
    expect(await codeOf(add(owner, { email: owner.email }))).toBe('member.already-exists');
  });

  it('adds one member when it is asked 5 times at once', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => add(owner, { email })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await list(owner)).toHaveLength(2);
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
  });
});

describe('A7: active, inactive, former', () => {
  it('charges a ghost nothing, a new active member the day, and toggling nothing more', async () => {
    const owner = await newAccount(town);
    expect(await balanceOf(owner)).toBe(1200 - 39);
    const ghost = await add(owner, { email: someone(), active: false });
    expect(await balanceOf(owner)).toBe(1200 - 39);
    await edit(owner, ghost.id, { active: true });
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
    await edit(owner, ghost.id, { active: false });
    await edit(owner, ghost.id, { active: true });
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
  });

  it('charges nobody twice who leaves and comes back the same day', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    const member = await add(owner, { email });
    await owner.client.send('DELETE', `/v1/accounts/${owner.account}/members/${member.id}`);
    expect(await add(owner, { email })).toMatchObject({ id: member.id });
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
  });

  it('keeps the owner active', async () => {
    const owner = await newAccount(town);
    for (const body of [{ active: false }, { former: true }, { role: 'admin' }]) {
      expect(await codeOf(edit(owner, owner.member, body))).toBe('member.owner-stays');
    }
    const removal = owner.client.send('DELETE', `/v1/accounts/${owner.account}/members/${owner.member}`);
    expect(await codeOf(removal)).toBe('member.owner-stays');
  });

  it('hides former members unless they are asked for, and makes them inactive', async () => {
    const owner = await newAccount(town);
    const member = await add(owner, { email: someone() });
    expect(await edit(owner, member.id, { former: true })).toMatchObject({ active: false, former: true });
    expect(await list(owner)).toHaveLength(1);
    expect(await list(owner, '?former=true')).toHaveLength(2);
    expect(await codeOf(edit(owner, member.id, { active: true }))).toBe('member.former');
    expect(await edit(owner, member.id, { former: false, active: true })).toMatchObject({
      active: true,
      former: false,
    });
  });

  it('ends the access of an inactive and of a removed admin at once', async () => {
    const owner = await newAccount(town);
    const admin = await colleague(town, owner, { role: 'admin' });
    await list(admin);
    await edit(owner, admin.member, { active: false });
    expect(await codeOf(list(admin))).toBe('access.denied');
    await owner.client.send('DELETE', `/v1/accounts/${owner.account}/members/${admin.member}`);
    expect(await codeOf(list(admin))).toBe('account.not-found');
  });

  it('refuses an activation that cannot be paid, and changes nothing', async () => {
    const owner = await newAccount(town);
    await leaveCredit(town, owner, 38);
    const ghost = await add(owner, { email: someone(), active: false });
    const before = await tableItems(town);
    expect(await problemOf(edit(owner, ghost.id, { active: true }))).toMatchObject({
      status: 402,
      code: 'credit.insufficient',
      links: { buy: expect.stringContaining(owner.account) },
    });
    expect(await codeOf(add(owner, { email: someone() }))).toBe('credit.insufficient');
    expect(await tableItems(town)).toEqual(before);
  });
});

describe('A8: roles and profiles', () => {
  it('hands the account over by its owner only', async () => {
    const owner = await newAccount(town);
    const admin = await colleague(town, owner, { role: 'admin' });
    expect(await codeOf(edit(admin, admin.member, { role: 'owner' }))).toBe('member.only-owner');
    expect(await edit(owner, admin.member, { role: 'owner' })).toMatchObject({ role: 'owner' });
    expect(await owner.client.send('GET', `/v1/accounts/${owner.account}`)).toMatchObject({ owner: admin.user });
    expect((await list(owner)).find(({ id }) => id === owner.member)).toMatchObject({ role: 'admin' });
  });

  it('has one owner after two hand-overs at once', async () => {
    const owner = await newAccount(town);
    const [one, two] = [await add(owner, { email: someone() }), await add(owner, { email: someone() })];
    await Promise.allSettled([edit(owner, one.id, { role: 'owner' }), edit(owner, two.id, { role: 'owner' })]);
    expect((await list(owner)).filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('lets a member without a role change nobody, and see themselves only', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    expect(await codeOf(edit(member, member.member, { role: 'admin' }))).toBe('access.denied');
    expect(await codeOf(list(member))).toBe('access.denied');
    expect(await member.client.send('GET', `/v1/accounts/${owner.account}/members/${member.member}`)).toMatchObject({
      id: member.member,
    });
    expect(await codeOf(member.client.send('GET', `/v1/accounts/${owner.account}/members/${owner.member}`))).toBe(
      'access.denied',
    );
  });

  it('refuses a module that the plan does not have, by its place', async () => {
    const owner = await newAccount(town);
    const problem = await problemOf(add(owner, { email: someone(), profile: { modules: ['projects', 'rockets'] } }));
    expect(problem.errors).toEqual([{ pointer: '/profile/modules/1', detail: 'is not a module of the plan' }]);
  });

  it('refuses an edit of a version that is no longer there', async () => {
    const owner = await newAccount(town);
    const member = await add(owner, { email: someone() });
    await edit(owner, member.id, { name: 'Somebody' }, { 'if-match': '"1"' });
    expect(await codeOf(edit(owner, member.id, { name: 'Else' }, { 'if-match': '"1"' }))).toBe('edit.stale');
  });
});

describe('E1: one read says whether a member may use the service, and why not', () => {
  const entitlements = <T = object>(who: SignedUp, member = who.member) =>
    who.client.send<T>('GET', `/v1/accounts/${who.account}/members/${member}/entitlements`);

  it('allows an active member of an active account', async () => {
    const owner = await newAccount(town);
    expect(await entitlements(owner)).toEqual({
      allowed: true,
      reasons: [],
      account: owner.account,
      member: owner.member,
      plan: 'cloud',
      role: 'owner',
      features: ['crm'],
      modules: [],
      allowances: [],
      paid_through: '2026-01-15',
      expires_on: expect.any(String),
      support: { channels: ['tickets'] },
    });
  });

  it('reads the table with one request', async () => {
    const owner = await newAccount(town);
    const commands = await commandsOf(() => loadStanding(owner.account as AccountId, owner.member as MemberId));
    expect(commands).toEqual(['BatchGetItemCommand']);
  });

  it('gives the add-ons that are on and that the profile lets through', async () => {
    const owner = await newAccount(town);
    for (const addOn of ['newsletters', 'projects']) {
      await owner.client.send('PUT', `/v1/accounts/${owner.account}/add-ons/${addOn}`);
    }
    const member = await add(owner, { email: someone(), profile: { modules: ['projects'] } });
    expect(await entitlements(owner)).toMatchObject({ modules: ['newsletters', 'projects'] });
    expect(await entitlements(owner, member.id)).toMatchObject({ modules: ['projects'] });
  });

  it('says why not', async () => {
    const owner = await newAccount(town, { activate: false });
    const ghost = await add(owner, { email: someone(), active: false });
    expect(await entitlements(owner, ghost.id)).toMatchObject({
      allowed: false,
      features: [],
      reasons: [{ code: 'account.not-active' }, { code: 'member.inactive' }],
    });
    expect(await codeOf(entitlements(owner, 'mem_01JZ8Q0V7M3K5N9P2R4S6T8W0X'))).toBe('member.not-found');
  });

  it('stops where the credit has run out, though the night is late', async () => {
    const owner = await newAccount(town);
    const { expires_on } = await entitlements<{ expires_on: string }>(owner);
    const late = `${expires_on}T23:30:00Z`;
    await town.deployment.clock.moveTo(late);
    const { client } = await signedIn(town, owner.email);
    expect(await entitlements({ ...owner, client })).toMatchObject({
      allowed: false,
      features: [],
      reasons: [{ code: 'account.suspended', detail: expect.stringContaining('buys credit') }],
      paid_through: expires_on,
    });
  });
});
