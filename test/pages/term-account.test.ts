import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { payByCard, startPages } from './deployment.ts';
import { api, newOwner } from './people.ts';
import { textOf, type Visited, type Visitor } from './visitor.ts';

let deployment: LocalDeployment;
afterAll(() => deployment?.stop());

/** A process runs one deployment at a time. */
async function start(vendor: string, clock: string): Promise<void> {
  await deployment?.stop();
  deployment = await startPages({
    clock,
    catalogueFile: `lib/catalogue/vendors/${vendor}.json`,
  });
}

/** Buys on the page, pays with a card that works, and answers the page one comes back to. */
async function buy(visitor: Visitor, fields: Record<string, string>): Promise<Visited> {
  const bought = await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'buy' });
  const paid = await payByCard(deployment, visitor, bought);
  return visitor.get(paid.location ?? '');
}

/** The counts of a licence type, as the table has them. */
function countsOf(page: Visited, type: string): string[] {
  const row = page.html.split('<tr>').find((text) => text.includes(`<strong>${type}</strong>`)) ?? '';
  return [...row.matchAll(/<td class="number"[^>]*>(\d+)<\/td>/g)].map(([, count = '']) => count);
}

describe('A plan with four licence types, by the month', () => {
  beforeAll(() => start('licence-types-crm', '2026-03-01T08:00:00.000Z'));

  describe('L2: the account page shows the licences of each type', () => {
    it('in use, free, total, minimum and buying are 0 before the first purchase', async () => {
      const { visitor } = await newOwner(deployment, { plan: 'crm' });
      const page = await visitor.get('/account');
      const text = textOf(page);
      expect(text).toContain('State: Not begun yet');
      expect(text).toContain('It begins with your first purchase.');
      expect(text).toContain('Licence type In use Free Total Contract minimum Buying');
      for (const type of ['Base', 'Internet calls', 'Messaging', 'Mobile line']) {
        expect(countsOf(page, type)).toEqual(['0', '0', '0', '0', '0']);
      }
      expect(text).not.toContain('Balance');
      expect(text).not.toContain('Activate free');
    });
  });

  describe('L4: licences are bought on the page', () => {
    it('3 base and 1 calls are 105.00 for the month and 127.05 with Spanish VAT, shown before they are ordered', async () => {
      const { visitor } = await newOwner(deployment, { plan: 'crm' });
      const page = await visitor.get('/account');
      const shown = await visitor.submit(page, '/account/buy', {
        'licence-base': '3',
        'licence-calls': '1',
        'licence-mobile': '0',
        do: 'preview',
      });
      expect(shown.status).toBe(200);
      const text = textOf(shown);
      expect(text).toContain('3 × Base at €30.00: €90.00');
      expect(text).toContain('1 × Internet calls at €15.00: €15.00');
      expect(text).toContain('Before VAT €105.00 VAT 21% (Spain) €22.05 To pay €127.05');
      expect(text).toContain('We take it that you are in Spain.');
      expect(text).toContain('Period: March 1, 2026 to March 31, 2026');
      expect(shown.html).toMatch(/name="licence-base"[^>]*value="3"/);
      expect(countsOf(shown, 'Base')).toEqual(['0', '0', '0', '0', '0']);
    });

    it('an order sent three times from one page is one, and is bought as soon as it is paid', async () => {
      const { visitor, account, token } = await newOwner(deployment, { plan: 'crm' });
      const page = await visitor.get('/account');
      const send = () => visitor.submit(page, '/account/buy', { 'licence-base': '2', do: 'buy' });
      const sent = await Promise.all([send(), send(), send()]);
      expect(new Set(sent.map(({ location }) => location)).size).toBe(1);
      const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
      expect(body['items']).toHaveLength(1);
      expect(countsOf(await visitor.get('/account'), 'Base')).toEqual(['0', '0', '0', '0', '2']);

      const paid = await payByCard(deployment, visitor, { location: sent[0]?.location ?? null });
      const back = await visitor.get(paid.location ?? '');
      expect(textOf(back)).toContain('Thank you! €72.60 is paid');
      expect(textOf(back)).toContain('It renews by itself on April 1, 2026. Licences that nobody holds then');
      expect(textOf(back)).toContain('As things stand nobody holds one, so the subscription would end with them.');
      expect(countsOf(back, 'Base')).toEqual(['0', '2', '2', '0', '0']);
    });

    it('a member’s licences stand beside the member', async () => {
      const { visitor, account, token } = await newOwner(deployment, { plan: 'crm' });
      await buy(visitor, { 'licence-base': '1', 'licence-messaging': '1' });
      const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/members`);
      const [owner] = body['items'] as { id: string }[];
      for (const type of ['base', 'messaging']) {
        const given = await api(
          deployment,
          token,
          'PUT',
          `/v1/accounts/${account}/members/${owner?.id}/licences/${type}`,
        );
        expect(given.status).toBe(200);
      }
      const page = await visitor.get('/account');
      expect(textOf(page)).not.toContain('As things stand nobody holds one');
      expect(textOf(page)).toContain('Owner Base, Messaging Active');
      expect(countsOf(page, 'Base')).toEqual(['1', '0', '1', '0', '0']);
    });

    it.each([
      [{}, 'Enter how many licences you want'],
      [{ 'licence-base': '0' }, 'Enter how many licences you want'],
      [{ 'licence-base': '-1' }, 'Enter a whole number up to 1,000'],
      [{ 'licence-base': '1.5' }, 'Enter a whole number up to 1,000'],
      [{ 'licence-base': '1001' }, 'Enter a whole number up to 1,000'],
      [{ 'licence-base': 'many' }, 'Enter a whole number up to 1,000'],
    ])('%j is refused with words that help', async (fields, help) => {
      const { visitor } = await newOwner(deployment, { plan: 'crm' });
      const refused = await visitor.submit(await visitor.get('/account'), '/account/buy', { ...fields, do: 'buy' });
      expect(refused.status).toBe(422);
      expect(textOf(refused)).toContain(help);
      expect(refused.html).toMatch(/name="licence-base"[^>]*aria-invalid="true"/s);
    });
  });

  describe('L13: a renewal that is not paid', () => {
    it('is said first, leads to its payment, and goes on when it is paid', async () => {
      const { visitor, account, token } = await newOwner(deployment, { plan: 'crm' });
      await buy(visitor, { 'licence-base': '2' });
      const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/members`);
      const [owner] = body['items'] as { id: string }[];
      await api(deployment, token, 'PUT', `/v1/accounts/${account}/members/${owner?.id}/licences/base`);
      await deployment.clock.advance('P33D');

      const unpaid = await visitor.get('/account');
      expect(textOf(unpaid)).toMatch(/€36\.30 to pay Invoice INV-2026-\d{6} of April 1, 2026 Pay it before April 22/);
      expect(textOf(unpaid)).toContain('Pay it before April 22, 2026: on that day the service is suspended.');
      expect(textOf(unpaid)).toContain('State: Payment due');
      expect(countsOf(unpaid, 'Base').slice(0, 3)).toEqual(['1', '0', '1']);
      expect(unpaid.html).not.toContain('action="/account/buy"');

      const [, url = ''] = /<a class="button" href="([^"]+)">Pay by card/.exec(unpaid.html) ?? [];
      const paid = await payByCard(deployment, visitor, { location: url });
      const back = textOf(await visitor.get(paid.location ?? ''));
      expect(back).toContain('Thank you! The renewal of €36.30 is paid.');
      expect(back).toContain('It renews by itself on May 1, 2026.');
    });
  });
});

