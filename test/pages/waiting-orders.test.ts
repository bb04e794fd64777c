import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, startPages } from './deployment.ts';
import { api, linkIn, newEmail, newOwner, PASSWORD, signIn } from './people.ts';
import { textOf, type Visited, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-03-01T08:00:00.000Z',
    catalogueFile: 'lib/catalogue/vendors/resold-licences.json',
  });
});
afterAll(() => deployment?.stop());

const aBuyer = () => newOwner(deployment, { plan: 'business' });

async function order(visitor: Visitor, quantity: number, method: 'card' | 'bank-transfer'): Promise<Visited> {
  const fields = { 'licence-member': String(quantity), term: '12', payment_method: method, do: 'buy' };
  const sent = await visitor.submit(await visitor.get('/account'), '/account/buy', fields);
  expect([sent.status, textOf(sent)]).toEqual([303, '']);
  return sent;
}

/** The panel's words, each order's by itself, with where they lead. */
async function waiting(visitor: Visitor, path = '/account') {
  const { html } = await visitor.get(path);
  const panel = /<section[^>]*id="waiting-orders".*?<\/section>/s.exec(html)?.[0] ?? '';
  return [...panel.matchAll(/<p>(.*?)<\/p>/gs)].map(([, row = '']) => ({
    text: row
      .replaceAll(/<span class="visually-hidden">.*?<\/span>|<[^>]+>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    href: /href="([^"]+)"/.exec(row)?.[1]?.replaceAll('&amp;', '&') ?? '',
  }));
}

describe('L4, T4: an order that can still be paid is found again on the account page', () => {
  it('by bank transfer, with the way to the bank details', async () => {
    const { visitor } = await aBuyer();
    expect(await waiting(visitor)).toEqual([]);
    const { location } = await order(visitor, 10, 'bank-transfer');
    const [shown, ...others] = await waiting(visitor);
    expect(others).toEqual([]);
    expect(shown?.text).toMatch(/^The order of March 1, 2026 over €1,\d{3}\.\d\d waits for your transfer\. Show the/);
    expect(new URL(location ?? '').href).toBe(deployment.url + shown?.href);
    expect(textOf(await visitor.get(shown?.href ?? ''))).toContain('IBAN');
  });

  it('by card, the newest three, and none whose prices no longer hold', async () => {
    const { visitor } = await aBuyer();
    const sent: Visited[] = [];
    for (const quantity of [1, 2, 3, 4]) sent.push(await order(visitor, quantity, 'card'));
    const rows = await waiting(visitor);
    expect(rows).toHaveLength(3);
    for (const { text } of rows) expect(text).toMatch(/waits for its payment\. Go to the payment$/);
    expect(textOf(await visitor.get(rows[0]?.href ?? ''))).toContain(/€[\d.,]+/.exec(rows[0]?.text ?? '')?.[0]);

    const checkout = new URL(sent.at(-1)?.location ?? '').pathname;
    await visitor.submit(await visitor.get(checkout), checkout, { card: '4242 4242 4242 4242' });
    await deployment.settle();
    expect(await waiting(visitor)).toEqual([]);
  });

  it('is not said twice to who comes back from it', async () => {
    const { visitor, account } = await aBuyer();
    const { location } = await order(visitor, 1, 'bank-transfer');
    const id = /ord_\w+/.exec(location ?? '')?.[0];
    const back = `/account?account=${account}&order=${id}`;
    expect(textOf(await visitor.get(back))).toContain('Your order waits for your transfer');
    expect(await waiting(visitor, back)).toEqual([]);
  });

  it('is for admins, not for members', async () => {
    const { visitor, account, token } = await aBuyer();
    await order(visitor, 1, 'bank-transfer');
    const email = newEmail('member');
    await api(deployment, token, 'POST', `/v1/accounts/${account}/invitations`, { emails: [email] });
    await deployment.settle();
    const member = new Visitor(deployment.url);
    const invitation = await member.get(linkIn(deployment, email, '/invitation'));
    await member.submit(invitation, '/invitation', { name: 'Bo', password: PASSWORD });
    await signIn(member, email);
    expect(await waiting(member)).toEqual([]);
  });

  it('and for a reseller the first order of its customer', async () => {
    const { visitor, account } = await aBuyer();
    await api(deployment, OPERATOR_KEY, 'POST', '/v1/resellers', { account, discount_percent: '20' });
    const form = await visitor.get(`/customers/new?account=${account}`);
    const fields = { organisation: 'Example Customer', country: 'SE', term: '12', 'licence-member': '3', do: 'buy' };
    const added = await visitor.submit(form, '/customers/new', { ...fields, payment_method: 'bank-transfer' });
    const customer = new URL(added.location ?? '').searchParams.get('account');
    const [shown] = await waiting(visitor, `/account?account=${customer}`);
    expect(shown?.text).toContain('over €360.00 waits for your transfer.');
    expect(textOf(await visitor.get(shown?.href ?? ''))).toContain('IBAN');
  });

  it('for 30 days by transfer and a day by card, as it can be paid', async () => {
    const { visitor } = await aBuyer();
    await order(visitor, 1, 'card');
    await order(visitor, 2, 'bank-transfer');
    const words = async () => (await waiting(visitor)).map(({ text }) => /your transfer|its payment/.exec(text)?.[0]);
    expect(await words()).toEqual(['your transfer', 'its payment']);
    await deployment.clock.moveTo('2026-03-02T09:00:00Z');
    expect(await words()).toEqual(['your transfer']);
    await deployment.clock.moveTo('2026-03-31T09:00:00Z');
    expect(await words()).toEqual([]);
  });
});
