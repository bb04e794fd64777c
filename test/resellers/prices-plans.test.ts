import { afterEach, describe, expect, it } from 'vitest';
import { newAccount, problemOf, type SignedUp, someone, type Town } from '../people/support.ts';
import {
  addMember,
  amountsOf,
  type BillAnswer,
  type CustomerAnswer,
  createCustomer,
  freshKey,
  type OrderAnswer,
  order,
  pay,
  previewCustomer,
  settleWith,
  shownOrder,
  sumsOf,
  transfer,
} from './create-support.ts';
import { appoint } from './support.ts';

let town: Town;
afterEach(() => town.deployment.stop());

async function aReseller(catalogue: string, plan: string, discount = '20'): Promise<SignedUp> {
  town = await settleWith(catalogue);
  const owner = await newAccount(town, { plan });
  await appoint(town, owner, discount);
  return owner;
}

async function paid(reseller: SignedUp, wanted: object): Promise<CustomerAnswer['customer']> {
  const { customer, order: first } = await createCustomer(reseller, wanted);
  await pay(town, first);
  return customer;
}

const at = (account: string, rest: string) => `/v1/accounts/${account}/${rest}`;

describe('L10, R1: a dearer plan, at the discount', () => {
  const wanted = { plan: 'standard', licences: [{ type: 'user', quantity: 2 }], term: 12 };
  type Changed = { total: { amount: number }; order: OrderAnswer | null; subscription: { plan: string } };
  const change = ({ client }: SignedUp, account: string) =>
    client.send<Changed>('POST', at(account, 'subscription/changes'), { plan: 'creator' }, freshKey());

  it('2 × 180.00 more for the year, less 20 %; its preview says so; paid, it holds', async () => {
    const reseller = await aReseller('yearly-editions-crm', 'standard');
    const { id } = await paid(reseller, wanted);
    const path = at(id, 'subscription/changes/previews');
    const preview = await reseller.client.send<BillAnswer>('POST', path, { plan: 'creator' });
    const changed = await change(reseller, id);
    if (changed.order === null) throw new Error('the change is paid for');
    expect(amountsOf(changed.order)).toEqual([
      ['plan', 36_000],
      ['discount', -7200],
    ]);
    expect([preview.items, sumsOf(preview)]).toEqual([changed.order.items, sumsOf(changed.order)]);
    expect(changed.total).toEqual(changed.order.total);
    expect(changed.subscription.plan).toBe('standard');
    expect(await pay(town, changed.order)).toBe(303);
    expect(await reseller.client.send('GET', at(id, 'subscription'))).toMatchObject({ plan: 'creator' });
  });

  it('is outdated once there is an admin', async () => {
    const reseller = await aReseller('yearly-editions-crm', 'standard');
    const { id } = await paid(reseller, wanted);
    const changed = await change(reseller, id);
    await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    expect(await pay(town, changed.order as OrderAnswer)).toBe(410);
    expect(amountsOf((await change(reseller, id)).order as OrderAnswer)).toEqual([['plan', 36_000]]);
  });

  it('is outdated once the reseller is ended: a transfer that comes later is unallocated', async () => {
    const reseller = await aReseller('yearly-editions-crm', 'standard');
    const { id } = await paid(reseller, wanted);
    const changed = (await change(reseller, id)).order as OrderAnswer;
    await town.operator.send('DELETE', `/v1/resellers/${reseller.account}`);
    expect(await transfer(town, changed)).toBe('unallocated');
    expect(await shownOrder(town.operator, changed)).toMatchObject({ status: 'expired', closed: 'outdated' });
    expect(await town.operator.send('GET', at(id, 'subscription'))).toMatchObject({ plan: 'standard' });
  });

  it('holds at once where the discount leaves nothing to pay', async () => {
    const reseller = await aReseller('yearly-editions-crm', 'standard', '100');
    const { customer } = await createCustomer(reseller, wanted);
    const changed = await change(reseller, customer.id);
    expect(changed).toMatchObject({
      total: { amount: 0 },
      order: { status: 'paid', delivered: true, invoice: null },
      subscription: { plan: 'creator' },
    });
  });

  it('begins with modules beside the licences where they are wanted', async () => {
    const reseller = await aReseller('yearly-editions-crm', 'standard');
    const { items } = await previewCustomer(reseller, { ...wanted, modules: ['marketing', 'telephony'] });
    expect(items.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'licence user',
      'module marketing',
      'module telephony',
      'discount ',
    ]);
  });
});