describe('A plan in editions, by the year', () => {
  beforeAll(() => start('yearly-editions-crm', '2026-01-01T08:00:00.000Z'));

  describe('L5 and L10: a yearly plan on its page', () => {
    it('is enlarged after 73 of 365 days for four fifths of the price, and shows its modules', async () => {
      const { visitor } = await newOwner(deployment, { plan: 'standard' });
      const first = textOf(await buy(visitor, { 'licence-user': '2', 'module-marketing': 'yes' }));
      expect(first).toContain('Thank you! €1,597.20 is paid');
      expect(first).toContain('Billed Every year');
      expect(first).toContain('Modules Marketing');
      expect(first).toContain('It renews by itself on January 1, 2027.');
      expect(first).not.toContain('are dropped');

      await deployment.clock.advance('P73D');
      await visitor.get('/account');
      const shown = await visitor.submit(await visitor.get('/account'), '/account/buy', {
        'licence-user': '1',
        do: 'preview',
      });
      expect(textOf(shown)).toContain('1 × User at €360.00, for 292 of 365 days: €288.00');
      expect(textOf(shown)).toContain('From January 1, 2027, at today’s prices: €360.00 each period, before VAT');
    });
  });

  describe('L12: a trial is begun on the page', () => {
    it('shows the last day that is free, and cannot be begun again', async () => {
      const { visitor, account } = await newOwner(deployment, { plan: 'standard' });
      const page = await visitor.get('/account');
      expect(textOf(page)).toContain('Use everything free for 14 days.');
      const begun = await visitor.submit(page, '/account/activate');
      expect(begun.location).toBe(`/account?account=${account}&news=trial-started`);
      const after = await visitor.get(begun.location ?? '');
      expect(textOf(after)).toContain('State: Free trial');
      expect(textOf(after)).toMatch(/Free through March \d+, 2026/);
      expect(countsOf(after, 'User')).toEqual(['0', '5', '5', '0', '0']);
      expect((await visitor.submit(page, '/account/activate')).status).toBe(409);
    });
  });
});
