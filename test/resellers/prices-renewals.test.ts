import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDate } from '../../lib/domain/dates.ts';
import { monthsAfter } from '../../lib/domain/licences/period.ts';
import { mailsTo, type SignedUp, someone, type Town } from '../people/support.ts';
import {
  addMember,
  amountsOf,
  type BillAnswer,
  type CustomerAnswer,
  createCustomer,
  editMember,
  members,
  order,
  pay,
  settleWith,
  shownOrder,
  sumsOf,
} from './create-support.ts';
import { newReseller } from './support.ts';

let town: Town;
let reseller: SignedUp;
beforeAll(async () => {
  town = await settleWith('resold-licences');
  reseller = await newReseller(town, '20');
});
afterAll(() => town.deployment.stop());

const moveTo = (date: string) => town.deployment.clock.moveTo(`${date}T08:00:00Z`);

const ADMIN = { role: 'admin', active: false, ends_discount: true };

type Monthly = CustomerAnswer['customer'] & { readonly member: string };

/** A customer by the month whose first one is paid, with a member who works. */
async function monthly(): Promise<Monthly> {
  const { customer, order: first } = await createCustomer(reseller, { term: 1 });
  await pay(town, first);
  return { ...customer, member: await addMember(reseller, customer.id, someone(), { licences: ['member'] }) };
}

interface SubscriptionAnswer {
  readonly state: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly unpaid: { readonly order: `ord_${string}` } | null;
}
const subscriptionOf = (account: string) =>
  town.operator.send<SubscriptionAnswer>('GET', `/v1/accounts/${account}/subscription`);
const renewalOf = (account: string) =>
  town.operator.send<BillAnswer>('GET', `/v1/accounts/${account}/subscription/renewal`);
const mayUse = async ({ id, member }: { readonly id: string; readonly member: string }) => {
  const path = `/v1/accounts/${id}/members/${member}/entitlements`;
  return (await town.operator.send<{ allowed: boolean }>('GET', path)).allowed;
};

async function owedBy(account: CustomerAnswer['customer']['id']) {
  const { unpaid } = await subscriptionOf(account);
  if (unpaid === null) throw new Error(`${account} owes nothing`);
  return shownOrder(town.operator, { account, id: unpaid.order });
}

const LESS = [
  ['licence', 3000],
  ['discount', -600],
];
const FULL = [['licence', 3000]];

