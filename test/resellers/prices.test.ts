import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, colleague, mailsTo, newAccount, type SignedUp, someone, type Town } from '../people/support.ts';
import { commandsOf } from '../support/commands.ts';
import {
  addMember,
  amountsOf,
  type BillAnswer,
  type CustomerAnswer,
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
import { newReseller } from './support.ts';

let town: Town;
let reseller: SignedUp;
beforeAll(async () => {
  town = await settleWith('resold-licences');
  reseller = await newReseller(town, '20');
});
afterAll(() => town.deployment.stop());

/** A customer whose first year is paid. */
async function paidCustomer(of: SignedUp = reseller): Promise<CustomerAnswer['customer']> {
  const { customer, order: first } = await createCustomer(of);
  await pay(town, first);
  return customer;
}

const previewed = (client: SignedUp['client'], account: string, quantity: number) =>
  client.send<BillAnswer & { next_total: { amount: number } }>('POST', `/v1/accounts/${account}/orders/previews`, {
    items: [members(quantity)],
  });

const LESS = [
  ['licence', 12_000],
  ['discount', -2400],
];
const FULL = [['licence', 12_000]];

/** Somebody of the customer who is an admin of it. */
async function anAdmin(customer: string): Promise<SignedUp> {
  const body = { role: 'admin', licences: ['member'], ends_discount: true };
  return colleague(town, { ...reseller, account: customer }, body);
}

describe('R1: what a managed account buys has the discount as its own line, whoever orders', () => {
  it('the reseller, and staff, with a preview that says the same', async () => {
    const { id } = await paidCustomer();
    for (const client of [reseller.client, town.operator]) {
      const preview = await previewed(client, id, 1);
      const placed = await order(client, id, [members(1)]);
      expect(amountsOf(placed)).toEqual(LESS);
      expect([preview.items, sumsOf(preview)]).toEqual([placed.items, sumsOf(placed)]);
      expect(preview.next_total.amount).toBe(9600);
    }
  });

  it('once for the whole order, not once a line', async () => {
    const third = await newReseller(town, '33.33');
    const { order: first } = await createCustomer(third, {
      term: 1,
      licences: [
        { type: 'member', quantity: 1 },
        { type: 'member', quantity: 2 },
      ],
    });
    expect(amountsOf(first)).toEqual([
      ['licence', 1000],
      ['licence', 2000],
      ['discount', -1000],
    ]);
    expect(first.items.at(-1)?.basis).toEqual({ kind: 'percent', percent: '33.33' });
  });

  it('by card and by bank transfer alike', async () => {
    const { id } = await paidCustomer();
    const placed = await order(reseller.client, id, [members(1)], { payment_method: 'bank-transfer' });
    expect(amountsOf(placed)).toEqual(LESS);
    expect(await transfer(town, placed)).toBe('settled');
    expect(await shownOrder(reseller.client, placed)).toMatchObject({ status: 'paid', delivered: true });
  });

  it('and costs nothing at 100 %: there at once, without an invoice', async () => {
    const all = await newReseller(town, '100');
    const { customer, order: first } = await createCustomer(all);
    expect(sumsOf(first)).toEqual([0, 0, 0]);
    expect(first).toMatchObject({ status: 'paid', delivered: true, invoice: null });
    const licences = await all.client.send('GET', `/v1/accounts/${customer.id}/licences?limit=1`);
    expect(licences).toMatchObject({ types: [{ type: 'member', total: 3 }] });
    const [mail] = (await mailsTo(town, all.email)).slice(-1);
    expect(mail?.subject).toBe('What was ordered for Example Customer is active');
    expect(mail?.text).not.toMatch(/payment|invoice|0\.00/);
  });
});

const VARIANTS: readonly (readonly [string, object])[] = [
  ['in Sweden', { country: 'SE' }],
  ['in Germany without a number', { country: 'DE' }],
  ['in Germany with a VAT number', { country: 'DE', vat_number: 'DE136695976' }],
  ['outside the EU', { country: 'CH' }],
];

describe('R1: the same order by a reseller and by an ordinary customer of the same details', () => {
  it.each(VARIANTS)('%s differs by exactly the discount', async (_, details) => {
    const { order: resold } = await createCustomer(reseller, details);
    const direct = await newAccount(town, { plan: 'business' });
    await direct.client.send('PATCH', `/v1/accounts/${direct.account}`, { billing: details });
    const plain = await order(direct.client, direct.account, [members(3)], { term: 12 });
    const [discount, ...rest] = [...resold.items].reverse();
    expect(rest.reverse()).toEqual(plain.items);
    expect(discount).toMatchObject({ kind: 'discount', amount: { amount: -7200 } });
    expect(plain.net.amount - resold.net.amount).toBe(7200);
    expect(resold.taxes.map(({ kind, category, rate }) => [kind, category, rate])).toEqual(
      plain.taxes.map(({ kind, category, rate }) => [kind, category, rate]),
    );
    const rate = Number(plain.taxes[0]?.rate);
    for (const { net, tax, total } of [resold, plain]) {
      expect(tax.amount).toBe((net.amount * rate) / 100);
      expect(total.amount).toBe(net.amount + tax.amount);
    }
  });
});

describe('R4: while the customer has an admin of its own, the discount is off for both of them', () => {
  it('and on again once the admin is a member, or is gone', async () => {
    const { id } = await paidCustomer();
    const admin = await anAdmin(id);
    for (const client of [reseller.client, admin.client, town.operator]) {
      expect(amountsOf(await order(client, id, [members(1)]))).toEqual(FULL);
      expect(amountsOf(await previewed(client, id, 1))).toEqual(FULL);
    }
    await editMember(reseller, id, admin.member, { role: 'member' });
    expect(amountsOf(await order(reseller.client, id, [members(1)]))).toEqual(LESS);
    await editMember(reseller, id, admin.member, { role: 'owner', ends_discount: true });
    expect(amountsOf(await order(reseller.client, id, [members(1)]))).toEqual(FULL);
    const other = await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    await editMember(reseller, id, other, { role: 'member' });
    expect(amountsOf(await order(reseller.client, id, [members(1)]))).toEqual(FULL);
  });

  it('an inactive admin counts, a former one does not', async () => {
    const { id } = await paidCustomer();
    const ghost = await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    expect(amountsOf(await previewed(reseller.client, id, 1))).toEqual(FULL);
    await editMember(reseller, id, ghost, { former: true });
    expect(amountsOf(await previewed(reseller.client, id, 1))).toEqual(LESS);
    await reseller.client.send('DELETE', `/v1/accounts/${id}/members/${ghost}`);
    expect(amountsOf(await previewed(reseller.client, id, 1))).toEqual(LESS);
  });

  it('is none any more for a customer whose reseller was ended, or sent away', async () => {
    const other = await newReseller(town);
    const [kept, left] = [await paidCustomer(other), await paidCustomer(other)];
    const admin = await colleague(
      town,
      { ...other, account: left.id },
      {
        role: 'admin',
        licences: ['member'],
        ends_discount: true,
      },
    );
    await admin.client.send('DELETE', `/v1/accounts/${left.id}/reseller`);
    expect(amountsOf(await order(admin.client, left.id, [members(1)]))).toEqual(FULL);
    await town.operator.send('DELETE', `/v1/resellers/${other.account}`);
    expect(amountsOf(await order(town.operator, kept.id, [members(1)]))).toEqual(FULL);
  });
});

/** An order for one more licence that waits for a transfer, and one that waits for a card. */
async function waiting(customer: string): Promise<{ card: OrderAnswer; bank: OrderAnswer }> {
  const bank = await order(reseller.client, customer, [members(1)], { payment_method: 'bank-transfer' });
  return { card: await order(reseller.client, customer, [members(1)]), bank };
}

async function expectOutdated({ card, bank }: { card: OrderAnswer; bank: OrderAnswer }): Promise<void> {
  const closed = { status: 'expired', closed: 'outdated', payment_url: null, transfer: null };
  for (const each of [card, bank]) expect(await shownOrder(town.operator, each)).toMatchObject(closed);
  const listed = await town.operator.send<{ items: { id: string }[] }>(
    'GET',
    `/v1/accounts/${card.account}/orders?status=pending`,
  );
  expect(listed.items).toEqual([]);
  expect(await pay(town, card)).toBe(410);
  expect(await transfer(town, bank)).toBe('unallocated');
  expect(await shownOrder(town.operator, card)).toMatchObject({ delivered: false, invoice: null });
  expect(await shownOrder(town.operator, bank)).toMatchObject({ closed: 'outdated', delivered: false, invoice: null });
  const path = `/v1/accounts/${card.account}/licences?limit=1`;
  expect(await town.operator.send('GET', path)).toMatchObject({ types: [{ total: 3 }] });
}

describe('R4: an order is outdated once another discount holds than the one it was placed at', () => {
  it('an admin was made meanwhile', async () => {
    const { id } = await paidCustomer();
    const orders = await waiting(id);
    await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    await expectOutdated(orders);
  });

  it('its reseller is told of the money that is left, and not the admin', async () => {
    const own = await newReseller(town, '20');
    const { id } = await paidCustomer(own);
    const placed = await order(own.client, id, [members(1)], { payment_method: 'bank-transfer' });
    const body = { role: 'admin', licences: ['member'], ends_discount: true };
    const admin = await colleague(town, { ...own, account: id }, body);
    expect(await transfer(town, placed)).toBe('unallocated');
    const told = async ({ email }: SignedUp) =>
      (await mailsTo(town, email)).filter(({ text }) => text.includes(placed.id));
    expect(await told(own)).toMatchObject([{ subject: expect.stringMatching(/^We could not use your payment of /) }]);
    expect(await told(admin)).toEqual([]);
  });

  it('the only admin is a member since', async () => {
    const { id } = await paidCustomer();
    const member = await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    const orders = await waiting(id);
    expect(amountsOf(orders.card)).toEqual(FULL);
    await editMember(reseller, id, member, { role: 'member' });
    await expectOutdated(orders);
  });

  it('the reseller has another discount since, or is none any more', async () => {
    for (const request of [
      ['PATCH', { discount_percent: '25' }],
      ['DELETE', undefined],
    ] as const) {
      const other = await newReseller(town);
      const { id } = await paidCustomer(other);
      const bank = await order(other.client, id, [members(1)], { payment_method: 'bank-transfer' });
      const card = await order(other.client, id, [members(1)]);
      await town.operator.send(request[0], `/v1/resellers/${other.account}`, request[1]);
      await expectOutdated({ card, bank });
    }
  });

  it('the first order too, so that nothing begins at a price that does not hold', async () => {
    const { customer, order: first } = await createCustomer(reseller);
    await addMember(reseller, customer.id, someone(), { role: 'admin', active: false, ends_discount: true });
    expect(await pay(town, first)).toBe(410);
    const path = `/v1/accounts/${customer.id}/subscription`;
    expect(await town.operator.send('GET', path)).toMatchObject({ state: 'none' });
  });

  it('but not when an admin came and went, nor when what is full stays full', async () => {
    const { id } = await paidCustomer();
    const { card, bank } = await waiting(id);
    const member = await addMember(reseller, id, someone(), { role: 'admin', active: false, ends_discount: true });
    const full = await order(reseller.client, id, [members(1)], { payment_method: 'bank-transfer' });
    expect(await transfer(town, full)).toBe('settled');
    await editMember(reseller, id, member, { role: 'member' });
    expect(await pay(town, card)).toBe(303);
    expect(await transfer(town, bank)).toBe('settled');
  });

  it('a full price outlives the end of the reseller', async () => {
    const other = await newReseller(town);
    const { id } = await paidCustomer(other);
    await addMember(other, id, someone(), { role: 'admin', active: false, ends_discount: true });
    const full = await order(other.client, id, [members(1)], { payment_method: 'bank-transfer' });
    await town.operator.send('DELETE', `/v1/resellers/${other.account}`);
    expect(await transfer(town, full)).toBe('settled');
  });
});

describe('R1: an account that no reseller manages pays nothing for it', () => {
  /** What the table is asked to place an order for a licence, and to take its transfer in. */
  async function commandsFor(account: string) {
    let placed: OrderAnswer | undefined;
    await town.deployment.settle();
    const placing = await commandsOf(async () => {
      placed = await order(town.operator, account, [members(1)], { payment_method: 'bank-transfer' });
    });
    const bank = placed as unknown as OrderAnswer;
    const paying = await commandsOf(() => town.operator.send('POST', '/v1/payments', paymentOf(bank), freshKey()));
    await town.deployment.settle();
    return { placing: counted(placing), paying: counted(paying) };
  }

  const paymentOf = ({ account, id, total }: OrderAnswer) => ({
    account,
    order: id,
    amount: total,
    bank_reference: id,
  });

  it('places an order with 4 reads as before, a managed one with 6', async () => {
    const owner = await newAccount(town, { plan: 'business' });
    await pay(town, await order(owner.client, owner.account, [members(3)]));
    const [ordinary, managed] = [await commandsFor(owner.account), await commandsFor((await paidCustomer()).id)];
    expect(ordinary.placing).toEqual({ GetItemCommand: 4, TransactWriteItemsCommand: 1 });
    expect(managed.placing).toEqual({ GetItemCommand: 5, QueryCommand: 1, TransactWriteItemsCommand: 1 });
    const { GetItemCommand: gets = 0, QueryCommand: queries = 0, ...writes } = ordinary.paying;
    expect(managed.paying).toEqual({ ...writes, GetItemCommand: gets + 2, QueryCommand: queries + 1 });
  });
});

function counted(commands: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const command of commands) counts[command ?? ''] = (counts[command ?? ''] ?? 0) + 1;
  return counts;
}

describe('R5: who sees what the reseller pays', () => {
  it('not an admin of the customer, nor in what is billed', async () => {
    const { customer, order: first } = await createCustomer(reseller);
    await pay(town, first);
    const admin = await anAdmin(customer.id);
    expect(await codeOf(shownOrder(admin.client, first))).toBe('order.not-found');
    const { items } = await admin.client.send<{ items: unknown[] }>('GET', `/v1/accounts/${customer.id}/invoices`);
    expect(items).toEqual([]);
    expect(await shownOrder(reseller.client, first)).toMatchObject({ status: 'paid' });
  });
});
