import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../infra/local/api-client.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { codeOf, colleague, mailsTo, type SignedUp, someone, type Town, tableItems } from '../people/support.ts';
import {
  type Amount,
  addMember,
  amountsOf,
  createCustomer,
  editMember,
  freshKey,
  members,
  type OrderAnswer,
  order,
  pay,
  settleWith,
  shownOrder,
  sumsOf,
  transfer,
} from './create-support.ts';
import { appoint, historyOf, newReseller } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWith('resold-licences');
});
afterAll(() => town.deployment.stop());

const moveTo = (date: string) => town.deployment.clock.moveTo(`${date}T08:00:00Z`);
const at = (account: string, rest: string) => `/v1/accounts/${account}/${rest}`;
const eur = (amount: number): Amount => ({ amount, currency: 'EUR' });

/** Three licences by the month, the first one paid; at a discount of 20 % the next is billed at 24.00 before VAT. */
async function monthly(reseller: SignedUp): Promise<AccountId> {
  const { customer, order: first } = await createCustomer(reseller, { term: 1 });
  await pay(town, first);
  return customer.id;
}

/** Somebody of the customer's own who came when the renewal was billed already. */
const anAdmin = (reseller: SignedUp, account: AccountId) =>
  colleague(town, { ...reseller, account }, { role: 'admin', licences: ['member'], ends_discount: true });

interface SubscriptionAnswer {
  readonly state: string;
  readonly unpaid: { readonly order: `ord_${string}`; readonly since: string; readonly suspended_on: string } | null;
}
const subscriptionOf = (account: string) => town.operator.send<SubscriptionAnswer>('GET', at(account, 'subscription'));

async function owedBy(account: AccountId, client: ApiClient = town.operator): Promise<OrderAnswer> {
  const { unpaid } = await subscriptionOf(account);
  if (unpaid === null) throw new Error(`${account} owes nothing`);
  return shownOrder(client, { account, id: unpaid.order });
}

interface InvoiceAnswer {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly due_on: string | null;
  readonly total: Amount;
  readonly corrects: { readonly invoice: string; readonly reason: string } | null;
}
async function invoicesOf(client: ApiClient, account: string): Promise<InvoiceAnswer[]> {
  const { items } = await client.send<{ items: { id: string }[] }>('GET', at(account, 'invoices?limit=100'));
  return Promise.all(items.map(({ id }) => client.send<InvoiceAnswer>('GET', at(account, `invoices/${id}`))));
}

const withdraw = (client: ApiClient, account: string) => client.send('DELETE', at(account, 'reseller'));
const LESS = [
  ['licence', 3000],
  ['discount', -600],
];
const FULL = [['licence', 3000]];