describe('R4, L6: a renewal has the discount that holds when its period begins, and stays as it was billed', () => {
  let plain: Monthly;
  let administered: Monthly;
  let later: Monthly;
  let admin: string;
  beforeAll(async () => {
    await pay(town, await order(reseller.client, reseller.account, [members(2)], { term: 1 }));
    [plain, administered, later] = [await monthly(), await monthly(), await monthly()];
    admin = await addMember(reseller, administered.id, someone(), ADMIN);
  });

  it('as its dry run says', async () => {
    const dry = await renewalOf(plain.id);
    expect(amountsOf(dry)).toEqual(LESS);
    expect(amountsOf(await renewalOf(administered.id))).toEqual(FULL);
    await moveTo('2026-02-15');
    const owed = await owedBy(plain.id);
    expect([owed.items, sumsOf(owed)]).toEqual([dry.items, sumsOf(dry)]);
    expect(owed.invoice).toMatch(/^doc_/);
    expect(amountsOf(await owedBy(administered.id))).toEqual(FULL);
  });

  it('whether an admin goes or comes meanwhile: it is paid as it was billed', async () => {
    await editMember(reseller, administered.id, admin, { role: 'member' });
    await addMember(reseller, later.id, someone(), ADMIN);
    expect(amountsOf(await owedBy(administered.id))).toEqual(FULL);
    expect(amountsOf(await owedBy(later.id))).toEqual(LESS);
    for (const { id } of [plain, administered, later]) expect(await pay(town, await owedBy(id))).toBe(303);
  });

  it('R6: the reseller pays its customers’ bills and not its own, and 21 days later is suspended alone', async () => {
    await moveTo('2026-03-10');
    expect(await subscriptionOf(reseller.account)).toMatchObject({ state: 'suspended' });
    expect(await subscriptionOf(plain.id)).toMatchObject({ state: 'active', unpaid: null });
    expect(await mayUse(plain)).toBe(true);
    const more = await order(reseller.client, plain.id, [members(1)]);
    expect(amountsOf(more).at(-1)?.[0]).toBe('discount');
    expect(await pay(town, more)).toBe(303);
    expect((await createCustomer(reseller)).order.items).toHaveLength(2);
  });

  it('R6: its own subscription ends at the second period end, and those of its customers go on', async () => {
    const second = await renewalOf(plain.id);
    expect(amountsOf(second)).toEqual([
      ['licence', 4000],
      ['discount', -800],
    ]);
    await moveTo('2026-03-15');
    expect(await subscriptionOf(reseller.account)).toMatchObject({ state: 'ended' });
    const again = await owedBy(plain.id);
    expect(again.items).toEqual(second.items);
    expect(amountsOf(await owedBy(administered.id))).toEqual(LESS);
    expect(amountsOf(await owedBy(later.id))).toEqual(FULL);
    expect(await pay(town, again)).toBe(303);
    await moveTo('2026-04-14');
    const period = { start: '2026-03-15', end: '2026-04-15' };
    expect(await subscriptionOf(plain.id)).toMatchObject({ state: 'active', period, unpaid: null });
    expect(await mayUse(plain)).toBe(true);
  });

  it('tells the reseller’s admins what is due at its prices, and nobody of the customer', async () => {
    const { customer, order: first } = await createCustomer(reseller, { term: 1 });
    await pay(town, first);
    const email = someone();
    const member = await addMember(reseller, customer.id, email, ADMIN);
    await editMember(reseller, customer.id, member, { role: 'member' });
    const before = await mailsTo(town, email);
    const known = (await mailsTo(town, reseller.email)).length;
    await moveTo('2026-05-14');
    await editMember(reseller, customer.id, member, { role: 'admin', ends_discount: true });
    expect(amountsOf(await owedBy(customer.id))).toEqual(LESS);
    expect(await mailsTo(town, email)).toEqual(before);
    expect((await mailsTo(town, reseller.email)).length).toBeGreaterThan(known);
  });
});

describe('L5: months left are rounded up to whole ones, at the discount', () => {
  it('50 days are 2 months: 20.00 a licence less 20 %', async () => {
    await moveTo('2026-05-15');
    const { customer, order: first } = await createCustomer(reseller);
    await pay(town, first);
    const { period } = await subscriptionOf(customer.id);
    expect(period).toMatchObject({ start: '2026-05-15', end: '2027-05-15' });
    await moveTo('2027-03-26');
    const placed = await order(reseller.client, customer.id, [members(2)], { payment_method: 'bank-transfer' });
    expect(amountsOf(placed)).toEqual([
      ['licence', 4000],
      ['discount', -800],
    ]);
    expect(placed.items[0]).toMatchObject({
      basis: { kind: 'whole-months', months: 2 },
      unit_price: { amount: 12_000 },
      period: { start: '2027-03-26', end: '2027-05-15' },
    });
  }, 120_000);
});

describe('L4: a first order that is paid late begins when it is paid', () => {
  it('its licences with it, while the discount is for no time', async () => {
    const { customer, order: first } = await createCustomer(reseller, { term: 1, payment_method: 'bank-transfer' });
    await town.deployment.clock.advance('P3D');
    const paidOn = businessDate(town.deployment.clock.now(), 'Europe/Stockholm');
    const body = { account: customer.id, order: first.id, amount: first.total, bank_reference: 'LATE-1' };
    await town.operator.send('POST', '/v1/payments', body, { 'idempotency-key': 'late' });
    const paid = await shownOrder(reseller.client, first);
    expect(paid.items.map(({ kind, period }) => [kind, period?.start ?? null])).toEqual([
      ['licence', paidOn],
      ['discount', null],
    ]);
    const invoice = await reseller.client.send<{ lines: { kind: string; period: unknown }[] }>(
      'GET',
      `/v1/accounts/${customer.id}/invoices/${paid.invoice}`,
    );
    expect(invoice.lines.map(({ period }) => period)).toEqual([{ start: paidOn, end: monthsAfter(paidOn, 1) }, null]);
  });
});
