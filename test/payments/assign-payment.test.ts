import { describe, expect, it } from 'vitest';
import {
  balanceOf,
  bankReference,
  deployed,
  eur,
  once,
  openAccount,
  operator,
  orderCredit,
  ordered,
  orderOf,
  type PaymentJson,
  problemOf,
  record,
  useBank,
} from './transfers.ts';

useBank();

const assign = (payment: string, target: object, headers = once()) =>
  operator.send<PaymentJson>('POST', `/v1/payments/${payment}/assignments`, target, headers);

/** Money that nobody knows the order of. */
async function unallocated(cents: number): Promise<PaymentJson> {
  return (await record({ amount: eur(cents), bank_reference: bankReference() })).payment;
}

const historyOf = async (account: string) =>
  (
    await operator.send<{ items: { action: string; after: unknown }[] }>('GET', `/v1/accounts/${account}/history`)
  ).items.map(({ action }) => action);

describe('T4: unallocated money is put to an order', () => {
  it('that it settles, with credit and invoice, and keeps the rest', async () => {
    const { account, order } = await ordered();
    const before = await balanceOf(account);
    const { id } = await unallocated(13_000);
    const payment = await assign(id, { account, order: order.id });
    const paid = await orderOf(account, order.id);
    expect(paid).toMatchObject({ status: 'paid', due: eur(0), received: eur(12_200) });
    expect(payment).toMatchObject({ account, unallocated: eur(800) });
    expect(payment.uses).toMatchObject([
      { kind: 'order', order: order.id, invoice: paid.invoice, amount: eur(12_200) },
    ]);
    expect((await balanceOf(account)) - before).toBe(10_000);
    expect(await operator.send('GET', `/v1/payments/${id}`)).toEqual(payment);
  });

  it('in two amounts, which its record names as one', async () => {
    const { account, order } = await ordered();
    const { id } = await unallocated(12_200);
    const part = await assign(id, { account, order: order.id, amount: eur(2_000) });
    expect(part).toMatchObject({ unallocated: eur(10_200), uses: [{ amount: eur(2_000) }] });
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'pending', due: eur(10_200) });
    const whole = await assign(id, { account, order: order.id });
    expect(whole).toMatchObject({ unallocated: eur(0), uses: [{ amount: eur(12_200) }] });
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'paid' });
  });

  it('of several accounts, one after the other', async () => {
    const [one, two] = [await ordered(), await ordered()];
    const { id } = await unallocated(24_400);
    await assign(id, { account: one.account, order: one.order.id });
    const { unallocated: left, uses } = await assign(id, { account: two.account, order: two.order.id });
    expect([left, uses.map(({ order }) => order)]).toEqual([eur(0), [one.order.id, two.order.id]]);
    const { items } = await operator.send<{ items: PaymentJson[] }>('GET', '/v1/payments');
    expect(items.map((payment) => payment.id)).not.toContain(id);
  });

  it('once, of ten who try at once', async () => {
    const { account, order } = await ordered();
    const before = await balanceOf(account);
    const { id } = await unallocated(12_200);
    const tries = Array.from({ length: 10 }, () => assign(id, { account, order: order.id }));
    const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(1);
    expect((await balanceOf(account)) - before).toBe(10_000);
  });

  it('once, when the request is repeated with its key', async () => {
    const { account, order } = await ordered();
    const { id } = await unallocated(20_000);
    const key = once();
    const first = await assign(id, { account, order: order.id }, key);
    expect(await assign(id, { account, order: order.id }, key)).toEqual(first);
    expect(first.unallocated).toEqual(eur(7_800));
  });
});

