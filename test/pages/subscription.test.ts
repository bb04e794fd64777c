import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, newEmail, newOwner } from './people.ts';
import { textOf, type Visited, type Visitor } from './visitor.ts';

const PATH = '/account/subscription';
let deployment: LocalDeployment;

const vendor = (name: string) => JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8'));

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-03-10T08:00:00.000Z',
    catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json',
  });
  const [suite, resold] = [vendor('modules-packs-crm'), vendor('resold-licences')];
  const catalogue = { ...suite, plans: [...suite.plans, ...resold.plans] };
  expect((await api(deployment, OPERATOR_KEY, 'PUT', '/v1/catalogue', catalogue)).status).toBe(200);
});
afterAll(() => deployment?.stop());

type Owner = Awaited<ReturnType<typeof newOwner>>;

const pay = (visitor: Visitor, ordered: Visited) => payByCard(deployment, visitor, ordered);

/** Who bought for the month to April 9, 2026. */
async function newSubscriber(fields: Record<string, string>): Promise<Owner> {
  const owner = await newOwner(deployment, { plan: 'suite' });
  const { visitor } = owner;
  await pay(visitor, await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'buy' }));
  return owner;
}

async function subscriptionOf({ account, token }: Owner) {
  const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/subscription`);
  return body as { state: string; renews: boolean; scheduled: { id: string; kind: string; quantity: number | null }[] };
}

/** Sends a form twice from one page, and answers the page one is led to. */
async function twice(visitor: Visitor, fields: Record<string, string>): Promise<Visited> {
  const page = await visitor.get('/account');
  const sent = [await visitor.submit(page, PATH, fields), await visitor.submit(page, PATH, fields)];
  expect(sent.map(({ status }) => status)).toEqual([303, 303]);
  return visitor.get(sent[0]?.location ?? '');
}

describe('L9: tacit renewal is switched off and on again on the page', () => {
  it('off, it is used until April 9, 2026 and then closes; on, it renews on April 10', async () => {
    const owner = await newSubscriber({ term: '1', 'module-crm': 'yes' });
    const before = textOf(await owner.visitor.get('/account'));
    expect(before).toContain('It renews by itself on April 10, 2026.');
    expect(before).toContain('It will be used until April 9, 2026 and then close; all data stays.');
    const off = textOf(await twice(owner.visitor, { do: 'renewal-off' }));
    expect(off).toContain('Tacit renewal is off.');
    expect(off).toContain('It does not renew. It can be used through April 9, 2026; then it ends, and all data stays.');
    expect(off).toContain('It then renews by itself on April 10, 2026. Switch tacit renewal on');
    expect(off).not.toContain('Remove modules');
    expect((await subscriptionOf(owner)).renews).toBe(false);
    const on = textOf(await twice(owner.visitor, { do: 'renewal-on' }));
    expect(on).toContain('Tacit renewal is on.');
    expect((await subscriptionOf(owner)).renews).toBe(true);
  });
});

describe('L9: a subscription is cancelled on the page, and the cancellation taken back', () => {
  it('with what is still billed by consumption', async () => {
    const owner = await newSubscriber({ term: '1', 'module-crm': 'yes' });
    const { visitor, account, token } = owner;
    expect(textOf(await visitor.get('/account'))).not.toContain('are still billed then');
    for (let count = 0; count < 2; count += 1) {
      const body = { email: newEmail('member') };
      expect((await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, body)).status).toBe(201);
    }
    expect(textOf(await visitor.get('/account'))).toMatch(/are still billed then: €1\d\.\d\d if nothing changes/);
    const cancelled = textOf(await twice(visitor, { do: 'cancel' }));
    expect(cancelled).toContain('The subscription is cancelled.');
    expect(cancelled).toContain('State: Cancelled');
    expect(cancelled).toContain('It then goes on, and renews by itself on April 10, 2026. Take the cancellation back');
    expect(cancelled).not.toContain('Yes, cancel the subscription');
    expect((await subscriptionOf(owner)).state).toBe('cancelling');
    const undone = textOf(await twice(visitor, { do: 'undo-cancel' }));
    expect(undone).toContain('The cancellation is taken back.');
    expect((await subscriptionOf(owner)).state).toBe('active');
  });

  it('where tacit renewal is off as well, says that it must be switched on too', async () => {
    const { visitor } = await newSubscriber({ term: '1', 'module-crm': 'yes' });
    await twice(visitor, { do: 'renewal-off' });
    const text = textOf(await twice(visitor, { do: 'cancel' }));
    expect(text).toContain('It still closes on April 10, 2026, as tacit renewal is off: switch that on as well.');
    expect(text).toContain('As it is cancelled, it still closes on April 10, 2026.');
  });
});

describe('L10: modules and packs are removed on the page, and it is undone', () => {
  it('a module ends with the period, with its packs', async () => {
    const fields = { term: '1', 'module-crm': 'yes', 'module-sales': 'yes', 'pack-users.sales': '2' };
    const owner = await newSubscriber(fields);
    const { visitor } = owner;
    const page = textOf(await visitor.get('/account'));
    expect(page).toContain('What you remove will be used until April 9, 2026 and then end.');
    expect(page).toContain('Sales management Its packs of users end with it. Remove (Sales management)');
    expect(page).not.toContain('Nothing is left of the subscription then');
    const after = await twice(visitor, { do: 'remove-module', module: 'sales' });
    expect(textOf(after)).toContain('It will end with the period.');
    expect(textOf(after)).toContain('April 10, 2026: Sales management ends Undo (Sales management)');
    expect(textOf(after)).not.toContain('Remove (Sales management)');
    expect(textOf(after)).toContain('Nothing is left of the subscription then, so it closes. Remove (CRM)');
    const { scheduled } = await subscriptionOf(owner);
    expect(scheduled).toHaveLength(1);
    const undo = { do: 'undo', change: scheduled[0]?.id ?? '' };
    expect(textOf(await twice(visitor, undo))).toContain('It is undone: that change does not come.');
    expect((await subscriptionOf(owner)).scheduled).toEqual([]);
    const again = await visitor.submit(after, PATH, undo);
    expect(textOf(await visitor.get(again.location ?? ''))).toContain('That change was undone already');
  });

  it('the last module takes the subscription with it', async () => {
    const { visitor } = await newSubscriber({ term: '1', 'module-e-mailing': 'yes', 'pack-support': '1' });
    const after = textOf(await twice(visitor, { do: 'remove-module', module: 'e-mailing' }));
    expect(after).toContain('Nothing of it goes on. It can be used through April 9, 2026; then it ends');
    expect(after).not.toContain('It renews by itself');
  });

  it('of 3 packs of users 2 go: 2 of 4 users are billed by consumption then', async () => {
    const owner = await newSubscriber({ term: '1', 'module-crm': 'yes', 'pack-users.crm': '3', 'pack-support': '1' });
    const { visitor, account, token } = owner;
    for (let count = 0; count < 3; count += 1) {
      const body = { email: newEmail('member') };
      expect((await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, body)).status).toBe(201);
    }
    const page = await visitor.get('/account');
    expect(textOf(page)).toContain(
      'With 3 fewer, 3 users more than that are billed by consumption from April 10, 2026 on.',
    );
    expect(page.html).toMatch(/name="quantity-users.crm"[^>]*value="3"/);
    const fields = { do: 'remove-pack', pack: 'users', module: 'crm' };
    for (const quantity of ['', '0', '1.5', '4']) {
      const refused = await visitor.submit(page, PATH, { ...fields, 'quantity-users.crm': quantity });
      expect([quantity, refused.status]).toEqual([quantity, 422]);
      expect(refused.html).toContain('<a href="#quantity-users.crm">Enter a whole number, as many as there are');
      expect(refused.html).toMatch(
        new RegExp(`name="quantity-users.crm"[^>]*aria-invalid="true"[^>]*value="${quantity}"`),
      );
      expect(refused.html).toMatch(/<details open>\s*<summary>Remove modules or packs/);
    }
    expect((await subscriptionOf(owner)).scheduled).toEqual([]);
    const after = textOf(await twice(visitor, { ...fields, 'quantity-users.crm': '2' }));
    expect(after).toContain(
      'April 10, 2026: 2 × Extra users: CRM ends With 2 fewer, 2 users more than that are billed by consumption',
    );
    expect(after).toContain('Remove (Support)');
    expect((await subscriptionOf(owner)).scheduled).toMatchObject([{ kind: 'remove-pack', quantity: 2 }]);
  });

  it('what is not there is refused in words', async () => {
    const { visitor } = await newSubscriber({ term: '1', 'module-crm': 'yes', 'module-sales': 'yes' });
    const refused = await visitor.submit(await visitor.get('/account'), PATH, {
      do: 'remove-module',
      module: 'accounting',
    });
    expect([refused.status, textOf(refused).includes('Choose among those that are shown.')]).toEqual([422, true]);
    const unknown = await visitor.submit(await visitor.get('/account'), PATH, { do: 'everything' });
    expect(unknown.status).toBe(400);
  });
});

describe('L9: who decides about the renewal', () => {
  it('admins and the owner; before the first purchase there is nothing to decide', async () => {
    const { visitor } = await newOwner(deployment, { plan: 'suite' });
    expect((await visitor.get('/account')).html).not.toContain(PATH);
  });

  it('plain members see no controls, and are refused', async () => {
    const owner = await newSubscriber({ term: '1', 'module-crm': 'yes' });
    const member = await newOwner(deployment, { plan: 'suite' });
    const body = { email: member.email };
    const { account, token } = owner;
    expect((await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, body)).status).toBe(201);
    const page = await member.visitor.get(`/account?account=${account}`);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain(PATH);
    const formToken = /name="form_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const refused = await member.visitor.post(PATH, { form_token: formToken, account, do: 'cancel' });
    expect(refused.status).toBe(403);
    expect((await subscriptionOf(owner)).state).toBe('active');
  });

  it('a reseller does for its customer', async () => {
    const reseller = await newOwner(deployment, { plan: 'business', organisation: 'Example Reseller' });
    const made = { account: reseller.account, discount_percent: '20' };
    expect((await api(deployment, OPERATOR_KEY, 'POST', '/v1/resellers', made)).status).toBe(201);
    const { visitor, account } = reseller;
    const form = await visitor.get(`/customers/new?account=${account}&plan=business`);
    const wanted = {
      organisation: 'Example Customer',
      country: 'FR',
      plan: 'business',
      term: '1',
      'licence-member': '3',
      do: 'buy',
    };
    await pay(visitor, await visitor.submit(form, '/customers/new', wanted));
    const { body } = await api(deployment, OPERATOR_KEY, 'GET', `/v1/resellers/${account}/customers`);
    const [{ account: customer } = { account: '' }] = body['items'] as { account: string }[];
    const page = await visitor.get(`/account?account=${customer}`);
    expect(textOf(page)).toContain('It will be used until April 9, 2026 and then close');
    const done = await visitor.submit(page, PATH, { do: 'renewal-off' });
    expect(done.location).toBe(`/account?account=${customer}&news=renewal-off`);
    expect(textOf(await visitor.get(done.location ?? ''))).toContain('It does not renew.');
  });
});

describe('L9 and L13: while a renewal is not paid', () => {
  it('tacit renewal is switched off for what follows, and nothing else is offered', async () => {
    const owner = await newSubscriber({ term: '1', 'module-crm': 'yes' });
    await deployment.clock.advance('P32D');
    const page = await owner.visitor.get('/account');
    expect(textOf(page)).toContain('State: Payment due');
    expect(textOf(page)).toContain('Once the open renewal is paid, it will be used until May 9, 2026 and then close');
    expect(textOf(page)).not.toContain('Cancel the subscription');
    expect(textOf(page)).not.toContain('Remove modules');
    const off = textOf(await twice(owner.visitor, { do: 'renewal-off' }));
    expect(off).toContain('Once the open renewal is paid, it then renews by itself on May 10, 2026.');
    const refused = await owner.visitor.submit(page, PATH, { do: 'cancel' });
    expect([refused.status, textOf(refused).includes('or a renewal is not paid yet')]).toEqual([409, true]);
  });
});
