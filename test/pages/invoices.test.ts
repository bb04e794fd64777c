import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, linkIn, newEmail, newOwner, PASSWORD, signIn } from './people.ts';
import { textOf, type Visited, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages();
});
afterAll(() => deployment?.stop());

/** Buys credit on the page, pays by card, and answers the page one comes back to. */
async function buy(visitor: Visitor, amount: string): Promise<Visited> {
  const bought = await visitor.submit(await visitor.get('/account'), '/account/buy', { amount, do: 'buy' });
  const paid = await payByCard(deployment, visitor, bought);
  return visitor.get(paid.location ?? '');
}

/** The words of each row of the list. */
function rowsOf({ html }: Visited): string[] {
  const list = html.slice(html.indexOf('id="invoices"'), html.indexOf('id="members"'));
  return [...list.matchAll(/<tr>\s*<td.*?<\/tr>/gs)].map(([row]) =>
    row
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

function fileLinks({ html }: Visited): string[] {
  return [...html.matchAll(/href="(\/account\/invoices\/[^"]+)">(?:PDF|XML)/g)].map(([, href = '']) => href);
}

describe('T1: the account page lists its invoices', () => {
  it('none to begin with; a purchase brings one, whose PDF the thanks lead to', async () => {
    const { visitor } = await newOwner(deployment);
    expect(textOf(await visitor.get('/account'))).toContain('Invoices There are none yet. Each purchase brings one.');
    const back = await buy(visitor, '100');
    expect(textOf(back)).toContain('Thank you! €100.00 of credit has been added. Open the invoice (PDF)');
    expect(rowsOf(back)).toEqual([
      expect.stringMatching(/^INV-2026-\d{6} January 15, 2026 €122\.00 Paid PDF of INV-\S+ XML of INV-\S+$/),
    ]);
    const [pdf = ''] = fileLinks(back);
    expect(back.html).toContain(`<a href="${pdf}">Open the invoice (PDF)</a>`);
  });

  it('the newest ten at once, the others a page further on', async () => {
    const { visitor } = await newOwner(deployment);
    for (let amount = 1; amount <= 12; amount += 1) await buy(visitor, String(amount));
    const first = await visitor.get('/account');
    const shown = rowsOf(first);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toContain('€14.64');
    const [, next = ''] = /href="([^"]+)">Show older invoices/.exec(first.html) ?? [];
    const second = await visitor.get(next.replaceAll('&amp;', '&'));
    expect(rowsOf(second).map((row) => row.match(/€\S+/)?.[0])).toEqual(['€2.44', '€1.22']);
    expect(textOf(second)).toContain('Back to the newest invoices');
    expect(textOf(second)).not.toContain('Show older invoices');
  });

  it('a credit note takes away, and what it corrects is credited', async () => {
    const { visitor, account } = await newOwner(deployment, { activate: 'yes' });
    const [pdf = ''] = fileLinks(await buy(visitor, '50'));
    const [, invoice] = /(doc_\w+)/.exec(pdf) ?? [];
    const response = await fetch(`${deployment.url}/v1/accounts/${account}/invoices/${invoice}/credit-notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${OPERATOR_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ reason: 'Ordered by mistake' }),
    });
    expect(response.status).toBe(201);
    const [note, corrected] = rowsOf(await visitor.get('/account'));
    expect(note).toMatch(/^CN-2026-\d{6} Corrects INV-2026-\d{6} January 15, 2026 -€61\.00 Credit note/);
    expect(corrected).toContain('€61.00 Credited');
  });
});

describe('T1: an invoice opens from the page', () => {
  it('as PDF and as XML, shown by the browser, named by its number and kept by no cache', async () => {
    const { visitor } = await newOwner(deployment);
    const links = fileLinks(await buy(visitor, '100'));
    const files = await Promise.all(links.map((link) => visitor.get(link)));
    expect(files.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [200, 'application/pdf'],
      [200, 'application/xml; charset=utf-8'],
    ]);
    const [pdf, xml] = files;
    expect(pdf?.html).toMatch(/^%PDF-/);
    expect(xml?.html).toMatch(/<cbc:ID>INV-2026-\d{6}<\/cbc:ID>/);
    for (const [index, kind] of ['pdf', 'xml'].entries()) {
      const headers = files[index]?.headers;
      expect(headers?.get('content-disposition')).toMatch(new RegExp(`^inline; filename="INV-2026-\\d{6}\\.${kind}"$`));
      expect(headers?.get('cache-control')).toBe('private, no-store');
      expect(headers?.get('x-content-type-options')).toBe('nosniff');
      expect(headers?.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    }
  });

  it('after signing in, for whoever came by a link', async () => {
    const { visitor, email } = await newOwner(deployment);
    const [link = ''] = fileLinks(await buy(visitor, '100'));
    const again = new Visitor(deployment.url);
    const away = await again.get(link);
    expect(away.status).toBe(303);
    const page = await again.get(away.location ?? '');
    const signedIn = await again.submit(page, '/sign-in', { email, password: PASSWORD });
    expect(signedIn.location).toBe(link);
  });

  it('for nobody but the admins of its account', async () => {
    const { visitor, account, token } = await newOwner(deployment, { activate: 'yes' });
    const [link = ''] = fileLinks(await buy(visitor, '100'));
    const other = await newOwner(deployment);
    expect((await other.visitor.get(link)).status).toBe(404);
    expect((await other.visitor.get(link.replace(account, other.account))).status).toBe(404);

    const email = newEmail('member');
    await api(deployment, token, 'POST', `/v1/accounts/${account}/invitations`, { emails: [email] });
    await deployment.settle();
    const member = new Visitor(deployment.url);
    const invitation = await member.get(linkIn(deployment, email, '/invitation'));
    await member.submit(invitation, '/invitation', { name: 'Bo', password: PASSWORD });
    await signIn(member, email);
    const refused = await member.get(link);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(textOf(await member.get('/account'))).not.toContain('Billing details');
  });

  it.each([
    '/account/invoices/x.pdf',
    '/account/invoices/doc_1.pdf',
    '/account/invoices/doc_01JZ8Q0V7M3K5N9P2R4S6T8W0X.html',
    '/account/invoices/doc_01JZ8Q0V7M3K5N9P2R4S6T8W0X.pdf',
    '/account/invoices/doc_01JZ8Q0V7M3K5N9P2R4S6T8W0X.pdf?account=acc_1',
    '/account/invoices/doc_01JZ8Q0V7M3K5N9P2R4S6T8W0X.xml?account=acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
    '/account/invoices/..%2f..%2findex.ts?account=acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
  ])('%s is no page', async (path) => {
    const { visitor } = await newOwner(deployment);
    expect((await visitor.get(path)).status).toBe(404);
  });
});

describe('T4: credit is bought by bank transfer', () => {
  it('leads to the bank details, says that it waits, and twice from one page is one order', async () => {
    const { visitor, account, token } = await newOwner(deployment);
    const page = await visitor.get('/account');
    const choice = { amount: '100', payment_method: 'bank-transfer', do: 'buy' };
    const [sent, again] = await Promise.all([1, 2].map(() => visitor.submit(page, '/account/buy', choice)));
    expect(sent?.location).toMatch(/\/pay\/ord_\w+\?account=acc_\w+$/);
    expect(again?.location).toBe(sent?.location);
    const url = new URL(sent?.location ?? '');
    expect(textOf(await visitor.get(url.pathname + url.search))).toContain('IBAN');
    const order = url.pathname.slice('/pay/'.length);
    const back = await visitor.get(`/account?account=${account}&order=${order}`);
    expect(textOf(back)).toContain('Your order waits for your transfer of €122.00. Show the bank details');
    expect(back.html).not.toContain('id="pending"');

    const later = await visitor.get('/account');
    expect(textOf(later)).toContain('The order of January 15, 2026 over €122.00 waits for your transfer.');
    expect(later.html).toContain(`href="${url.pathname}${url.search}"`);

    const byCard = await visitor.submit(page, '/account/buy', { ...choice, payment_method: 'card' });
    expect(byCard.location).toContain('/sandbox-gateway/checkouts/');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
    expect(body['items']).toHaveLength(2);
  });

  it('the way that was chosen stays chosen in the preview', async () => {
    const { visitor } = await newOwner(deployment);
    const choice = { amount: '100', payment_method: 'bank-transfer', do: 'preview' };
    const { html } = await visitor.submit(await visitor.get('/account'), '/account/buy', choice);
    expect(html).toMatch(/value="bank-transfer" checked/);
    expect(html).not.toMatch(/value="card" checked/);
  });
});