describe('T4: an overpayment becomes credit', () => {
  it('with the tax in it, by an order and an invoice of its own', async () => {
    const { account, order } = await ordered();
    const paid = await record({ account, order: order.id, amount: eur(13_420), bank_reference: bankReference() });
    expect(paid).toMatchObject({ outcome: 'over', payment: { unallocated: eur(1_220) } });
    const before = await balanceOf(account);
    const payment = await assign(paid.payment.id, { account, credit: true });
    expect(payment.unallocated).toEqual(eur(0));
    expect((await balanceOf(account)) - before).toBe(1_000);
    const use = payment.uses[1];
    expect(use).toMatchObject({ kind: 'order', amount: eur(1_220) });
    const bought = await orderOf(account, use?.order ?? '');
    expect(bought).toMatchObject({
      purpose: 'credit',
      status: 'paid',
      net: eur(1_000),
      tax: eur(220),
      total: eur(1_220),
      invoice: use?.invoice,
    });
  });

  it('for every number of cents, to the cent', async () => {
    const account = await openAccount();
    const before = await balanceOf(account);
    let bought = 0;
    for (const cents of [1, 2, 5, 99, 101, 333, 1_219, 1_221]) {
      const { id } = await unallocated(cents);
      const payment = await assign(id, { account, credit: true });
      expect(payment).toMatchObject({ unallocated: eur(0), uses: [{ amount: eur(cents) }] });
      bought += cents - Math.round((cents * 22) / 122);
    }
    expect((await balanceOf(account)) - before).toBe(bought);
  });

  it('of a part of it, once, when the request is repeated', async () => {
    const account = await openAccount();
    const before = await balanceOf(account);
    const { id } = await unallocated(2_440);
    const key = once();
    const target = { account, credit: true, amount: eur(1_220) };
    const [first, again] = [await assign(id, target, key), await assign(id, target, key)];
    expect(again).toEqual(first);
    expect(first.unallocated).toEqual(eur(1_220));
    expect((await balanceOf(account)) - before).toBe(1_000);
  });
});

describe('T4: money is paid back', () => {
  it('in whole or in part, each transfer back once, and the history says so', async () => {
    const { account, order } = await ordered();
    const { payment } = await record({
      account,
      order: order.id,
      amount: eur(13_000),
      bank_reference: bankReference(),
    });
    const back = { bank_reference: bankReference() };
    const part = await assign(payment.id, { refund: back, amount: eur(300) });
    expect(part).toMatchObject({ unallocated: eur(500) });
    expect(part.uses[1]).toMatchObject({ kind: 'refund', ...back, amount: eur(300), on: '2026-01-15' });
    expect(await problemOf(assign(payment.id, { refund: back, amount: eur(300) }))).toMatchObject({
      status: 409,
      code: 'payment.reference-used',
    });
    const rest = await assign(payment.id, { refund: { bank_reference: bankReference() } });
    expect(rest.unallocated).toEqual(eur(0));
    expect((await historyOf(account)).filter((action) => action === 'payment.refunded')).toHaveLength(2);
  });
});

describe('T4: what cannot be assigned is refused, and nothing moves', () => {
  it('more than is left, or anything of what is all used', async () => {
    const { account, order } = await ordered();
    const { id } = await unallocated(500);
    const tooMuch = await problemOf(assign(id, { account, order: order.id, amount: eur(501) }));
    expect(tooMuch).toMatchObject({ status: 409, code: 'payment.nothing-left' });
    expect(tooMuch.detail).toContain('€5.00');
    await assign(id, { refund: { bank_reference: bankReference() } });
    const none = await problemOf(assign(id, { account, order: order.id }));
    expect(none.code).toBe('payment.nothing-left');
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'pending', received: eur(0) });
  });

  it('to an order that is paid', async () => {
    const { account, order } = await ordered();
    await record({ account, order: order.id, amount: order.total, bank_reference: bankReference() });
    const { id } = await unallocated(100);
    expect(await problemOf(assign(id, { account, order: order.id }))).toMatchObject({
      status: 409,
      code: 'order.nothing-due',
    });
  });

  it.each<[string, object]>([
    ['credit.wrong-currency', { amount: { amount: 100, currency: 'SEK' } }],
    ['request.invalid', { amount: eur(0) }],
    ['request.invalid', { credit: true }],
    ['order.not-found', { order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X' }],
  ])('%s: %j', async (code, change) => {
    const account = await openAccount();
    const order = await orderCredit(account);
    const { id } = await unallocated(200);
    expect((await problemOf(assign(id, { account, order: order.id, ...change }))).code).toBe(code);
  });

  it('of a payment that is not there, to an account that is not there, by somebody who is no operator', async () => {
    const account = await openAccount();
    const { id } = await unallocated(200);
    const nowhere = { account: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X', credit: true };
    const unknown = await problemOf(assign('pay_01JZ8Q0V7M3K5N9P2R4S6T8W0X', { account, credit: true }));
    expect(unknown.code).toBe('payment.not-found');
    expect((await problemOf(assign(id, nowhere))).code).toBe('account.not-found');
    const anyone = deployed.anyone.send('POST', `/v1/payments/${id}/assignments`, { account, credit: true }, once());
    expect((await problemOf(anyone)).code).toBe('session.required');
  });
});
