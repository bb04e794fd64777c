import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, newAccount, problemOf, type Town } from '../people/support.ts';
import { admin, customer, expectCounted, settleWithPlans } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithPlans();
});
afterAll(() => town.deployment.stop());

describe('L1, L3: a licence is given and taken back', () => {
  it('makes the member active and takes one of the free ones', async () => {
    const owner = await customer(town, { base: 2 });
    const { add, assign, counts, typesOf } = admin(owner);
    const member = await add();
    expect(member).toMatchObject({ active: false, licences: [] });
    const after = await assign(member.id, 'base');
    expect(after.active).toBe(true);
    expect(typesOf(after)).toEqual(['base']);
    expect(await counts('base')).toBe('1 of 2');
    await expectCounted(owner);
  });

  it('is refused with none free, and says where to buy', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, assign } = admin(owner);
    await assign(owner.member, 'base');
    const member = await add();
    expect(await problemOf(assign(member.id, 'base'))).toMatchObject({
      status: 409,
      code: 'licence.none-free',
      licence_type: 'base',
      links: { buy: expect.stringContaining(`/account?account=${owner.account}`) },
    });
    expect(await codeOf(assign(member.id, 'calls'))).toBe('licence.none-free');
    await expectCounted(owner);
  });

  it('changes nothing when it is asked again', async () => {
    const owner = await customer(town, { base: 2 });
    const { assign, unassign, counts, history } = admin(owner);
    const first = await assign(owner.member, 'base');
    expect(await assign(owner.member, 'base')).toEqual(first);
    expect(await counts('base')).toBe('1 of 2');
    await unassign(owner.member, 'base');
    await unassign(owner.member, 'base');
    expect((await history()).filter((action) => action.startsWith('licence.'))).toEqual([
      'licence.unassigned',
      'licence.assigned',
    ]);
    await expectCounted(owner);
  });

  it('is one of each type for a member, whoever asks 10 times at once', async () => {
    const owner = await customer(town, { base: 5, calls: 5 });
    const { add, assign, counts } = admin(owner);
    const { id } = await add();
    await Promise.all(Array.from({ length: 10 }, (_, each) => assign(id, each % 2 === 0 ? 'base' : 'calls')));
    expect([await counts('base'), await counts('calls')]).toEqual(['1 of 5', '1 of 5']);
    await expectCounted(owner);
  });

  it('goes to one of two members who ask for the last one at once', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, assign, counts } = admin(owner);
    const members = [await add(), await add()];
    const outcomes = await Promise.allSettled(members.map(({ id }) => assign(id, 'base')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await counts('base')).toBe('1 of 1');
    await expectCounted(owner);
  });

  it('moves from one member to another, who is then the active one', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, assign, unassign } = admin(owner);
    const [from, to] = [await add({ licences: ['base'] }), await add()];
    expect(from.active).toBe(true);
    expect((await unassign(from.id, 'base')).active).toBe(false);
    expect((await assign(to.id, 'base')).active).toBe(true);
    await expectCounted(owner);
  });

  it('is refused where there is nothing to give it of or to', async () => {
    const owner = await customer(town, { base: 2 });
    const { add, assign, unassign, edit } = admin(owner);
    const member = await add();
    expect(await codeOf(assign(member.id, 'gone'))).toBe('licence.unknown-type');
    expect(await codeOf(unassign(member.id, 'gone'))).toBe('licence.unknown-type');
    expect(await codeOf(assign('mem_01JZ8Q0V7M3K5N9P2R4S6T8W0X', 'base'))).toBe('member.not-found');
    await edit(member.id, { former: true });
    expect(await codeOf(assign(member.id, 'base'))).toBe('member.former');
    const prepaid = await newAccount(town);
    expect(await codeOf(admin(prepaid).assign(prepaid.member, 'base'))).toBe('licence.not-in-plan');
    expect(await codeOf(admin(prepaid).add({ licences: ['base'] }))).toBe('licence.not-in-plan');
    expect(await codeOf(admin(prepaid).list())).toBe('licence.not-in-plan');
    const tried = await newAccount(town, { plan: 'tried' });
    expect(await codeOf(admin(tried).assign(tried.member, 'maps'))).toBe('licence.unknown-type');
  });
});

describe('L11: a member needs a licence to be active', () => {
  it('is refused without one, with the way to assign it', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, edit } = admin(owner);
    const { id } = await add();
    const problem = await problemOf(edit(id, { active: true }));
    expect(problem.code).toBe('member.needs-licence');
    expect(problem.links?.['assign']).toContain(`/members/${id}/licences/base`);
    expect(problem.detail).toContain(`${id}/licences/base`);
  });

  it('lets a ghost keep the seat, and come back to it', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, edit, counts } = admin(owner);
    const { id } = await add({ licences: ['base'] });
    expect(await edit(id, { active: false })).toMatchObject({ active: false, licences: [{ type: 'base' }] });
    expect(await counts('base')).toBe('1 of 1');
    expect(await edit(id, { active: true })).toMatchObject({ active: true });
    await expectCounted(owner);
  });

  it('stays active with one of two licences, and becomes inactive with none', async () => {
    const owner = await customer(town, { base: 1, calls: 1 });
    const { add, unassign } = admin(owner);
    const { id } = await add({ licences: ['base', 'calls'] });
    expect(await unassign(id, 'base')).toMatchObject({ active: true });
    expect(await unassign(id, 'calls')).toMatchObject({ active: false });
    await expectCounted(owner);
  });

  it('is not asked of the owner, and is of a former owner', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, edit, show } = admin(owner);
    expect(await show(owner.member)).toMatchObject({ active: true, licences: [] });
    const next = await add({ role: 'admin' });
    expect(await edit(next.id, { role: 'owner', active: true })).toMatchObject({ role: 'owner', active: true });
    const { operator } = town;
    const former = await operator.send('GET', `/v1/accounts/${owner.account}/members/${owner.member}`);
    expect(former).toMatchObject({ role: 'admin', active: false });
    await expectCounted(owner);
  });

  it.each(['former', 'removed'])('frees every licence of a member who is %s', async (how) => {
    const owner = await customer(town, { base: 1, calls: 1, mobile: 1 });
    const { add, edit, remove, counts } = admin(owner);
    const { id } = await add({ licences: ['base', 'calls', 'mobile'] });
    await (how === 'former' ? edit(id, { former: true }) : remove(id));
    for (const type of ['base', 'calls', 'mobile']) expect(await counts(type)).toBe('0 of 1');
    await expectCounted(owner);
  });

  it('adds nobody when one of the licences that are asked for is not free', async () => {
    const owner = await customer(town, { base: 1 });
    const { add, counts } = admin(owner);
    expect(await codeOf(add({ licences: ['base', 'calls'] }))).toBe('licence.none-free');
    expect(await problemOf(add({ licences: ['base', 'gone'] }))).toMatchObject({
      code: 'licence.unknown-type',
      errors: [{ pointer: '/licences/1' }],
    });
    expect(await counts('base')).toBe('0 of 1');
    await expectCounted(owner);
  });
});
