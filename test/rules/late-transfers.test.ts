import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customer, day, module, settleSuite, suite, users } from '../packs/support.ts';
import { mailsTo, type SignedUp, type Town } from '../people/support.ts';

const BY_TRANSFER = { payment_method: 'bank-transfer' };
const eur = (amount: number) => ({ amount, currency: 'EUR' });

interface Open {
  readonly id: string;
  readonly status: string;
  readonly closed: string | null;
  readonly delivered: boolean;
  readonly placed_at: string;
  readonly expires_at: string | null;
  readonly payment_url: string | null;
  readonly total: { readonly amount: number };
  readonly transfer: { readonly reference: string } | null;
}
interface Paid {
  readonly outcome: string;
  readonly payment: { readonly id: string; readonly unallocated: unknown };
}

interface Plan {
  readonly modules: readonly { readonly id: string }[];
}

/** A dearer edition. */
function grandOf(plan: Plan) {
  const prices = { month: [{ from: '2023-01-01', amount: 9900 }] };
  const modules = plan.modules.map((each) => (each.id === 'sales' ? { ...each, prices } : each));
  return { ...plan, id: 'grand', name: 'Grand', modules, editions: ['suite'] };
}

let town: Town;
beforeAll(async () => {
  town = await settleSuite({ clock: '2026-01-28T08:00:00Z' });
  const current = await town.operator.send<{ plans: [Plan] }>('GET', '/v1/catalogue');
  const [plan] = current.plans;
  const plans = [{ ...plan, editions: ['grand'] }, grandOf(plan)];
  await town.operator.send('PUT', '/v1/catalogue', { ...current, plans });
});
afterAll(() => town.deployment.stop());

/** What an admin with modules orders and looks at. */
function shopper(owner: SignedUp) {
  const account = suite(town, owner);
  return {
    ...account,
    order: async (items: readonly object[], body: object = BY_TRANSFER) =>
      (await account.order(items, body)) as unknown as Open,
    orderOf: async (id: string) => (await account.orderOf(id)) as unknown as Open,
  };
}

/** A customer whose month of the sales module began today. */
async function subscriber() {
  const owner = await customer(town);
  await suite(town, owner).buy(module('sales'));
  return { owner, ...shopper(owner) };
}

let transfers = 0;
/** A transfer that staff record; with the bank's reference of one before, it is that one again. */
async function transfer({ account }: SignedUp, order: string, amount: object, bank?: string): Promise<Paid> {
  transfers += 1;
  const body = { account, order, amount, bank_reference: bank ?? `LATE-${transfers}` };
  return town.operator.send('POST', '/v1/payments', body, { 'idempotency-key': randomUUID() });
}

/** E-mails about money that is left. */
async function told({ email }: SignedUp) {
  const mails = await mailsTo(town, email);
  return mails.filter(({ subject }) => /could not use your payment|is left over/.test(subject));
}

const daysToPay = ({ placed_at, expires_at }: Open) =>
  (Date.parse(expires_at ?? '') - Date.parse(placed_at)) / 86_400_000;

async function pageOf({ id }: Open, { account }: SignedUp): Promise<string> {
  const url = `${town.deployment.url}/pay/${id}?account=${account}`;
  return (await fetch(url, { headers: { accept: 'text/html' } })).text();
}

