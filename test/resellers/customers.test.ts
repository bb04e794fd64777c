import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { afterPurchase } from '../../lib/domain/licences/decide-subscription.ts';
import { periodAt } from '../../lib/domain/licences/period.ts';
import { replaceSubscription, requireSubscription } from '../../lib/store/subscriptions.ts';
import { transact } from '../../lib/store/table.ts';
import { addLicences } from '../licences/support.ts';
import { codeOf, problemOf, type SignedUp, someone, type Town } from '../people/support.ts';
import { newCustomer, newReseller, settleWithResale } from './support.ts';

let town: Town;
let reseller: SignedUp;
const customers: AccountId[] = [];
beforeAll(async () => {
  town = await settleWithResale();
  reseller = await newReseller(town);
  // Twelve customers: every third has bought a month, every fourth a year of more licences.
  for (let number = 0; number < 12; number += 1) {
    const customer = await newCustomer(reseller, number % 2 === 0 ? `Exämple ${number}` : `Sample ${number}`);
    customers.push(customer);
    if (number % 3 === 0) await subscribe(customer, 1, 2);
    else if (number % 4 === 0) await subscribe(customer, 12, 5);
  }
});
afterAll(() => town.deployment.stop());

async function subscribe(account: AccountId, term: 1 | 12, licences: number): Promise<void> {
  const before = await requireSubscription(account);
  const period = periodAt(plainDate('2026-01-15'), term, 0);
  const bought = { term, period, modules: [], packs: [], renews: true, paymentMethod: 'card' } as const;
  await transact([replaceSubscription(before, afterPurchase(before, bought))]);
  await addLicences({ account } as SignedUp, { member: licences });
}

interface Row {
  readonly account: string;
  readonly organisation: string;
}
interface Page {
  readonly items: Row[];
  readonly next_cursor: string | null;
}

const list = (query = '', client = reseller.client) =>
  client.send<Page>('GET', `/v1/resellers/${reseller.account}/customers${query}`);

/** Every row of a list, read in pages of a size. */
async function all(filter: string, limit: number): Promise<{ rows: string[]; pages: number[] }> {
  const rows: string[] = [];
  const pages: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page = await list(`?limit=${limit}&${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    rows.push(...page.items.map(({ account }) => account));
    pages.push(page.items.length);
    cursor = page.next_cursor;
  }
  return { rows, pages };
}

const numbered = (wanted: (number: number) => boolean) => customers.filter((_, number) => wanted(number));

describe('R5: a reseller lists its customers', () => {
  it('says of each what it has, how much of it is used, and when it renews', async () => {
    const path = `/v1/accounts/${customers[3]}/members`;
    await reseller.client.send('POST', path, { email: someone(), licences: ['member'] });
    const { items } = await list();
    expect(items[3]).toEqual({
      account: customers[3],
      organisation: 'Sample 3',
      plan: 'business',
      state: 'active',
      term: 1,
      renews: true,
      renews_on: '2026-02-15',
      licences: [{ type: 'member', total: 2, in_use: 1, free: 1 }],
      unpaid_order: null,
      since: expect.stringMatching(/^2026-01-15T/),
    });
    expect(items[1]).toMatchObject({ state: 'none', term: null, renews_on: null, licences: [] });
    expect(items[4]).toMatchObject({ term: 12, renews_on: '2027-01-15', licences: [{ total: 5, free: 5 }] });
  });

  it.each([1, 2, 5, 11, 12, 13])('has each of 12 once in pages of %i', async (limit) => {
    const { rows, pages } = await all('', limit);
    expect(rows).toEqual(customers);
    expect(pages.slice(0, -1).every((size) => size === limit)).toBe(true);
  });

  it.each<[string, (number: number) => boolean]>([
    ['organisation=EX%C3%84M', (number) => number % 2 === 0],
    ['organisation=1', (number) => String(number).includes('1')],
    ['state=active', (number) => number % 3 === 0 || number % 4 === 0],
    ['state=none', (number) => number % 3 !== 0 && number % 4 !== 0],
    ['plan=business', () => true],
    ['plan=premium', () => false],
    ['renews_before=2026-02-15', () => false],
    ['renews_before=2026-02-16', (number) => number % 3 === 0],
    ['renews_before=2027-02-01', (number) => number % 3 === 0 || number % 4 === 0],
    ['state=active&organisation=sample&renews_before=2026-03-01', (number) => number % 3 === 0 && number % 2 === 1],
  ])('filters by %s exactly, however it is paged', async (filter, wanted) => {
    for (const limit of [1, 3, 100]) {
      const { rows, pages } = await all(filter, limit);
      expect(rows).toEqual(numbered(wanted));
      expect(pages.slice(0, -1).every((size) => size === limit)).toBe(true);
    }
  });

  it('names the renewal that is not paid', async () => {
    await town.deployment.clock.moveTo('2026-02-15T08:00:00Z');
    const { items } = await list('?state=past-due');
    expect(items.map(({ account }) => account)).toEqual(numbered((number) => number % 3 === 0));
    expect(items[0]).toMatchObject({ unpaid_order: expect.stringMatching(/^ord_/), renews_on: '2026-03-15' });
  });

  it('is for the reseller and for operators', async () => {
    expect((await list('?limit=3', town.operator)).items).toHaveLength(3);
    const other = await newReseller(town);
    const { code, detail } = await problemOf(list('', other.client));
    expect(code).toBe('account.not-found');
    expect(detail).toContain('GET /v1/accounts lists the accounts you are a member of');
    expect(detail).toContain('GET /v1/resellers/…/customers');
    expect(await other.client.send('GET', `/v1/resellers/${other.account}/customers`)).toEqual({
      items: [],
      next_cursor: null,
    });
  });

  it('refuses a filter by its place, and a cursor of another filter', async () => {
    const problem = await problemOf(list('?renews_before=soon&state=lost&limit=101'));
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/query/limit',
      '/query/renews_before',
      '/query/state',
    ]);
    const { next_cursor } = await list('?limit=1');
    expect(await codeOf(list(`?limit=1&plan=business&cursor=${next_cursor}`))).toBe('request.bad-cursor');
  });
});
