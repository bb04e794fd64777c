import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, newEmail, newOwner } from './people.ts';
import { textOf, type Visited, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json',
  });
});
afterAll(() => deployment?.stop());

const newBuyer = () => newOwner(deployment, { plan: 'suite' });

/** Buys on the page, pays with a card that works, and answers the page one comes back to. */
async function buy(visitor: Visitor, fields: Record<string, string>): Promise<Visited> {
  const bought = await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'buy' });
  expect([bought.status, textOf(bought)]).toEqual([303, '']);
  const paid = await payByCard(deployment, visitor, bought);
  return visitor.get(paid.location ?? '');
}

describe('U1: signing up for a plan that is sold by modules', () => {
  it('shows the cheapest module by month and year, and asks to choose modules', async () => {
    const text = textOf(await new Visitor(deployment.url).get('/sign-up'));
    expect(text).toContain('Modules from €9.00 per month. Modules from €108.00 per year.');
    const { visitor } = await newBuyer();
    const page = textOf(await visitor.get('/account'));
    expect(page).toContain('Buy modules and packs');
    expect(page).toContain('Sales management Quotes, orders and invoices. €29.00 per month · €348.00 per year');
    expect(page).toContain('Extra users of Sales management');
    expect(page).toContain('€10.00 per month · €120.00 per year · One comes with the module; only together with it');
    expect(page).not.toContain('Licence');
  });
});

describe('U1: modules and packs are bought on the page', () => {
  it('sales with 2 more users and 1,000 e-mails are 54.00, 64.80 with French VAT, shown before they are ordered', async () => {
    const { visitor } = await newBuyer();
    const fields = { term: '1', 'module-sales': 'yes', 'pack-users.sales': '2', 'pack-e-mails-1000': '1' };
    const shown = await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'preview' });
    expect(shown.status).toBe(200);
    const text = textOf(shown);
    expect(text).toContain('1 × Sales management at €29.00: €29.00');
    expect(text).toContain('2 × Extra users: Sales management at €10.00: €20.00');
    expect(text).toContain('1 × 1,000 e-mails at €5.00: €5.00');
    expect(text).toContain('Before VAT €54.00 VAT 20% (France) €10.80 To pay €64.80');
    expect(shown.html).toMatch(/name="pack-users.sales"[^>]*value="2"/);
    const after = textOf(await buy(visitor, fields));
    expect(after).toContain('Thank you! €64.80 is paid');
    expect(after).toContain('Modules Sales management Packs 2 × Extra users: Sales management 1,000 e-mails');
    expect(after).toContain('It renews by itself on February 15, 2026.');
  });

  it('a pack joins the running period for what is left of it; training is paid once', async () => {
    const { visitor } = await newBuyer();
    await buy(visitor, { term: '1', 'module-crm': 'yes' });
    const page = await visitor.get('/account');
    expect(page.html).toContain('id="packs"');
    const preview = (fields: Record<string, string>) =>
      visitor.submit(page, '/account/buy', { ...fields, do: 'preview' });
    const text = textOf(await preview({ 'pack-users.crm': '1', 'pack-support': '1', 'pack-training': '1' }));
    expect(text).toContain('1 × Extra users: CRM at €8.00, for 31 of 31 days: €8.00');
    expect(text).toContain('1 × Support at €25.00, for 31 of 31 days: €25.00');
    expect(text).toContain('1 × Training at €90.00: €90.00');
    expect(text).toContain('From February 15, 2026, at today’s prices: €33.00 each period');
    expect(textOf(await preview({ 'pack-training': '1' }))).not.toContain('at today’s prices');
    const after = await buy(visitor, { 'pack-support': '1' });
    expect(textOf(after)).toContain('Packs Support');
    expect(after.html).not.toContain('name="pack-support"');
  });

  it('an order sent three times from one page is one', async () => {
    const { visitor, account, token } = await newBuyer();
    const page = await visitor.get('/account');
    const fields = { 'module-crm': 'yes', 'pack-users.crm': '3', do: 'buy' };
    const sent = await Promise.all([1, 2, 3].map(() => visitor.submit(page, '/account/buy', fields)));
    expect(new Set(sent.map(({ location }) => location)).size).toBe(1);
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
    expect(body['items']).toHaveLength(1);
  });

  it.each([
    [{}, 'Choose a module or a pack', 'modules'],
    [{ 'pack-e-mails-1000': '1' }, 'Choose at least one module to begin with', 'modules'],
    [{ 'module-crm': 'yes', 'pack-users.sales': '1' }, 'Choose the module as well', 'pack-users.sales'],
    [{ 'module-crm': 'yes', 'pack-users.crm': '1.5' }, 'Enter a whole number up to 1,000', 'pack-users.crm'],
    [{ 'module-crm': 'yes', 'pack-users.crm': '1001' }, 'Enter a whole number up to 1,000', 'pack-users.crm'],
    [{ 'module-crm': 'yes', 'pack-training': '21' }, 'That is more than one order can take', 'pack-training'],
  ])('%j is refused with words beside its field', async (fields, help, field) => {
    const { visitor, account, token } = await newBuyer();
    const refused = await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'buy' });
    expect(refused.status).toBeGreaterThanOrEqual(409);
    expect(refused.status).toBeLessThan(500);
    expect(refused.html).toContain(`<a href="#${field}">${help}`);
    expect(refused.html).toContain(`id="${field}"`);
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
    expect(body['items']).toEqual([]);
  });

  it('what is to end is listed with its date', async () => {
    const { visitor, account, token } = await newBuyer();
    await buy(visitor, { term: '1', 'module-crm': 'yes', 'module-sales': 'yes', 'pack-users.crm': '3' });
    const change = (body: object) =>
      api(deployment, token, 'POST', `/v1/accounts/${account}/subscription/changes`, body);
    expect((await change({ remove_module: 'sales' })).status).toBe(201);
    expect((await change({ remove_pack: 'users', module: 'crm', quantity: 2 })).status).toBe(201);
    const text = textOf(await visitor.get('/account'));
    expect(text).toContain('February 15, 2026: Sales management ends Undo');
    expect(text).toContain('February 15, 2026: 2 × Extra users: CRM ends Undo');
  });
});

