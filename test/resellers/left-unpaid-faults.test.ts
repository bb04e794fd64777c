import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endReseller } from '../../functions/resellers/end.ts';
import { withdrawReseller } from '../../functions/resellers/withdraw.ts';
import { openRenewal } from '../../functions/rollover/open-renewal.ts';
import { handler as rolloverWorker } from '../../functions/rollover/worker.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import resoldLicences from '../../lib/catalogue/vendors/resold-licences.json' with { type: 'json' };
import type { AccountId } from '../../lib/domain/ids.ts';
import { periodAt } from '../../lib/domain/licences/period.ts';
import { money } from '../../lib/domain/money.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { replaceAccount, requireAccount } from '../../lib/store/accounts.ts';
import { commitCatalogue } from '../../lib/store/catalogue.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { attachCustomer, managementBy } from '../../lib/store/customers.ts';
import { dueBy } from '../../lib/store/due.ts';
import { listInvoices } from '../../lib/store/invoices.ts';
import { keys } from '../../lib/store/keys.ts';
import { listOrders, type Order } from '../../lib/store/orders.ts';
import { commitPayment, requireOrder } from '../../lib/store/payments.ts';
import { appointReseller } from '../../lib/store/resellers.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { get, transact } from '../../lib/store/table.ts';
import { aCustomer, licenceOrder, paymentOf } from '../support/buying.ts';
import { dieAtEveryWrite } from '../support/crashes.ts';
import { Crash, injectFaults } from '../support/faults.ts';
import { momentOn } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

const parsed = parseCatalogue(resoldLicences);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const { document } = parsed;
const on = (date: string) => momentOn(date, toCatalogue(document, 1));
const [START, END, LATER, NEXT_DAY] = [on('2026-01-15'), on('2026-02-15'), on('2026-02-20'), on('2026-02-21')];
const actor = { kind: 'operator', id: 'key_TEST' } as const;

let table: Awaited<ReturnType<typeof useOwnTable>>;
beforeAll(async () => {
  table = await useOwnTable();
  replaceClock({ nowMs: () => Date.parse(LATER.now) });
  await commitCatalogue(document, 0, START.now);
});
afterAll(() => table.clean());

async function aReseller(): Promise<AccountId> {
  const { account } = await aCustomer(START);
  await transact(appointReseller(await requireAccount(account), 2000, { actor, now: START.now }).writes);
  return account;
}

/** An account without admins that the reseller manages, with two licences for a month that is paid. */
async function customerOf(reseller: AccountId): Promise<AccountId> {
  const { account, owner } = await aCustomer(START);
  await transact([{ label: 'owner', Delete: { Key: keys.member(account, owner) } }]);
  const [before, manager] = [await requireAccount(account), await requireAccount(reseller)];
  const customer = { ...before, owner: undefined, managedBy: managementBy(manager, START.now) };
  const attached = attachCustomer({ reseller: manager, customer, actor, now: START.now });
  await transact([replaceAccount(before, customer), ...attached]);
  const wanted = [{ kind: 'licence', type: 'member', quantity: 2 }] as const;
  const bought = await licenceOrder(account, START, wanted, { term: 1, period: periodAt(START.today, 1, 0) });
  await commitPayment(paymentOf(bought), START);
  return account;
}

interface Left {
  readonly account: AccountId;
  readonly reseller: AccountId;
  readonly order: Order;
}

async function owedBy(account: AccountId): Promise<Order> {
  const { unpaid } = await requireSubscription(account);
  if (unpaid === undefined) throw new Error('nothing is owed');
  return requireOrder({ account, order: unpaid.order });
}

/** A renewal at the reseller's prices, of which a part is paid; suspended where `until` is day 21 or later. */
async function leftUnpaid(until: Moment = LATER): Promise<Left> {
  const reseller = await aReseller();
  const account = await customerOf(reseller);
  await rollOver(account, until, openRenewal(END));
  const order = await owedBy(account);
  expect(order.reseller).toBe(reseller);
  const part = paymentOf(order, { gateway: 'bank', amount: money(700, 'EUR') });
  await commitPayment(part, END);
  return { account, reseller, order };
}

const identity = { actor };
const call = (account: AccountId) => ({ identity, path: { account }, sourceIp: '192.0.2.1' });
const withdraw = ({ account }: Left) => withdrawReseller.call(call(account));
const end = ({ reseller }: Left) => endReseller.call(call(reseller));

/** What the next day's roll-over does for some accounts. */
async function rollOverNextDay(accounts: readonly AccountId[]): Promise<void> {
  const due = [];
  for await (const key of dueBy(NEXT_DAY.today)) if (accounts.some((id) => key.pk.endsWith(id))) due.push(key);
  const bodies = due.map((key) => JSON.stringify({ date: NEXT_DAY.today, ...key, catalogue: 1 }));
  const Records = bodies.map((body, index) => ({ messageId: String(index), body })) as never;
  expect(await rolloverWorker({ Records })).toEqual({ batchItemFailures: [] });
}

