import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { Visitor } from '../pages/visitor.ts';
import { codeOf, colleague, mailsTo, PASSWORD, type SignedUp, type Town } from '../people/support.ts';
import {
  attach,
  historyOf,
  newCustomer,
  newReseller,
  type OrderAnswer,
  orderAtItsPrices,
  pay,
  placeOrder,
  settleWithResale,
} from './support.ts';

let town: Town;
let reseller: SignedUp;
let customer: AccountId;
let owner: SignedUp;
let bought: OrderAnswer;
let own: OrderAnswer;
let vendor: string;

beforeAll(async () => {
  town = await settleWithResale();
  reseller = await newReseller(town);
  customer = await newCustomer(reseller, 'Example Customer');
  bought = await orderAtItsPrices(reseller, customer);
  expect(await pay(town, bought)).toBe(303);
  const body = { role: 'admin', licences: ['member'], ends_discount: true };
  owner = await colleague(town, { ...reseller, account: customer }, body);
  await town.operator.send('PATCH', `/v1/accounts/${customer}/members/${owner.member}`, { role: 'owner' });
  own = await placeOrder(owner.client, customer, 1);
  expect(await pay(town, own)).toBe(303);
  const key = { name: 'reader', scopes: ['vendor:read'] };
  vendor = (await town.operator.send<{ key: string }>('POST', '/v1/api-keys', key)).key;
});
afterAll(() => town.deployment.stop());

const at = (rest: string) => `/v1/accounts/${customer}/${rest}`;
const idsOf = async (client: SignedUp['client'], list: string, name = 'id'): Promise<string[]> => {
  const { items } = await client.send<{ items: Record<string, string>[] }>('GET', at(list));
  return items.map((item) => item[name] ?? '');
};
const invoiceOf = async (order: OrderAnswer) =>
  (await town.operator.send<OrderAnswer>('GET', at(`orders/${order.id}`))).invoice ?? '';
const text = async (token: string | undefined, path: string): Promise<{ status: number; body: string }> => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(town.deployment.url + path, { headers });
  return { status: answer.status, body: await answer.text() };
};
async function tokenOf({ email }: SignedUp): Promise<string> {
  return (await town.anyone.send<{ token: string }>('POST', '/v1/sessions', { email, password: PASSWORD })).token;
}