describe('U2: the page warns before users are billed by consumption', () => {
  it('says at the limit what one more costs, and beyond it what it comes to, with a pack to buy', async () => {
    const { visitor, account, token } = await newBuyer();
    await buy(visitor, { term: '1', 'module-accounting': 'yes' });
    const full = await visitor.get('/account');
    expect(textOf(full)).toContain('Accounting At the limit 1 user 1 included, 0 in packs');
    expect(textOf(full)).toContain(
      'Before you add somebody One more user of Accounting costs €14.52 until February 15, 2026. A pack for one user costs €15.00 until then, and €15.00 per month afterwards.',
    );

    for (let count = 0; count < 2; count += 1) {
      const added = await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, { email: newEmail() });
      expect(added.status).toBe(201);
    }
    await deployment.clock.advance('P10D');
    const beyond = await visitor.get('/account');
    expect(textOf(beyond)).toContain(
      '2 users of Accounting are not in a pack: so far €9.68, €29.03 on February 15, 2026 if nothing changes.',
    );
    expect(textOf(beyond)).toContain('Billed by the night 3 users 1 included, 0 in packs');
    const [, url = ''] = /<a class="button" href="([^"]+)">Buy a pack for 2 users/.exec(beyond.html) ?? [];
    expect(url).toBe(`/account?account=${account}&amp;pack-users.accounting=2#packs`);
    const form = await visitor.get(url.replace('&amp;', '&'));
    expect(form.html).toMatch(/name="pack-users.accounting"[^>]*value="2"/);

    const covered = textOf(await buy(visitor, { 'pack-users.accounting': '2' }));
    expect(covered).toContain('At the limit 3 users 1 included, 2 in packs');
    expect(covered).toContain('Users of Accounting were beyond the packs for some nights: €9.68 will be billed on');
    expect(covered).not.toContain('are not in a pack');
  });
});