/** The old bill is taken back and one other has its place. */
async function expectBilledAnew({ account, order: left }: Left): Promise<void> {
  const owed = await owedBy(account);
  expect([owed.reseller, owed.lines.map(({ kind }) => kind), owed.total.minor]).toEqual([undefined, ['licence'], 2500]);
  expect(await requireOrder({ account, order: left.id })).toMatchObject({ status: 'pending', closed: 'outdated' });
  const { orders } = await listOrders(account, 10, async (order) => (order.purpose === 'renewal' ? order : undefined));
  expect(orders.map(({ id }) => id)).toEqual([owed.id, left.id]);
  const { invoices } = await listInvoices(account, 10, actor);
  const ofRenewal = invoices.filter(({ document }) => [owed.id, left.id].includes(document.order));
  const kinds = ofRenewal.map(({ document: { kind, total } }) => `${kind} ${total.minor}`);
  expect(kinds.toSorted()).toEqual(['credit-note 2000', 'invoice 2000', 'invoice 2500']);
  expect(await get(keys.rebilling(account))).toBeUndefined();
}

describe('R5, L13: what a reseller left unpaid, when the process dies before or after any write', () => {
  it('and the access is withdrawn: it ends alike', async () => {
    expect(await dieAtEveryWrite({ prepare: () => leftUnpaid(), run: withdraw })).toBe(3);
    const left = await leftUnpaid();
    await withdraw(left);
    await expectBilledAnew(left);
  });

  it('and the reseller is ended: it ends alike', async () => {
    expect(await dieAtEveryWrite({ prepare: () => leftUnpaid(), run: end })).toBe(5);
  });

  it.each([
    ['past due', LATER],
    ['suspended', on('2026-03-09')],
  ])('and nobody asks again: the next roll-over bills anew what is %s', async (_, until) => {
    for (const endAccess of [withdraw, end]) {
      const left = await leftUnpaid(until);
      const stop = injectFaults(({ write }) => (write === 1 ? 'crash-after' : 'none'));
      await expect(endAccess(left)).rejects.toThrow(Crash).finally(stop);
      expect((await owedBy(left.account)).id).toBe(left.order.id);
      const accounts = [left.account, left.reseller];
      await rollOverNextDay(accounts);
      await rollOverNextDay(accounts);
      await expectBilledAnew(left);
      expect(await requireSubscription(left.account)).toMatchObject({ state: 'past-due' });
      expect(await get(keys.rebilling(left.reseller))).toBeUndefined();
    }
  });
});

describe('R5, L13: what a reseller left unpaid, when several are at it', () => {
  it('is billed anew once, however many end the access at the same time', async () => {
    const left = await leftUnpaid();
    await Promise.all([withdraw(left), end(left), withdraw(left), end(left)]);
    await rollOverNextDay([left.account, left.reseller]);
    await expectBilledAnew(left);
  });

  it('is paid or billed anew, never both, when the money comes at the same moment', async () => {
    for (const _ of [1, 2, 3, 4]) {
      const left = await leftUnpaid();
      const rest = paymentOf(left.order, { gateway: 'bank', amount: money(1300, 'EUR') });
      const [{ outcome }] = await Promise.all([commitPayment(rest, LATER), withdraw(left)]);
      if (outcome === 'unallocated') await expectBilledAnew(left);
      else expect(await requireSubscription(left.account)).toMatchObject({ state: 'active', unpaid: undefined });
    }
  });

  it('is found by its next reminder where it was billed at the very moment when the access ended', async () => {
    const reseller = await aReseller();
    const account = await customerOf(reseller);
    const atDiscount = openRenewal(END);
    await rollOver(account, END, async (...asked) => {
      const opened = await atDiscount(...asked);
      await withdrawReseller.call(call(account));
      return opened;
    });
    const left = { account, reseller, order: await owedBy(account) };
    expect(left.order.reseller).toBe(reseller);
    expect(await get(keys.rebilling(account))).toBeUndefined();
    await rollOverNextDay([account]);
    await expectBilledAnew(left);
  });
});

describe('R5, L13: a reseller of many', () => {
  it('is ended page by page: what its last customer of 251 owes is billed anew too', async () => {
    const left = await leftUnpaid();
    for (let page = 0; page < 5; page += 1) {
      const others = Array.from({ length: 50 }, () => newId('acc').replace('acc_0', 'acc_00') as AccountId);
      await transact(
        others.map((customer) => ({
          label: 'customer',
          Put: { Item: { ...keys.customer(left.reseller, customer), type: 'customer', v: 1, customer } },
        })),
      );
    }
    await end(left);
    await expectBilledAnew(left);
    expect(await get(keys.customer(left.reseller, left.account))).toBeUndefined();
    expect((await requireAccount(left.account)).managedBy).toBeUndefined();
  });

  it('is ended for all others too where what one customer owes cannot be billed anew', async () => {
    const left = await leftUnpaid();
    const account = await customerOf(left.reseller);
    await rollOver(account, LATER, openRenewal(END));
    const other = { ...left, account, order: await owedBy(account) };
    const lost = keys.invoice(left.account, left.order.invoice as `doc_${string}`);
    const kept = await get(lost);
    await transact([{ label: 'invoice', Delete: { Key: lost } }]);
    await expect(end(left)).rejects.toThrow();
    for (const customer of [left.account, account]) expect((await requireAccount(customer)).managedBy).toBeUndefined();
    await rollOverNextDay([account]);
    await expectBilledAnew(other);
    await transact([{ label: 'invoice', Put: { Item: { ...kept } } }]);
    await rollOverNextDay([left.reseller]);
    await expectBilledAnew(left);
  });
});