describe('R5: what a reseller buys at its prices is not for the customer', () => {
  it('is absent from the customer’s orders and invoices, which have the others', async () => {
    expect(await idsOf(owner.client, 'orders?limit=1')).toEqual([own.id]);
    expect(await idsOf(owner.client, 'invoices?limit=1')).toEqual([await invoiceOf(own)]);
    expect(await codeOf(owner.client.send('GET', at(`orders/${bought.id}`)))).toBe('order.not-found');
    expect(await codeOf(owner.client.send('DELETE', at(`orders/${bought.id}`)))).toBe('order.not-found');
    const invoice = await invoiceOf(bought);
    const token = await tokenOf(owner);
    for (const file of ['', '.pdf', '.xml'])
      expect(await text(token, at(`invoices/${invoice}${file}`))).toMatchObject({
        status: 404,
        body: expect.stringContaining('invoice.not-found'),
      });
    const csv = await text(token, at('invoices.csv'));
    expect(csv.body).toContain(own.id);
    expect(csv.body).not.toContain(bought.id);
  });

  it('is there for the reseller, for operators, and for the vendor’s keys', async () => {
    const invoice = await invoiceOf(bought);
    for (const client of [reseller.client, town.operator]) {
      expect((await idsOf(client, 'orders')).toSorted()).toEqual([bought.id, own.id].toSorted());
      expect(await client.send('GET', at(`orders/${bought.id}`))).toMatchObject({ total: bought.total });
    }
    for (const client of [reseller.client, town.operator, town.anyone.as(vendor)])
      expect(await idsOf(client, 'invoices')).toContain(invoice);
    for (const token of [await tokenOf(reseller), vendor]) {
      expect((await text(token, at('invoices.csv'))).body).toContain(bought.id);
      expect((await text(token, at(`invoices/${invoice}.pdf`))).status).toBe(200);
      expect((await text(token, at(`invoices/${invoice}.xml`))).status).toBe(200);
    }
  });

  it('leaves the facts in the history and takes the amounts out of them', async () => {
    const seen = async (client: SignedUp['client']) =>
      (await historyOf(client, customer)).filter(({ subject }) => subject === bought.id);
    const [paid, placed] = await seen(owner.client);
    expect([placed?.action, placed?.on_behalf_of]).toEqual(['order.placed', reseller.account]);
    expect(placed?.after).toMatchObject({ purpose: 'purchase' });
    expect([paid?.action, paid?.after]).toEqual(['order.paid', expect.objectContaining({ status: 'paid' })]);
    expect(JSON.stringify([paid, placed])).not.toMatch(/amount|total/);
    expect((await text(await tokenOf(owner), at('history.csv'))).body.split('\n').join()).not.toContain(
      String(bought.total.amount),
    );
    for (const client of [reseller.client, town.operator])
      expect((await seen(client))[0]?.after).toMatchObject({ amount: bought.total });
  });

  it('is left out of the account’s export', async () => {
    const exported = async (client: SignedUp['client']) => {
      const { items } = await client.send<{ items: { kind: string; record: object }[] }>('GET', at('export?limit=100'));
      return items;
    };
    const invoice = await invoiceOf(bought);
    const kinds = ['order', 'invoice', 'invoice-xml', 'payment-use'];
    const about = (items: { kind: string; record: object }[]) =>
      items
        .filter(
          ({ kind, record }) =>
            kinds.includes(kind) && new RegExp(`${bought.id}|${invoice}`).test(JSON.stringify(record)),
        )
        .map(({ kind }) => kind)
        .sort();
    expect(about(await exported(reseller.client))).toEqual(kinds.toSorted());
    expect(about(await exported(town.operator))).toEqual(kinds.toSorted());
    const theirs = await exported(owner.client);
    expect(about(theirs)).toEqual([]);
    expect(JSON.stringify(theirs)).not.toContain(`"amount":${bought.total.amount},`);
    expect(theirs.some(({ record }) => JSON.stringify(record).includes(own.id))).toBe(true);
  });

  it('is paid by who signs in for the reseller, and is no page at all to the customer', async () => {
    const open = await orderAtItsPrices(reseller, customer, 2);
    const page = `/pay/${open.id}?account=${customer}`;
    const anyone = await new Visitor(town.deployment.url).get(page);
    expect([anyone.status, anyone.location]).toEqual([303, `/sign-in?next=${encodeURIComponent(page)}`]);
    const visit = async ({ email }: SignedUp) => {
      const visitor = new Visitor(town.deployment.url);
      const form = await visitor.get(anyone.location ?? '');
      const signedIn = await visitor.submit(form, '/sign-in', { email, password: PASSWORD });
      expect(signedIn.location).toBe(page);
      return visitor.get(page);
    };
    expect((await visit(reseller)).status).toBe(200);
    const theirs = await visit(owner);
    expect(theirs.status).toBe(404);
    expect(theirs.html).not.toContain(open.id.slice(4));
  });

  it('shows the customer a page of their account without it, and the reseller one with it', async () => {
    const visit = async ({ email }: SignedUp) => {
      const visitor = new Visitor(town.deployment.url);
      await visitor.submit(await visitor.get('/sign-in'), '/sign-in', { email, password: PASSWORD });
      return visitor.get(`/account?account=${customer}`);
    };
    const [theirs, ours] = [await visit(owner), await visit(reseller)];
    expect([theirs.status, ours.status]).toEqual([200, 200]);
    const invoice = await invoiceOf(bought);
    expect(theirs.html).not.toContain(invoice);
    expect(ours.html).toContain(invoice);
  });
});

describe('R5: mails about what a reseller buys go to the reseller', () => {
  it('tells the reseller of the payment, naming its customer, and the customer nothing', async () => {
    const of = async ({ email }: SignedUp) =>
      (await mailsTo(town, email)).filter(({ subject }) => subject.startsWith('Thank you'));
    const open = await orderAtItsPrices(reseller, customer, 1);
    const [before, theirs] = [(await of(reseller)).length, (await of(owner)).length];
    await pay(town, open);
    const mails = (await of(reseller)).slice(before);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Example Customer');
    expect(await of(owner)).toHaveLength(theirs);
  });

  it('tells both of what the customer buys itself', async () => {
    const of = async ({ email }: SignedUp) => (await mailsTo(town, email)).length;
    const [before, theirs] = [await of(reseller), await of(owner)];
    await pay(town, await placeOrder(owner.client, customer, 1));
    expect([await of(reseller), await of(owner)]).toEqual([before + 1, theirs + 1]);
  });
});

describe('R5: a later reseller sees nothing of it', () => {
  it('is absent for one that the customer went to, as for the customer', async () => {
    const [first, second] = [await newReseller(town), await newReseller(town)];
    const theirs = await newCustomer(first);
    const order = await orderAtItsPrices(first, theirs);
    await town.operator.send('DELETE', `/v1/accounts/${theirs}/reseller`);
    expect(await attach(second, theirs)).toBe(true);
    const path = `/v1/accounts/${theirs}`;
    expect(await codeOf(first.client.send('GET', `${path}/orders/${order.id}`))).toBe('account.not-found');
    expect(await codeOf(second.client.send('GET', `${path}/orders/${order.id}`))).toBe('order.not-found');
    expect(await second.client.send('GET', `${path}/orders`)).toMatchObject({ items: [] });
    const placed = (await historyOf(second.client, theirs)).find(({ subject }) => subject === order.id);
    expect(placed?.after).toEqual({ purpose: 'purchase' });
    expect(await town.operator.send('GET', `${path}/orders`)).toMatchObject({ items: [{ id: order.id }] });
  });
});
