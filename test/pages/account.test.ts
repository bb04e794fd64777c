import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { startPages } from './deployment.ts';
import { api, linkIn, newEmail, newOwner, PASSWORD, signIn } from './people.ts';
import { textOf, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-01-01T08:00:00.000Z',
  });
});
afterAll(() => deployment?.stop());

describe('P5: the account page shows the credit', () => {
  it('with 12.00 of free credit from 1 January it is paid through 31 January', async () => {
    const { visitor } = await newOwner(deployment, { activate: 'yes' });
    const text = textOf(await visitor.get('/account'));
    expect(text).toMatch(/Balance €11\.6\d/);
    expect(text).toContain('Paid through January 31, 2026 30 more days');
    expect(text).toContain('Active users 1');
    expect(text).toContain('Open Prepaid CRM');
  });

  it('before the activation it offers "Activate free", and a second press is answered kindly', async () => {
    const { visitor, account } = await newOwner(deployment);
    const page = await visitor.get('/account');
    expect(textOf(page)).toContain('€12.00 of free credit is yours');
    const done = await visitor.submit(page, '/account/activate');
    expect(done.location).toBe(`/account?account=${account}&news=activated`);
    const again = await visitor.submit(page, '/account/activate');
    expect(again.status).toBe(409);
    expect(textOf(again)).toContain('It was activated on');
    expect(textOf(again)).toContain('Paid through January 31, 2026');
  });

  it('a suspended account says since when, and leads to buying', async () => {
    const { visitor } = await newOwner(deployment, { activate: 'yes' });
    await deployment.clock.advance('P33D');
    const page = await visitor.get('/account');
    expect(textOf(page)).toContain('The service is suspended');
    expect(textOf(page)).toMatch(/nobody can use the service since February \d, 2026/);
    expect(page.html).toContain('<a class="button" href="#buy">');
  });
});

describe('P6 and P8: buying credit on the page', () => {
  it('144.00 are shown as days and a date before anything is bought', async () => {
    const { visitor } = await newOwner(deployment, { activate: 'yes' });
    const page = await visitor.get('/account');
    const shown = await visitor.submit(page, '/account/buy', { amount: '144', do: 'preview' });
    expect(shown.status).toBe(200);
    expect(textOf(shown)).toContain('€144.00 lasts 365 days for one active user.');
    const preset = await visitor.submit(page, '/account/buy', { amount: '', preset: '144.00' });
    expect(textOf(preset)).toContain('€144.00 lasts 365 days');
  });

  it('a purchase sent three times is one order, and another amount another one', async () => {
    const { visitor, account, token } = await newOwner(deployment, { activate: 'yes' });
    const page = await visitor.get('/account');
    const buy = (amount: string) => visitor.submit(page, '/account/buy', { amount, do: 'buy' });
    const sent = await Promise.all([buy('36'), buy('36.00'), buy('36,0')]);
    const urls = new Set(sent.map(({ location }) => location));
    expect(urls.size).toBe(1);
    expect([...urls][0]).toContain(`${deployment.url}/sandbox-gateway/checkouts/`);
    await buy('72');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
    expect(body['items']).toHaveLength(2);
  });

  it('paying brings the customer back to a page that says so', async () => {
    const { visitor } = await newOwner(deployment, { activate: 'yes' });
    const bought = await visitor.submit(await visitor.get('/account'), '/account/buy', { amount: '144', do: 'buy' });
    const path = new URL(bought.location ?? '').pathname;
    const paid = await visitor.submit(await visitor.get(path), path, { card: '4242 4242 4242 4242' });
    await deployment.settle();
    const back = await visitor.get(paid.location ?? '');
    expect(textOf(back)).toContain('Thank you! €144.00 of credit has been added.');
    expect(textOf(back)).toContain('Technical support Included ');
  });

  it('an amount that is none, or out of range, is refused with words that help', async () => {
    const { visitor } = await newOwner(deployment, { activate: 'yes' });
    const page = await visitor.get('/account');
    const words = [
      ['', 'Enter an amount such as 144.00'],
      ['1.200', 'Enter an amount such as 144.00'],
      ['-5', 'Enter an amount such as 144.00'],
      ['12 apples', 'Enter an amount such as 144.00'],
      ['0.50', 'Buy between €1.00 and €100,000.00'],
      ['100000.01', 'Buy between €1.00 and €100,000.00'],
    ] as const;
    for (const [amount, help] of words) {
      const refused = await visitor.submit(page, '/account/buy', { amount, do: 'buy' });
      expect([amount, refused.status]).toEqual([amount, 422]);
      expect(textOf(refused)).toContain(help);
      expect(refused.html).toContain('aria-invalid="true"');
    }
  });
});

describe('A6: an invitation is accepted on its page', () => {
  it('by a new person with a name and a password, and by one with a login with one press', async () => {
    const { token, account } = await newOwner(deployment, { activate: 'yes' });
    const known = await newOwner(deployment);
    const email = newEmail('invited');
    await api(deployment, token, 'POST', `/v1/accounts/${account}/invitations`, { emails: [email, known.email] });
    await deployment.settle();

    const visitor = new Visitor(deployment.url);
    const link = linkIn(deployment, email, '/invitation');
    const page = await visitor.get(link);
    expect(textOf(page)).toContain('Join Example Works');
    const nameless = await visitor.submit(page, '/invitation', { name: '', password: PASSWORD });
    expect(textOf(nameless)).toContain('Enter your name');
    const joined = await visitor.submit(nameless, '/invitation', { name: 'Bo', password: PASSWORD });
    expect(joined.location).toBe('/sign-in?news=invitation-accepted&locale=en');
    expect((await visitor.get(link)).status).toBe(409);
    await signIn(visitor, email);
    const own = textOf(await visitor.get('/account'));
    expect(own).toContain('Your admin looks after the credit');
    expect(own).not.toContain('Balance');

    const offer = await known.visitor.get(linkIn(deployment, known.email, '/invitation'));
    expect(offer.html).not.toContain('type="password"');
    const accepted = await known.visitor.submit(offer, '/invitation');
    expect(accepted.location).toBe('/account?news=invitation-accepted');
    const choice = textOf(await known.visitor.get('/account'));
    expect(choice).toContain('Your accounts');
    expect(textOf(await known.visitor.get(`/account?account=${account}`))).toContain('Member');
  });

  it('a withdrawn one says so', async () => {
    const { token, account } = await newOwner(deployment);
    const email = newEmail('invited');
    const invited = await api(deployment, token, 'POST', `/v1/accounts/${account}/invitations`, { emails: [email] });
    await deployment.settle();
    const { items } = invited.body as { items: { id: string; invitation?: { id: string } }[] };
    const id = items[0]?.invitation?.id ?? items[0]?.id;
    await api(deployment, token, 'DELETE', `/v1/accounts/${account}/invitations/${id}`);
    const page = await new Visitor(deployment.url).get(linkIn(deployment, email, '/invitation'));
    expect(textOf(page)).toContain('This invitation was withdrawn');
  });
});

describe('An account is shown to its members alone', () => {
  it('anybody else is told that they are no member, and can buy and activate nothing there', async () => {
    const { account } = await newOwner(deployment);
    const { visitor } = await newOwner(deployment);
    const page = await visitor.get('/account');
    expect((await visitor.get(`/account?account=${account}`)).status).toBe(404);
    expect((await visitor.submit(page, '/account/activate', { account })).status).toBe(404);
    expect((await visitor.submit(page, '/account/buy', { account, amount: '144', do: 'buy' })).status).toBe(404);
  });
});