describe('U1, U2, R1: modules, packs and users by consumption, at the discount', () => {
  const wanted = { plan: 'suite', licences: [], modules: ['sales'], term: 1 };

  /** A customer with a user more than the module has. */
  async function withOneTooMany(reseller: SignedUp): Promise<CustomerAnswer['customer']> {
    const customer = await paid(reseller, wanted);
    for (let count = 0; count < 2; count += 1) await addMember(reseller, customer.id, someone());
    return customer;
  }

  it('a first order of modules and packs is priced once for all of it', async () => {
    const reseller = await aReseller('modules-packs-crm', 'suite');
    const packs = [{ pack: 'users', module: 'sales', quantity: 3 }, { pack: 'support' }, { pack: 'training' }];
    const { customer, order: first } = await createCustomer(reseller, { ...wanted, packs });
    expect(amountsOf(first)).toEqual([
      ['module', 2900],
      ['pack', 3000],
      ['pack', 2500],
      ['pack', 9000],
      ['discount', -3480],
    ]);
    expect(await pay(town, first)).toBe(303);
    expect(await reseller.client.send('GET', at(customer.id, 'subscription'))).toMatchObject({
      modules: ['sales'],
      packs: [
        { pack: 'users', module: 'sales', quantity: 3 },
        { pack: 'support', quantity: 1 },
      ],
    });
    const more = await order(reseller.client, customer.id, [{ kind: 'pack', pack: 'training' }]);
    expect(amountsOf(more)).toEqual([
      ['pack', 9000],
      ['discount', -1800],
    ]);
  });

  it('what is not right is refused with a pointer to it', async () => {
    const reseller = await aReseller('modules-packs-crm', 'suite');
    const cases: readonly (readonly [object, string])[] = [
      [{ modules: ['sales', 'sales'] }, '/modules/1'],
      [{ modules: ['crm', 'gold'] }, '/modules/1'],
      [{ packs: [{ pack: 'support' }, { pack: 'users', module: 'crm' }] }, '/packs/1/module'],
      [{ packs: [{ pack: 'support', quantity: 2 }] }, '/packs/0/quantity'],
      [{ modules: [] }, '/modules'],
    ];
    for (const [changes, pointer] of cases) {
      const { errors } = await problemOf(previewCustomer(reseller, { ...wanted, ...changes }));
      expect(errors?.map((mistake) => mistake.pointer)).toEqual([pointer]);
    }
  });

  it('a renewal bills consumption less 20 % too', async () => {
    const reseller = await aReseller('modules-packs-crm', 'suite');
    const { id } = await withOneTooMany(reseller);
    await town.deployment.clock.moveTo('2026-02-15T08:00:00Z');
    type Owing = { unpaid: { order: OrderAnswer['id'] } };
    const { unpaid } = await town.operator.send<Owing>('GET', at(id, 'subscription'));
    const renewal = await shownOrder(reseller.client, { account: id, id: unpaid.order });
    const [module, consumption, discount] = renewal.items;
    expect(module).toMatchObject({ kind: 'module', amount: { amount: 2900 } });
    // 30 nights of 31: the first one was before the user was there.
    expect(consumption).toMatchObject({ kind: 'consumption', amount: { amount: 1200 } });
    expect(discount).toMatchObject({ kind: 'discount', amount: { amount: -820 }, basis: { percent: '20' } });
  });

  it('and so does the last bill of one that ends', async () => {
    const reseller = await aReseller('modules-packs-crm', 'suite');
    const { id } = await withOneTooMany(reseller);
    await reseller.client.send('POST', at(id, 'subscription/cancellation'));
    await town.deployment.clock.moveTo('2026-02-15T08:00:00Z');
    const { items } = await town.operator.send<{ items: (OrderAnswer & { purpose: string })[] }>(
      'GET',
      at(id, 'orders'),
    );
    const last = items.find(({ purpose }) => purpose === 'consumption');
    expect(last && amountsOf(last)).toEqual([
      ['consumption', 1200],
      ['discount', -240],
    ]);
  });
});
