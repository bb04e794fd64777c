import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, newEmail, newOwner, PASSWORD } from './people.ts';
import { textOf, type Visited, type Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-03-01T08:00:00.000Z',
    catalogueFile: 'lib/catalogue/vendors/resold-licences.json',
  });
});
afterAll(() => deployment?.stop());

type Owner = Awaited<ReturnType<typeof newOwner>>;

async function newReseller(discount = '20'): Promise<Owner> {
  const owner = await newOwner(deployment, { plan: 'business', organisation: 'Example Reseller' });
  const made = await api(deployment, OPERATOR_KEY, 'POST', '/v1/resellers', {
    account: owner.account,
    discount_percent: discount,
  });
  expect(made.status).toBe(201);
  return owner;
}

const wanted = { organisation: 'Example Customer', country: 'SE', term: '12', 'licence-member': '3' };

async function pay(visitor: Visitor, ordered: Visited): Promise<Visited> {
  const paid = await payByCard(deployment, visitor, ordered);
  return visitor.get(paid.location ?? '');
}

async function addCustomer({ visitor, account }: Owner, fields: Record<string, string> = {}): Promise<string> {
  const form = await visitor.get(`/customers/new?account=${account}`);
  const added = await visitor.submit(form, '/customers/new', { ...wanted, ...fields, do: 'buy' });
  expect([added.status, textOf(added)]).toEqual([303, '']);
  const back = await pay(visitor, added);
  expect(textOf(back)).toContain('and what you bought is ready to use');
  const { body } = await api(deployment, OPERATOR_KEY, 'GET', `/v1/resellers/${account}/customers`);
  const items = body['items'] as { account: string; organisation: string }[];
  return (
    items.find(({ organisation }) => organisation === (fields['organisation'] ?? wanted.organisation))?.account ?? ''
  );
}