describe('R5, L13: a customer withdraws a reseller who left a renewal unpaid', () => {
  let reseller: SignedUp;
  let customer: AccountId;
  let admin: SignedUp;
  let left: OrderAnswer;
  beforeAll(async () => {
    reseller = await newReseller(town);
    customer = await monthly(reseller);
    await moveTo('2026-02-18');
    left = await owedBy(customer);
    admin = await anAdmin(reseller, customer);
    expect([amountsOf(left), left.total]).toEqual([LESS, eur(3000)]);
    expect(await codeOf(owedBy(customer, admin.client))).toBe('order.not-found');
    await withdraw(admin.client, customer);
  });

  it('sees a bill at the full price and nothing of the other', async () => {
    const owed = await owedBy(customer, admin.client);
    expect([amountsOf(owed), sumsOf(owed)]).toEqual([FULL, [3000, 750, 3750]]);
    expect(owed.items[0]?.period).toEqual({ start: '2026-02-15', end: '2026-03-15' });
    const { items } = await admin.client.send<{ items: OrderAnswer[] }>('GET', at(customer, 'orders'));
    expect(items.map(({ id, status }) => [id, status])).toEqual([[owed.id, 'pending']]);
    const [invoice, ...others] = await invoicesOf(admin.client, customer);
    expect([invoice?.id, invoice?.status, invoice?.due_on]).toEqual([owed.invoice, 'open', '2026-03-04']);
    expect(others).toEqual([]);
    expect(await codeOf(admin.client.send('GET', at(customer, `orders/${left.id}`)))).toBe('order.not-found');
    expect(await codeOf(admin.client.send('GET', at(customer, `invoices/${left.invoice}`)))).toBe('invoice.not-found');
  });

  it('is past due from that day on, with 21 days, and told so by mail', async () => {
    const { state, unpaid } = await subscriptionOf(customer);
    expect([state, unpaid?.since, unpaid?.suspended_on]).toEqual(['past-due', '2026-02-18', '2026-03-11']);
    const [mail] = (await mailsTo(town, admin.email)).slice(-1);
    expect(mail?.subject).toBe('€37.50 to pay for your subscription to Resold Licences');
    expect(mail?.text).toContain('March 11, 2026');
  });

  it('leaves staff the old order closed, its invoice credited and the credit note', async () => {
    expect(await shownOrder(town.operator, { account: customer, id: left.id })).toMatchObject({
      status: 'expired',
      closed: 'outdated',
      due: eur(0),
      delivered: false,
    });
    const all = await invoicesOf(town.operator, customer);
    expect(all.map(({ kind, status, total }) => [kind, status, total.amount]).toSorted()).toEqual([
      ['credit-note', 'paid', 3000],
      ['invoice', 'credited', 3000],
      ['invoice', 'open', 3750],
      ['invoice', 'paid', 3000],
    ]);
    const note = all.find(({ kind }) => kind === 'credit-note');
    expect(note?.corrects).toMatchObject({ invoice: left.invoice, reason: expect.stringContaining('reseller') });
  });

  it('has it in the history without the reseller’s amounts, which staff see', async () => {
    const seen = async (client: ApiClient) => {
      const facts = await historyOf(client, customer);
      return ['subscription.billed-anew', 'invoice.credited'].map((action) =>
        facts.find((each) => each.action === action),
      );
    };
    const [anew, credited] = await seen(admin.client);
    const { unpaid } = await subscriptionOf(customer);
    expect(anew).toMatchObject({
      actor: { kind: 'user', id: admin.user },
      before: { state: 'past-due', unpaid: { order: left.id } },
      after: { state: 'past-due', unpaid: { order: unpaid?.order } },
    });
    expect(credited?.after).toEqual({ credit_note: expect.stringMatching(/^doc_/) });
    expect((await seen(town.operator))[1]?.after).toMatchObject({ amount: eur(3000) });
  });

  it('asked for again changes nothing, and what comes for the old order is unallocated', async () => {
    const before = await tableItems(town);
    await withdraw(town.operator, customer);
    expect(await tableItems(town)).toEqual(before);
    expect(await pay(town, left)).toBe(410);
    expect(await transfer(town, left)).toBe('unallocated');
    expect(await subscriptionOf(customer)).toMatchObject({ state: 'past-due' });
  });

  it('is reminded of the new bill, pays it, and goes on', async () => {
    await moveTo('2026-02-21');
    const subject = 'Reminder: €37.50 for Resold Licences is still to be paid';
    expect((await mailsTo(town, admin.email)).at(-1)?.subject).toBe(subject);
    expect(await pay(town, await owedBy(customer, admin.client))).toBe(303);
    expect(await subscriptionOf(customer)).toMatchObject({ state: 'active', unpaid: null });
    expect((await invoicesOf(admin.client, customer)).map(({ status }) => status)).toEqual(['paid']);
  });
});

describe('R5, L13: a reseller gives a customer up whose renewal is paid in part', () => {
  it('what was paid is unallocated, whatever was credited is off the new bill, and staff put it there', async () => {
    await moveTo('2026-03-15');
    const reseller = await newReseller(town);
    const customer = await monthly(reseller);
    await moveTo('2026-04-16');
    const left = await owedBy(customer);
    expect(await transfer(town, { ...left, total: eur(1000) })).toBe('part');
    const goodwill = { lines: [{ line: 1, amount: eur(500) }], reason: 'A mistake' };
    await town.operator.send('POST', at(customer, `invoices/${left.invoice}/credit-notes`), goodwill, freshKey());
    const admin = await anAdmin(reseller, customer);
    await withdraw(reseller.client, customer);
    const owed = await owedBy(customer, admin.client);
    expect([amountsOf(owed), owed.total]).toEqual([[['licence', 2500]], eur(3125)]);
    const { items } = await town.operator.send<{ items: { id: string; account: string; unallocated: Amount }[] }>(
      'GET',
      '/v1/payments',
    );
    const freed = items.filter(({ account }) => account === customer);
    expect(freed.map(({ unallocated }) => unallocated)).toEqual([eur(1000)]);
    const assignment = { account: customer, order: owed.id };
    await town.operator.send('POST', `/v1/payments/${freed[0]?.id}/assignments`, assignment, freshKey());
    expect(await shownOrder(admin.client, owed)).toMatchObject({ received: eur(1000), due: eur(2125) });
    expect(await codeOf(reseller.client.send('GET', at(customer, 'orders')))).toBe('account.not-found');
    expect(await transfer(town, { ...owed, total: eur(2125) })).toBe('settled');
    expect(await subscriptionOf(customer)).toMatchObject({ state: 'active', unpaid: null });
  });
});

