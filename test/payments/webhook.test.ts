import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signReport } from '../../lib/payments/sandbox.ts';
import { mailsTo, newAccount, type SignedUp, settle, type Town } from '../people/support.ts';
import { seeded } from '../support/faults.ts';

let town: Town;
beforeAll(async () => {
  town = await settle({ clock: '2026-01-01T08:00:00Z' });
});
afterAll(() => town.deployment.stop());

interface Order {
  readonly id: string;
  readonly status: string;
  readonly declined: boolean;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly payments: readonly string[];
  readonly invoice: string | null;
}
interface Report {
  readonly id: string;
  readonly body: string;
}

let orders = 0;
/** Credit of 50.00, for 61.00 with VAT. */
async function order({ client, account }: SignedUp): Promise<Order> {
  orders += 1;
  const items = [{ kind: 'credit', amount: { amount: 5000, currency: 'EUR' } }];
  return client.send('POST', `/v1/accounts/${account}/orders`, { items }, { 'idempotency-key': `order-${orders}` });
}

function report(
  { account }: SignedUp,
  { id, total }: Order,
  type: 'succeeded' | 'declined',
  reference: string,
): Report {
  const { amount, currency } = total;
  return {
    id: `evt-${reference}`,
    body: JSON.stringify({ type: `payment.${type}`, reference, account, order: id, amount, currency }),
  };
}

/** As the gateway sends it, until it is taken. */
async function deliver({ id, body }: Report): Promise<void> {
  for (let tries = 1; tries <= 20; tries += 1) {
    const answer = await fetch(`${town.deployment.url}/v1/gateways/sandbox/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await signReport(id, body)) },
      body,
    });
    const text = await answer.text();
    if (answer.ok) return;
    expect(JSON.parse(text)).toMatchObject({ code: 'edit.conflict' });
  }
  throw new Error(`${id} was never taken`);
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = seeded(seed);
  return list
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

const copies = (count: number, make: (index: number) => Report) => Array.from({ length: count }, (_, n) => make(n));
const path = ({ account }: SignedUp, rest: string) => `/v1/accounts/${account}/${rest}`;
const get = <T>(owner: SignedUp, rest: string) => owner.client.send<T>('GET', path(owner, rest));

/** All that the reports of an order can have brought about. */
async function effectsOn(owner: SignedUp, { id }: Order) {
  await town.deployment.settle();
  const history = await get<{ items: { action: string; subject: string }[] }>(owner, 'history?limit=100');
  const invoices = await get<{ items: { order: string }[] }>(owner, 'invoices');
  const { status, declined, payments, invoice } = await get<Order>(owner, `orders/${id}`);
  const { balance } = await get<{ balance: { amount: number } }>(owner, 'credit');
  const mails = (await mailsTo(town, owner.email)).filter(({ text }) => text.includes('50.00'));
  return {
    status,
    declined,
    payments: payments.length,
    hasInvoice: invoice !== null,
    balance: balance.amount,
    invoices: invoices.items.filter(({ order: of }) => of === id).length,
    paid: history.items.filter(({ action, subject }) => action === 'order.paid' && subject === id).length,
    mails: mails.length,
  };
}

const PAID_ONCE = { status: 'paid', declined: false, payments: 1, hasInvoice: true, invoices: 1, paid: 1, mails: 1 };

/** Free credit of 12.00 less the first day. */
const BEFORE = 1162;

describe('P8, T4: a payment that is reported a hundred times at once', () => {
  it('has one effect', async () => {
    const owner = await newAccount(town);
    const placed = await order(owner);
    await Promise.all(copies(100, () => report(owner, placed, 'succeeded', 'one')).map(deliver));
    expect(await effectsOn(owner, placed)).toEqual({ ...PAID_ONCE, balance: BEFORE + 5000 });
  });

  it.each([1, 2, 3])('has one effect among reports that it was declined, in any order (shuffle %i)', async (seed) => {
    const owner = await newAccount(town);
    const placed = await order(owner);
    const reports = [
      ...copies(60, () => report(owner, placed, 'succeeded', `paid-${seed}`)),
      ...copies(40, (n) => report(owner, placed, 'declined', `declined-${seed}-${n % 10}`)),
    ];
    await Promise.all(shuffled(reports, seed).map(deliver));
    expect(await effectsOn(owner, placed)).toEqual({ ...PAID_ONCE, balance: BEFORE + 5000 });
  });
});

describe('T4: reports that come out of order', () => {
  it('leave an order open that was only declined, and paid once it is paid, whatever comes after', async () => {
    const owner = await newAccount(town);
    const placed = await order(owner);
    const declined = copies(10, (n) => report(owner, placed, 'declined', `before-${n}`));
    await Promise.all(declined.map(deliver));
    expect(await effectsOn(owner, placed)).toMatchObject({ status: 'pending', declined: true, balance: BEFORE });
    await deliver(report(owner, placed, 'succeeded', 'then'));
    await Promise.all([...declined, report(owner, placed, 'declined', 'after')].map(deliver));
    expect(await effectsOn(owner, placed)).toEqual({ ...PAID_ONCE, balance: BEFORE + 5000 });
  });

  it('bring credit once for two payments of one order; the other one is kept, unallocated', async () => {
    const owner = await newAccount(town);
    const placed = await order(owner);
    const reports = copies(100, (n) => report(owner, placed, 'succeeded', `twice-${n % 2}`));
    await Promise.all(shuffled(reports, 4).map(deliver));
    expect(await effectsOn(owner, placed)).toEqual({ ...PAID_ONCE, balance: BEFORE + 5000 });
    const { items } = await town.operator.send<{ items: { account: string; unallocated: object }[] }>(
      'GET',
      '/v1/payments?state=unallocated&limit=100',
    );
    expect(items.filter(({ account }) => account === owner.account)).toMatchObject([
      { unallocated: { amount: 6100, currency: 'EUR' } },
    ]);
  });
});