describe('R1: a reseller adds a customer on a page', () => {
  it('3 licences for 12 months are 360.00 less 20 %, with Swedish VAT 360.00, shown before it is ordered', async () => {
    const { visitor, account } = await newReseller();
    expect((await visitor.get('/account')).html).toContain(`href="/customers?account=${account}"`);
    const list = await visitor.get(`/customers?account=${account}`);
    expect(textOf(list)).toContain('Customers of Example Reseller');
    expect(textOf(list)).toContain('You have no customers yet.');
    const form = await visitor.get(`/customers/new?account=${account}`);
    expect(textOf(form)).toContain('Your discount of 20 % is taken off.');
    expect(form.html).not.toContain('Premium');
    const shown = await visitor.submit(form, '/customers/new', { ...wanted, do: 'preview' });
    const text = textOf(shown);
    expect(text).toContain('3 × Member at €120.00: €360.00');
    expect(text).toContain('of 20 %: -€72.00');
    expect(text).toContain('Before VAT €288.00 VAT 25% (Sweden) €72.00 To pay €360.00');
    expect(text).toContain('so its VAT is charged.');
    const business = await visitor.submit(form, '/customers/new', {
      ...wanted,
      country: 'DE',
      vat_number: 'DE 136695976',
      do: 'preview',
    });
    expect(textOf(business)).toContain('VAT €0.00 To pay €288.00 Reverse charge: the VAT number is confirmed');
    expect((await api(deployment, OPERATOR_KEY, 'GET', `/v1/resellers/${account}/customers`)).body['items']).toEqual(
      [],
    );
  });

  it('a form sent three times adds one customer, and sent with other details says that it was sent', async () => {
    const { visitor, account } = await newReseller();
    const form = await visitor.get(`/customers/new?account=${account}`);
    const send = (more: Record<string, string> = {}) =>
      visitor.submit(form, '/customers/new', { ...wanted, ...more, do: 'buy' });
    const sent = await Promise.all([send(), send(), send()]);
    expect(new Set(sent.map(({ location }) => location)).size).toBe(1);
    const other = await send({ organisation: 'Another Name' });
    expect(other.status).toBe(422);
    expect(textOf(other)).toContain('This customer was added already');
    const again = await visitor.submit(other, '/customers/new', { ...wanted, organisation: 'A Third Name', do: 'buy' });
    expect(again.status).toBe(422);
    const { body } = await api(deployment, OPERATOR_KEY, 'GET', `/v1/resellers/${account}/customers`);
    expect(body['items']).toHaveLength(1);
  });

  it.each([
    [{ organisation: '' }, 'organisation', 'Enter the name of the organisation'],
    [{ 'licence-member': '' }, 'licence-member', 'Enter how many licences you want'],
    [{ 'licence-member': '1001' }, 'licence-member', 'Enter a whole number up to 1,000'],
    [{ country: 'DE', vat_number: 'DE 123' }, 'vat_number', 'Check the letters and digits'],
    [{ country: 'DE', vat_number: 'SE556677889901' }, 'vat_number', 'This number is registered in Sweden'],
  ])('%j is refused beside its field', async (fields, field, help) => {
    const { visitor, account } = await newReseller();
    const form = await visitor.get(`/customers/new?account=${account}`);
    const refused = await visitor.submit(form, '/customers/new', { ...wanted, ...fields, do: 'buy' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`<a href="#${field}">${help}`);
    expect(refused.html).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
  });

  it('is for resellers alone', async () => {
    const { visitor, account } = await newOwner(deployment, { plan: 'business' });
    const reseller = await newReseller();
    for (const path of ['/customers', '/customers/new']) {
      const none = await visitor.get(`${path}?account=${account}`);
      expect(none.status).toBe(404);
      expect(textOf(none)).toContain('Only resellers have customers.');
      expect((await visitor.get(`${path}?account=${reseller.account}`)).status).toBe(404);
    }
    const page = await visitor.get('/account');
    const sent = await visitor.submit(page, '/account/buy', {});
    expect(sent.status).toBe(422);
    expect(page.html).not.toContain('href="/customers');
  });

  it.each(['', '?account=', '?account=bad'])('without an account it says so in words for people: %j', async (query) => {
    const { visitor } = await newReseller();
    for (const path of ['/customers', '/customers/new']) {
      const refused = await visitor.get(path + query);
      expect(refused.status).toBe(404);
      expect(textOf(refused)).toContain('Choose one of your accounts');
      expect(refused.html).toContain('href="/account"');
    }
  });

  it('what costs nothing is said to be active, and not to be paid', async () => {
    const { visitor, account } = await newReseller('100');
    const form = await visitor.get(`/customers/new?account=${account}`);
    const added = await visitor.submit(form, '/customers/new', { ...wanted, do: 'buy' });
    const text = textOf(await visitor.get(added.location ?? ''));
    expect(text).toContain('What you ordered is active.');
    expect(text).not.toContain('is paid');
  });

  it('who is not signed in signs in first and goes on', async () => {
    const { visitor, account, email } = await newReseller();
    visitor.cookies.clear();
    const sent = await visitor.get(`/customers?account=${account}`);
    expect(sent.location).toBe(`/sign-in?${new URLSearchParams({ next: `/customers?account=${account}` })}`);
    const signedIn = await visitor.submit(await visitor.get(sent.location ?? ''), '/sign-in', {
      email,
      password: PASSWORD,
    });
    expect(signedIn.location).toBe(`/customers?account=${account}`);
  });
});

describe('R5: the list of customers', () => {
  it('has renewals and licences in use, and is filtered by name, plan, state and date', async () => {
    const reseller = await newReseller();
    const { visitor, account, token } = reseller;
    const yearly = await addCustomer(reseller, { organisation: 'Yearly & Sons' });
    await addCustomer(reseller, { organisation: 'Monthly', term: '1', 'licence-member': '2' });
    const member = { email: newEmail('member'), licences: ['member'] };
    expect((await api(deployment, token, 'POST', `/v1/accounts/${yearly}/members`, member)).status).toBe(201);
    const find = async (query: string) => textOf(await visitor.get(`/customers?account=${account}${query}`));
    const all = await find('');
    expect(all).toContain('Yearly & Sons Business Active March 1, 2027 1 of 3 Member');
    expect(all).toContain('Monthly Business Active April 1, 2026 0 of 2 Member');
    expect(await find('&organisation=yearly')).not.toContain('Monthly Business');
    expect(await find('&renews_before=2026-05-01')).not.toContain('Yearly & Sons Business');
    expect(await find('&plan=premium')).toContain('No customer is like this.');
    expect(await find('&state=ended&plan=&organisation=')).toContain('No customer is like this.');
    const wrong = await visitor.get(`/customers?account=${account}&renews_before=soon`);
    expect(wrong.status).toBe(422);
    expect(textOf(wrong)).toContain('Enter a date such as 2026-01-31');
    expect((await visitor.get(`/customers?account=${account}&cursor=broken`)).status).toBe(400);
  });

  it('goes on page by page', async () => {
    const { visitor, account, token } = await newReseller();
    for (let count = 0; count < 51; count += 1) {
      const body = {
        organisation: `Customer ${count}.`,
        plan: 'business',
        licences: [{ type: 'member', quantity: 1 }],
      };
      const added = await fetch(`${deployment.url}/v1/resellers/${account}/customers`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `customer-${count}`,
        },
        body: JSON.stringify(body),
      });
      expect(added.status).toBe(201);
    }
    const first = await visitor.get(`/customers?account=${account}&organisation=customer`);
    const next = /href="(\/customers\?[^"]*cursor=[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toContain('organisation=customer');
    const second = await visitor.get(next);
    const rows = [first, second].map(({ html }) => html.match(/<tr>\s*<td/g)?.length);
    expect(rows).toEqual([50, 1]);
    expect(textOf(second)).toContain('Back to the first customers');
  });
});