describe('L4: an order that joins a period expires with it', () => {
  it('at midnight in Paris; the money that comes a week later is free, and its owner is told once', async () => {
    const { owner, order, orderOf, subscription } = await subscriber();
    await day(town, '2026-02-27');
    const placed = await order([users('sales', 2), module('crm')]);
    const part = await order([users('sales', 1)]);
    const card = await order([users('sales', 1)], { payment_method: 'card' });
    expect([placed.expires_at, card.expires_at]).toEqual(['2026-02-27T23:00:00.000Z', '2026-02-27T23:00:00.000Z']);
    expect((await transfer(owner, part.id, eur(1))).outcome).toBe('part');

    await town.deployment.clock.moveTo('2026-02-27T22:59:59Z');
    expect(await orderOf(placed.id)).toMatchObject({ status: 'pending', transfer: placed.transfer });
    expect(await pageOf(placed, owner)).toContain('By bank transfer');
    await town.deployment.clock.moveTo('2026-02-27T23:00:00Z');
    const expired = { status: 'expired', closed: null, payment_url: null, transfer: null };
    expect(await orderOf(placed.id)).toMatchObject(expired);
    const page = await pageOf(placed, owner);
    expect(page).toContain('This order can no longer be paid');
    expect(page).not.toContain('By bank transfer');

    await day(town, '2026-03-05');
    const before = await subscription();
    const late = await transfer(owner, placed.id, placed.total, 'LATE-TWICE');
    expect(late).toMatchObject({ outcome: 'unallocated', payment: { unallocated: placed.total } });
    expect((await transfer(owner, placed.id, placed.total, 'LATE-TWICE')).outcome).toBe('already-recorded');
    expect(await orderOf(placed.id)).toMatchObject({ status: 'expired', closed: 'outdated', delivered: false });
    expect(await subscription()).toEqual(before);
    const [mail, ...more] = await told(owner);
    expect(more).toEqual([]);
    const paid = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(placed.total.amount / 100);
    expect(mail?.subject).toMatch(/^We could not use your payment of €/);
    expect(mail?.text).toContain(`We have received ${paid} from Example Ltd for the order ${placed.id}.`);
    expect(mail?.text).toContain('nothing was delivered.\n\nThe money is yours. Write to ');
    expect(mail?.links).toEqual([expect.stringContaining(`/pay/${placed.id}?account=${owner.account}`)]);

    const rest = eur(part.total.amount - 1);
    expect((await transfer(owner, part.id, rest)).outcome).toBe('unallocated');
    const [, parts, ...others] = await told(owner);
    expect(others).toEqual([]);
    expect(parts?.text).toContain('nothing was delivered. The same holds for the €0.01 that came for it before.');
  });

  it('never later than the usual time, and in summer time an hour earlier', async () => {
    const { order } = await subscriber();
    const usual = await order([users('sales')]);
    expect(usual.expires_at?.slice(0, 10)).toBe('2026-04-04');
    expect(daysToPay(usual)).toBe(30);
    await day(town, '2026-03-20');
    expect((await order([users('sales')])).expires_at).toBe('2026-04-04T22:00:00.000Z');
    expect(daysToPay(await order([users('sales')], { payment_method: 'card' }))).toBe(1);
  });

  it('also a change of plan', async () => {
    await day(town, '2026-03-20');
    const { owner, change, orderOf, subscription } = await subscriber();
    await day(town, '2026-04-02');
    const { order } = (await change({ plan: 'grand', ...BY_TRANSFER })) as unknown as { order: Open };
    expect(order).toMatchObject({ status: 'pending', expires_at: '2026-04-19T22:00:00.000Z' });
    await town.deployment.clock.moveTo('2026-04-19T22:00:00Z');
    expect(await orderOf(order.id)).toMatchObject({ status: 'expired', transfer: null });
    await day(town, '2026-04-20');
    expect((await transfer(owner, order.id, order.total)).outcome).toBe('unallocated');
    expect([(await subscription()).state, (await told(owner)).length]).toEqual(['past-due', 1]);
  });

  it('not where it begins the subscription, though it is placed on the day on which another begins one', async () => {
    await day(town, '2026-04-20');
    const [begun, fresh] = [await subscriber(), shopper(await customer(town))];
    expect((await begun.order([users('sales')])).expires_at).toBe('2026-05-19T22:00:00.000Z');
    expect(daysToPay(await fresh.order([module('sales')]))).toBe(30);
  });
});

describe('T4: who paid is told what is left of it, once', () => {
  it('when an order is paid twice, with nothing delivered for the second time', async () => {
    const { owner, order, subscription } = await subscriber();
    const { id, total } = await order([users('sales')]);
    expect((await transfer(owner, id, total)).outcome).toBe('settled');
    expect(await told(owner)).toEqual([]);
    const before = await subscription();
    expect((await transfer(owner, id, total)).outcome).toBe('unallocated');
    expect(await subscription()).toEqual(before);
    const [mail, ...more] = await told(owner);
    expect([mail?.text, more]).toEqual([expect.stringContaining('That order is paid already'), []]);
  });

  it('when there is a cent too much', async () => {
    const { owner, order } = await subscriber();
    const { id, total } = await order([users('sales')]);
    expect((await transfer(owner, id, eur(total.amount + 1))).outcome).toBe('over');
    const [mail, ...more] = await told(owner);
    expect([mail?.subject, more]).toEqual([expect.stringMatching(/^€0\.01 of your payment to .* is left over$/), []]);
    expect(mail?.text).toContain(`the order ${id} of Example Ltd is paid. €0.01 of your payment is more than was due`);
  });

  it('when it is in another currency; the order can still be paid', async () => {
    const { owner, order, orderOf } = await subscriber();
    const { id, total } = await order([users('sales')]);
    expect((await transfer(owner, id, { ...total, currency: 'USD' })).outcome).toBe('unallocated');
    const [mail, ...more] = await told(owner);
    expect([mail?.text, more]).toEqual([expect.stringContaining('That order is in another currency'), []]);
    expect(await orderOf(id)).toMatchObject({ status: 'pending' });
  });

  it('when the order was withdrawn; not again as staff put the money to another order', async () => {
    const { owner, order, orderOf, path } = await subscriber();
    const [gone, other] = [await order([users('sales')]), await order([users('sales')])];
    await owner.client.send('DELETE', `${path}/orders/${gone.id}`);
    const { payment } = await transfer(owner, gone.id, gone.total);
    const to = { account: owner.account, order: other.id };
    const assigned = `/v1/payments/${payment.id}/assignments`;
    await town.operator.send('POST', assigned, to, { 'idempotency-key': randomUUID() });
    expect(await orderOf(other.id)).toMatchObject({ status: 'paid' });
    expect(await told(owner)).toMatchObject([
      { subject: expect.stringMatching(/^We could not use your payment of €/) },
    ]);
  });
});