describe('R5, L13: an operator withdraws a reseller whose customer is suspended, and has nobody of its own', () => {
  it('it is past due again until its period ends, and its bill waits for whoever comes', async () => {
    await moveTo('2026-05-15');
    const reseller = await newReseller(town);
    const customer = await monthly(reseller);
    const member = await addMember(reseller, customer, someone(), { licences: ['member'] });
    const mayUse = async () =>
      (await town.operator.send<{ allowed: boolean }>('GET', at(customer, `members/${member}/entitlements`))).allowed;
    await moveTo('2026-07-08');
    expect([(await subscriptionOf(customer)).state, await mayUse()]).toEqual(['suspended', false]);
    await withdraw(town.operator, customer);
    const { state, unpaid } = await subscriptionOf(customer);
    expect([state, unpaid?.since, unpaid?.suspended_on]).toEqual(['past-due', '2026-06-24', '2026-07-15']);
    expect(await mayUse()).toBe(true);
    const owed = await owedBy(customer);
    const bill = (await invoicesOf(town.operator, customer)).find(({ id }) => id === owed.invoice);
    expect([amountsOf(owed), bill?.due_on]).toEqual([FULL, '2026-07-14']);
    await moveTo('2026-07-14');
    expect(await subscriptionOf(customer)).toMatchObject({ state: 'past-due' });
    await moveTo('2026-07-15');
    expect(await subscriptionOf(customer)).toMatchObject({ state: 'ended' });
  });
});

describe('R5, L13: an operator ends a reseller', () => {
  it('all that its customers owe is billed anew, once, also when it is asked 3 times at once', async () => {
    await moveTo('2026-08-03');
    const reseller = await newReseller(town);
    const owing = [await monthly(reseller), await monthly(reseller)];
    const [paid, administered] = [await monthly(reseller), await monthly(reseller)];
    const admin = await addMember(reseller, administered, someone(), {
      role: 'admin',
      active: false,
      ends_discount: true,
    });
    await moveTo('2026-09-04');
    await pay(town, await owedBy(paid));
    await editMember(reseller, administered, admin, { role: 'member' });
    const others = await Promise.all([paid, administered].map((account) => invoicesOf(town.operator, account)));
    const own = await owedBy(administered);
    await Promise.all([1, 2, 3].map(() => town.operator.send('DELETE', `/v1/resellers/${reseller.account}`)));
    for (const account of owing) {
      expect(amountsOf(await owedBy(account))).toEqual(FULL);
      const kinds = (await invoicesOf(town.operator, account)).map(({ kind, total }) => `${kind} ${total.amount}`);
      expect(kinds.toSorted()).toEqual(['credit-note 3000', 'invoice 3000', 'invoice 3000', 'invoice 3750']);
    }
    expect(await Promise.all([paid, administered].map((account) => invoicesOf(town.operator, account)))).toEqual(
      others,
    );
    expect((await owedBy(administered)).id).toBe(own.id);
    const before = await tableItems(town);
    await town.operator.send('DELETE', `/v1/resellers/${reseller.account}`);
    expect(await tableItems(town)).toEqual(before);
    await appoint(town, reseller);
    expect(await codeOf(reseller.client.send('GET', at(owing[0] as string, 'orders')))).toBe('account.not-found');
  });
});

describe('R4, R5: what was ordered at the discount and not paid when the access ends', () => {
  it('can no longer be paid, and a transfer that comes later is unallocated', async () => {
    await moveTo('2026-10-01');
    const reseller = await newReseller(town);
    const { customer, order: first } = await createCustomer(reseller, { term: 1, payment_method: 'bank-transfer' });
    const running = await monthly(reseller);
    const more = await order(reseller.client, running, [members(1)], { payment_method: 'bank-transfer' });
    const byCard = await order(reseller.client, running, [members(1)]);
    await withdraw(town.operator, customer.id);
    await withdraw(town.operator, running);
    expect(await pay(town, byCard)).toBe(410);
    for (const placed of [first, more]) {
      expect(await transfer(town, placed)).toBe('unallocated');
      expect(await shownOrder(town.operator, placed)).toMatchObject({ status: 'expired', closed: 'outdated' });
    }
    expect(await subscriptionOf(customer.id)).toMatchObject({ state: 'none' });
  });
});