describe('R2: a reseller acts on a customer', () => {
  it('on its account page, which says so, and buys there at the discount', async () => {
    const reseller = await newReseller();
    const customer = await addCustomer(reseller);
    const { visitor, account } = reseller;
    const page = await visitor.get(`/account?account=${customer}`);
    expect(textOf(page)).toContain('You act for Example Reseller on behalf of Example Customer.');
    expect(page.html).toContain(`<a href="/customers?account=${account}">Back to the customers of Example Reseller`);
    const shown = await visitor.submit(page, '/account/buy', { 'licence-member': '1', do: 'preview' });
    expect(textOf(shown)).toContain('You act for Example Reseller');
    expect(textOf(shown)).toContain('of 20 %: -€24.00');
    const bought = await visitor.submit(page, '/account/buy', { 'licence-member': '1', do: 'buy' });
    expect(textOf(await pay(visitor, bought))).toContain('Thank you! €120.00 is paid');
    const own = textOf(await visitor.get(`/account?account=${account}`));
    expect(own).not.toContain('You act for');
    const stranger = await newReseller();
    expect((await stranger.visitor.get(`/account?account=${customer}`)).status).toBe(404);
  });
});

describe('R5: a customer withdraws the access', () => {
  async function customerWithOwner() {
    const reseller = await newReseller();
    const customer = await addCustomer(reseller);
    const owner = await newOwner(deployment, { plan: 'business' });
    const body = { email: owner.email, role: 'admin', licences: ['member'], ends_discount: true };
    const added = await api(deployment, reseller.token, 'POST', `/v1/accounts/${customer}/members`, body);
    expect(added.status).toBe(201);
    return { reseller, customer, owner };
  }

  it('on its own page, where who the reseller is stands, and nothing of its prices', async () => {
    const { reseller, customer, owner } = await customerWithOwner();
    const page = await owner.visitor.get(`/account?account=${customer}`);
    expect(textOf(page)).toContain('Example Reseller has managed this account for you since March 1, 2026.');
    expect(textOf(page)).not.toContain('You act for');
    expect(textOf(page)).not.toContain('360');
    const done = await owner.visitor.submit(page, '/account/reseller');
    expect(done.location).toBe(`/account?account=${customer}&news=reseller-withdrawn`);
    const after = await owner.visitor.get(done.location ?? '');
    expect(textOf(after)).toContain('The access is withdrawn.');
    expect(textOf(after)).not.toContain('Example Reseller has managed');
    expect((await reseller.visitor.get(`/account?account=${customer}`)).status).toBe(404);
    expect((await owner.visitor.submit(page, '/account/reseller')).status).toBe(303);
  });

  it('the reseller gives a customer up, unless nobody else could look after it', async () => {
    const { reseller, customer } = await customerWithOwner();
    const page = await reseller.visitor.get(`/account?account=${customer}`);
    expect(textOf(page)).toContain('Yes, give this customer up');
    const done = await reseller.visitor.submit(page, '/account/reseller');
    expect(done.location).toBe(`/customers?account=${reseller.account}&news=given-up`);
    expect(textOf(await reseller.visitor.get(done.location ?? ''))).toContain('You no longer manage this customer.');

    const alone = await addCustomer(reseller, { organisation: 'Nobody There' });
    const kept = await reseller.visitor.get(`/account?account=${alone}`);
    const refused = await reseller.visitor.submit(kept, '/account/reseller');
    expect(refused.status).toBe(409);
    expect(textOf(refused)).toContain('make a member admin and active');
  });
});

describe('R5 and L13: a renewal at the reseller’s prices that is not paid', () => {
  it('is the reseller’s to pay: its customer sees no amount, the reseller does', async () => {
    const reseller = await newReseller();
    const customer = await addCustomer(reseller, { term: '1' });
    const owner = await newOwner(deployment, { plan: 'business' });
    await deployment.clock.advance('P32D');
    const body = { email: owner.email, role: 'admin', licences: ['member'], ends_discount: true };
    const added = await api(deployment, reseller.token, 'POST', `/v1/accounts/${customer}/members`, body);
    expect(added.status).toBe(201);
    const own = await owner.visitor.get(`/account?account=${customer}`);
    expect(textOf(own)).toContain('The invoice of this renewal is with your reseller, who pays it.');
    expect(own.html).not.toContain('href="/pay/');
    const acting = await reseller.visitor.get(`/account?account=${customer}`);
    expect(textOf(acting)).toContain('€30.00 to pay Invoice INV-2026-');
    expect(textOf(acting)).not.toContain('with your reseller');
  });
});
