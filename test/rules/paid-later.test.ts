import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAccount, type SignedUp, settle, type Town } from '../people/support.ts';

const catalogueFile = fileURLToPath(new URL('../../lib/catalogue/vendors/yearly-editions-crm.json', import.meta.url));
const eur = (amount: number) => ({ amount, currency: 'EUR' });

interface Order {
  readonly id: string;
  readonly status: string;
  readonly total: { readonly amount: number };
  readonly due: { readonly amount: number };
  readonly invoice: string | null;
  readonly transfer: { readonly reference: string } | null;
}
interface Paid {
  readonly outcome: string;
  readonly payment: { readonly id: string; readonly unallocated: unknown };
}

let town: Town;
let asked = 0;
const once = () => {
  asked += 1;
  return { 'idempotency-key': `request-${asked}` };
};
beforeAll(async () => {
  town = await settle({ clock: '2025-06-15T08:00:00Z', catalogueFile });
});
afterAll(() => town.deployment.stop());

const path = ({ account }: SignedUp, rest: string) => `/v1/accounts/${account}/${rest}`;
const get = <T>(owner: SignedUp, rest: string) => owner.client.send<T>('GET', path(owner, rest));
const place = (owner: SignedUp, items: readonly object[]) =>
  owner.client.send<Order>('POST', path(owner, 'orders'), { items, payment_method: 'bank-transfer' }, once());
const customerIn = async (country: string, billing: object = {}) => {
  const owner = await newAccount(town, { plan: 'standard' });
  await owner.client.send('PATCH', `/v1/accounts/${owner.account}`, { billing: { country, ...billing } });
  return owner;
};
const transfer = ({ transfer: to }: Order, amount: number, more: object = {}) =>
  town.operator.send<Paid>(
    'POST',
    '/v1/payments',
    { amount: eur(amount), bank_reference: `BANK-${asked}`, reference: to?.reference, ...more },
    once(),
  );
const user = { kind: 'licence', type: 'user', quantity: 1 };
const accounting = { kind: 'module', module: 'accounting' };

describe('T2: VAT is that of the day on which an order is paid', () => {
  it('charges Estonia’s 24 % from 1 July 2025 although the order was placed at 22 %', async () => {
    const owner = await customerIn('EE');
    const placed = await place(owner, [user]);
    expect(placed.total).toEqual(eur(43_920));
    await town.deployment.clock.moveTo('2025-07-10T08:00:00Z');
    expect((await transfer(placed, 43_920)).outcome).toBe('part');
    expect(await get<Order>(owner, `orders/${placed.id}`)).toMatchObject({ status: 'pending' });
    expect((await transfer(placed, 720, { booked_on: '2025-07-08' })).outcome).toBe('settled');
    const { invoice } = await get<Order>(owner, `orders/${placed.id}`);
    expect(await get(owner, `invoices/${invoice}`)).toMatchObject({
      issued_on: '2025-07-10',
      received_on: '2025-07-08',
      taxes: [{ country: 'EE', rate: '24', amount: eur(8_640) }],
      total: eur(44_640),
    });
  });

  it('frees what a number that is valid by then makes too much', async () => {
    const owner = await customerIn('BE');
    const placed = await place(owner, [user]);
    expect(placed.total).toEqual(eur(43_560));
    await owner.client.send('PATCH', `/v1/accounts/${owner.account}`, { billing: { vat_number: 'BE0123456749' } });
    const { outcome, payment } = await transfer(placed, 43_560);
    expect([outcome, payment.unallocated]).toEqual(['over', eur(7_560)]);
    const { invoice } = await get<Order>(owner, `orders/${placed.id}`);
    expect(await get(owner, `invoices/${invoice}`)).toMatchObject({
      taxes: [{ kind: 'reverse-charge', rate: '0' }],
      total: eur(36_000),
      buyer: { vat_number: 'BE0123456749' },
    });
  });

  it('frees every part where the parts alone are too much', async () => {
    const owner = await customerIn('BE');
    const placed = await place(owner, [user]);
    const { payment } = await transfer(placed, 40_000);
    await owner.client.send('PATCH', `/v1/accounts/${owner.account}`, { billing: { vat_number: 'BE0123456749' } });
    expect((await transfer(placed, 3_560)).outcome).toBe('unallocated');
    expect(await get(owner, `orders/${placed.id}`)).toMatchObject({ status: 'expired', closed: 'outdated' });
    expect(await town.operator.send('GET', `/v1/payments/${payment.id}`)).toMatchObject({
      unallocated: eur(40_000),
      uses: [],
    });
  });
});

describe('L10: an account has a module once', () => {
  it('is told so when an order names one twice', async () => {
    const owner = await customerIn('NL');
    await expect(place(owner, [user, accounting, accounting])).rejects.toMatchObject({
      problem: { status: 422, errors: [{ pointer: '/items/2/module', detail: 'is in this order already' }] },
    });
  });

  it('pays for it once: the money for a second order stays free', async () => {
    const owner = await customerIn('NL');
    await transfer(await place(owner, [user]), 43_560);
    const [first, second] = [await place(owner, [accounting]), await place(owner, [accounting])];
    expect((await transfer(first, first.total.amount)).outcome).toBe('settled');
    expect((await transfer(second, second.total.amount)).outcome).toBe('unallocated');
    expect(await get(owner, `orders/${second.id}`)).toMatchObject({ status: 'expired', closed: 'outdated' });
    const { items } = await get<{ items: unknown[] }>(owner, 'invoices');
    expect(items).toHaveLength(2);
  });
});

describe('T4: an order that is not paid can be withdrawn', () => {
  it('frees what was paid in part, and then can no longer be paid', async () => {
    const owner = await customerIn('NL');
    const placed = await place(owner, [user]);
    const { payment } = await transfer(placed, 100);
    const gone = await owner.client.send<Order>('DELETE', path(owner, `orders/${placed.id}`));
    expect(gone).toMatchObject({ status: 'expired', closed: 'withdrawn', received: eur(0), payment_url: null });
    expect(await owner.client.send('DELETE', path(owner, `orders/${placed.id}`))).toEqual(gone);
    const refund = { refund: { bank_reference: 'BACK-1' } };
    const sent = await town.operator.send('POST', `/v1/payments/${payment.id}/assignments`, refund, once());
    expect(sent).toMatchObject({ unallocated: eur(0), uses: [{ kind: 'refund', amount: eur(100) }] });
    expect((await transfer(placed, 43_560)).outcome).toBe('unallocated');
    const { items } = await get<{ items: { action: string }[] }>(owner, 'history');
    expect(items.filter(({ action }) => action === 'order.withdrawn')).toHaveLength(1);
  });

  it('is refused once it is billed', async () => {
    const owner = await customerIn('NL');
    const placed = await place(owner, [user]);
    await transfer(placed, 43_560);
    await expect(owner.client.send('DELETE', path(owner, `orders/${placed.id}`))).rejects.toMatchObject({
      problem: { code: 'order.billed' },
    });
  });
});
