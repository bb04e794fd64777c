import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemOf, type SignedUp, type Town, tableItems } from '../people/support.ts';
import { anAccount, appoint, historyOf, newCustomer, newReseller, settleWithResale } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithResale();
});
afterAll(() => town.deployment.stop());

interface ResellerAnswer {
  readonly account: string;
  readonly organisation: string;
  readonly discount_percent: string;
  readonly since: string;
}

const show = ({ client, account }: SignedUp) => client.send<ResellerAnswer>('GET', `/v1/resellers/${account}`);
const change = ({ account }: SignedUp, discount: unknown) =>
  town.operator.send<ResellerAnswer>('PATCH', `/v1/resellers/${account}`, { discount_percent: discount });
const end = ({ account }: SignedUp) => town.operator.send('DELETE', `/v1/resellers/${account}`);
const factsOf = async (owner: SignedUp) =>
  (await historyOf(owner.client, owner.account)).filter(({ action }) => action.startsWith('reseller.'));

describe('R1: an operator makes an account a reseller with a discount', () => {
  it('takes the discount as text or number, and shows it to its admins', async () => {
    const owner = await anAccount(town, 'Example Resale');
    await appoint(town, owner, '12.50');
    expect(await show(owner)).toMatchObject({
      account: owner.account,
      organisation: 'Example Resale',
      discount_percent: '12.5',
    });
    expect(await change(owner, 30)).toMatchObject({ discount_percent: '30' });
    expect(await factsOf(owner)).toMatchObject([
      {
        action: 'reseller.discount-changed',
        actor: { kind: 'operator' },
        before: { discount_percent: '12.5' },
        after: { discount_percent: '30' },
      },
      { action: 'reseller.appointed', after: { discount_percent: '12.5' } },
    ]);
  });

  it.each([0, 100.01, 12.345, '-1', 'much', null])(
    'refuses a discount of %j by its place, and changes nothing',
    async (discount) => {
      const owner = await anAccount(town);
      const before = await tableItems(town);
      const body = { account: owner.account, discount_percent: discount };
      const problem = await problemOf(town.operator.send('POST', '/v1/resellers', body));
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/discount_percent' }] });
      expect(await tableItems(town)).toEqual(before);
    },
  );

  it('is one appointment when it is asked 5 times at once, and refuses another discount', async () => {
    const owner = await anAccount(town);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => appoint(town, owner, '20')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await factsOf(owner)).toHaveLength(1);
    const problem = await problemOf(appoint(town, owner, '25'));
    expect(problem).toMatchObject({ status: 409, code: 'reseller.already-there' });
    expect(problem.links?.['reseller']).toContain(`/v1/resellers/${owner.account}`);
  });

  it('is for operators alone', async () => {
    const owner = await anAccount(town);
    const body = { account: owner.account, discount_percent: '20' };
    expect(await codeOf(owner.client.send('POST', '/v1/resellers', body))).toBe('access.denied');
    await appoint(town, owner);
    expect(await codeOf(owner.client.send('DELETE', `/v1/resellers/${owner.account}`))).toBe('access.denied');
    expect(await codeOf(owner.client.send('GET', '/v1/resellers'))).toBe('access.denied');
  });

  it('tells an account that is none', async () => {
    const owner = await anAccount(town);
    expect(await codeOf(show(owner))).toBe('reseller.not-found');
    expect(await codeOf(change(owner, '20'))).toBe('reseller.not-found');
    const nobody = { account: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X', discount_percent: '20' };
    expect(await codeOf(town.operator.send('POST', '/v1/resellers', nobody))).toBe('account.not-found');
  });

  it('makes no customer of a reseller a reseller', async () => {
    const customer = await newCustomer(await newReseller(town));
    expect(await codeOf(appoint(town, { account: customer }))).toBe('reseller.is-customer');
  });

  it('lists all of them page by page, and none that was ended', async () => {
    const made = [await newReseller(town), await newReseller(town), await newReseller(town)];
    await end(made[1] as SignedUp);
    const seen: string[] = [];
    let cursor = '';
    do {
      const path = `/v1/resellers?limit=2${cursor}`;
      const page = await town.operator.send<{ items: ResellerAnswer[]; next_cursor: string | null }>('GET', path);
      seen.push(...page.items.map(({ account }) => account));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(seen.toSorted());
    expect(seen).toEqual(expect.arrayContaining([made[0]?.account, made[2]?.account]));
    expect(seen).not.toContain(made[1]?.account);
  });
});

describe('R5: ending a reseller', () => {
  it('ends its access at once, keeps the customers, and can be asked again', async () => {
    const reseller = await newReseller(town);
    const customer = await newCustomer(reseller);
    const path = `/v1/accounts/${customer}`;
    await reseller.client.send('GET', path);
    await end(reseller);
    await end(reseller);
    expect(await codeOf(reseller.client.send('GET', path))).toBe('account.not-found');
    expect(await town.operator.send('GET', path)).toMatchObject({ id: customer, owner: null });
    expect(await codeOf(town.operator.send('GET', `${path}/reseller`))).toBe('reseller.none');
    expect((await factsOf(reseller)).filter(({ action }) => action === 'reseller.ended')).toHaveLength(1);
  });

  it('begins without customers when the account is made a reseller again', async () => {
    const reseller = await newReseller(town);
    const customer = await newCustomer(reseller);
    await end(reseller);
    await appoint(town, reseller);
    expect(await codeOf(reseller.client.send('GET', `/v1/accounts/${customer}`))).toBe('account.not-found');
    const own = `/v1/resellers/${reseller.account}/customers`;
    expect(await reseller.client.send('GET', own)).toEqual({ items: [], next_cursor: null });
    const next = await newCustomer(reseller);
    expect(await reseller.client.send('GET', own)).toMatchObject({ items: [{ account: next }] });
  });
});