describe('A8, U2: the page says and changes which modules a member may use', () => {
  it('of members and of the owner, each safe to send twice; who leaves a module is not billed for it', async () => {
    const { visitor, account, token } = await newBuyer();
    await buy(visitor, { term: '1', 'module-accounting': 'yes', 'module-crm': 'yes' });
    const added = await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, { email: newEmail() });
    const { id: member } = added.body as { id: string };
    const read = async (id: string) => {
      const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/members/${id}`);
      return { profile: body['profile'], version: body['version'] };
    };
    const ticked = async (module: string) => {
      const { html } = await visitor.get('/account');
      return new RegExp(
        `id="member-module-${module}-${member}" name="member-module-${module}" value="yes" checked`,
      ).test(html);
    };
    const save = async (id: string, modules: readonly string[]) => {
      const page = await visitor.get('/account');
      const fields = Object.fromEntries(modules.map((module) => [`member-module-${module}`, 'yes']));
      const { location } = await visitor.submit(page, '/account/members', { member: id, do: 'set-modules', ...fields });
      expect(location).toBe(`/account?account=${account}&news=member-changed`);
      return read(id);
    };
    expect([await ticked('accounting'), await ticked('crm')]).toEqual([true, true]);
    expect(textOf(await visitor.get('/account'))).toContain('Accounting Billed by the night 2 users');

    const once = await save(member, ['crm']);
    expect(once.profile).toEqual({ modules: ['crm'] });
    expect(await save(member, ['crm'])).toEqual(once);
    expect([await ticked('accounting'), await ticked('crm')]).toEqual([false, true]);
    expect(textOf(await visitor.get('/account'))).toContain('Accounting At the limit 1 user');

    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/members`);
    const members = body['items'] as { readonly id: string; readonly role: string }[];
    const owner = members.find(({ role }) => role === 'owner')?.id ?? '';
    expect((await save(owner, [])).profile).toEqual({ modules: [] });
    expect(textOf(await visitor.get('/account'))).toContain('Accounting Covered 0 users');

    const { body: catalogue } = await api(deployment, token, 'GET', '/v1/catalogue');
    const plans = catalogue['plans'] as { readonly id: string; readonly modules: readonly { readonly id: string }[] }[];
    const every = plans.find(({ id }) => id === 'suite')?.modules.map(({ id }) => id) ?? [];
    expect((await save(member, every)).profile).toBeNull();
  });

  it('but not of a former one', async () => {
    const { visitor, account, token } = await newBuyer();
    await buy(visitor, { term: '1', 'module-crm': 'yes' });
    const added = await api(deployment, token, 'POST', `/v1/accounts/${account}/members`, { email: newEmail() });
    const { id: member } = added.body as { id: string };
    await api(deployment, token, 'PATCH', `/v1/accounts/${account}/members/${member}`, { former: true });
    const { html } = await visitor.get('/account?former=true');
    expect(html).toContain(member);
    expect(html).not.toContain(`member-module-crm-${member}`);
  });
});

describe('U3: the page shows what is used of what may be', () => {
  it('with a bar, until when, and a way to buy more', async () => {
    const { visitor, account } = await newBuyer();
    const none = await visitor.get('/account');
    expect(none.html).not.toContain('<meter');
    await buy(visitor, { term: '1', 'module-e-mailing': 'yes', 'pack-e-mails-1000': '1' });
    const page = await visitor.get('/account');
    expect(textOf(page)).toContain('E-mails 0 of 1,000 used · 1,000 left until');
    expect(textOf(page)).toContain('Attached companies 0 of 1 in use · 1 left');
    expect(page.html).toMatch(
      /<meter aria-labelledby="meter-e-mails" min="0" max="1000" high="800" optimum="0" value="0">/,
    );
    expect(page.html).toContain(`href="/account?account=${account}&amp;pack-e-mails-1000=1#packs"`);
  });
});

describe('U1: a plan with licences can have packs too', () => {
  it('which are bought beside the licences, in one order', async () => {
    const [suite, resold] = ['modules-packs-crm', 'resold-licences'].map((name) =>
      JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8')),
    );
    const [business] = resold.plans;
    const packs = suite.plans[0].packs.filter(({ kind }: { kind: string }) => kind === 'support');
    const plans = [...suite.plans, { ...business, packs }];
    expect((await api(deployment, OPERATOR_KEY, 'PUT', '/v1/catalogue', { ...suite, plans })).status).toBe(200);
    const { visitor } = await newOwner(deployment, { plan: 'business' });
    const page = await visitor.get('/account');
    expect(textOf(page)).toContain('Buy licences and packs');
    const alone = await visitor.submit(page, '/account/buy', { 'pack-support': '1', do: 'buy' });
    expect(alone.html).toContain('<a href="#licence-member">Enter as many licences as are used, at least one');
    const after = textOf(await buy(visitor, { term: '1', 'licence-member': '2', 'pack-support': '1' }));
    expect(after).toContain('Thank you! €54.00 is paid');
    expect(after).toContain('Packs Support');
  });
});
