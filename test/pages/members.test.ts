import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, newEmail, newOwner } from './people.ts';
import { textOf, type Visited, type Visitor } from './visitor.ts';

const PATH = '/account/members';
let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-03-01T08:00:00.000Z',
    catalogueFile: 'lib/catalogue/vendors/resold-licences.json',
  });
});
afterAll(() => deployment?.stop());

interface MemberJson {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly active: boolean;
  readonly former: boolean;
  readonly licences: readonly { readonly type: string }[];
}

async function memberOf(account: string, email: string): Promise<MemberJson | undefined> {
  const { body } = await api(deployment, OPERATOR_KEY, 'GET', `/v1/accounts/${account}/members?former=true`);
  return (body['items'] as MemberJson[]).find((member) => member.email === email);
}

const pay = (visitor: Visitor, ordered: Visited) => payByCard(deployment, visitor, ordered);

async function newSubscriber() {
  const owner = await newOwner(deployment, { plan: 'business' });
  const { visitor } = owner;
  const fields = { term: '1', 'licence-member': '2', do: 'buy' };
  await pay(visitor, await visitor.submit(await visitor.get('/account'), '/account/buy', fields));
  return owner;
}

describe('A7, L11: members are added and changed on the page', () => {
  it('with a role and a licence; sent twice, it says that the person is there', async () => {
    const { visitor, account } = await newSubscriber();
    const email = newEmail('colleague');
    const page = await visitor.get('/account');
    const fields = { do: 'add', email, role: 'admin', 'member-licence-member': 'yes' };
    const added = await visitor.submit(page, PATH, fields);
    expect(added.location).toBe(`/account?account=${account}&news=member-added`);
    expect(textOf(await visitor.get(added.location ?? ''))).toContain('The member is added and gets an e-mail.');
    expect(await memberOf(account, email)).toMatchObject({
      role: 'admin',
      active: true,
      licences: [{ type: 'member' }],
    });
    const again = await visitor.submit(page, PATH, fields);
    expect([again.status, textOf(again).includes('This person is already a member')]).toEqual([409, true]);
    const wrong = await visitor.submit(page, PATH, { ...fields, email: 'nobody' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<a href="#email">Enter an e-mail address');
    expect(wrong.html).toMatch(/<details open>\s*<summary>Add a member/);
    expect(wrong.html).toMatch(/name="email"[^>]*aria-invalid="true"[^>]*value="nobody"/);
  });

  it('inactive, active, former and back, with a licence taken and given, each safe to send twice', async () => {
    const { visitor, account } = await newSubscriber();
    const email = newEmail('colleague');
    await visitor.submit(await visitor.get('/account'), PATH, { do: 'add', email, 'member-licence-member': 'yes' });
    const { id: member } = (await memberOf(account, email)) as MemberJson;
    const press = async (step: string) => {
      const page = await visitor.get('/account?former=true');
      expect(page.html).toContain(`value="${step}"`);
      for (let count = 0; count < 2; count += 1) {
        const { status, location } = await visitor.submit(page, PATH, { member, do: step });
        expect([step, status, location]).toEqual([step, 303, `/account?account=${account}&news=member-changed`]);
      }
      return memberOf(account, email);
    };
    expect(await press('make-inactive')).toMatchObject({ active: false });
    expect(await press('make-active')).toMatchObject({ active: true });
    expect(await press('make-admin')).toMatchObject({ role: 'admin' });
    expect(await press('make-member')).toMatchObject({ role: 'member' });
    expect(await press('take-licence:member')).toMatchObject({ licences: [] });
    expect(await press('give-licence:member')).toMatchObject({ licences: [{ type: 'member' }] });
    expect(await press('make-former')).toMatchObject({ former: true, active: false, licences: [] });
    expect(textOf(await visitor.get('/account'))).not.toContain(email);
    expect(await press('bring-back')).toMatchObject({ former: false });
    const page = await visitor.get('/account');
    const refused = await visitor.submit(page, PATH, { member, do: 'make-active' });
    expect([refused.status, textOf(refused).includes('Give them a licence first.')]).toEqual([409, true]);
    expect((await visitor.submit(page, PATH, { member, do: 'constructor' })).status).toBe(400);
  });
});

describe('R4: whoever makes someone admin is warned that the reseller’s discount ends', () => {
  it('and goes on with a box that appears then', async () => {
    const { visitor, account } = await newOwner(deployment, { plan: 'business', organisation: 'Example Reseller' });
    const made = await api(deployment, OPERATOR_KEY, 'POST', '/v1/resellers', { account, discount_percent: '20' });
    expect(made.status).toBe(201);
    const form = await visitor.get(`/customers/new?account=${account}`);
    const wanted = { organisation: 'Example Customer', country: 'SE', term: '12', 'licence-member': '3', do: 'buy' };
    await pay(visitor, await visitor.submit(form, '/customers/new', wanted));
    const { body } = await api(deployment, OPERATOR_KEY, 'GET', `/v1/resellers/${account}/customers`);
    const [{ account: customer } = { account: '' }] = body['items'] as { account: string }[];
    const page = await visitor.get(`/account?account=${customer}`);
    expect(page.html).not.toContain('name="ends_discount"');
    const [first, second] = [newEmail('first'), newEmail('second')];
    const send = (fields: Record<string, string>) => visitor.submit(page, PATH, { account: customer, ...fields });
    const add = { do: 'add', email: first, role: 'admin', 'member-licence-member': 'yes' };
    const warned = await send(add);
    expect([warned.status, textOf(warned).includes('Tick the box to go on')]).toEqual([409, true]);
    expect(warned.html).toContain('id="ends_discount-new"');
    expect(await memberOf(customer, first)).toBeUndefined();
    expect((await send({ ...add, email: second, role: 'member' })).status).toBe(303);
    const { id: member } = (await memberOf(customer, second)) as MemberJson;
    const asked = await send({ member, do: 'make-admin' });
    expect([asked.status, asked.html.includes(`id="ends_discount-${member}"`)]).toEqual([409, true]);
    expect((await send({ member, do: 'make-admin', ends_discount: 'yes' })).status).toBe(303);
    expect(await memberOf(customer, second)).toMatchObject({ role: 'admin' });
  });
});
