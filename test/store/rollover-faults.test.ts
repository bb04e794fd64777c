import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRenewal } from '../../functions/rollover/open-renewal.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import licenceTypes from '../../lib/catalogue/vendors/licence-types-crm.json' with { type: 'json' };
import type { Catalogue, TermPlan } from '../../lib/domain/catalogue.ts';
import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { switchRenewal } from '../../lib/domain/licences/licence-pool.ts';
import { commitAssignment } from '../../lib/store/assignments.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { licencesOf, loadPool, replaceLicence, replacePool } from '../../lib/store/licences.ts';
import { loadMember } from '../../lib/store/members.ts';
import { listOrders } from '../../lib/store/orders.ts';
import { commitPayment, type IncomingPayment } from '../../lib/store/payments.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { transact } from '../../lib/store/table.ts';
import { aCustomer, licenceOrder, paymentOf } from '../support/buying.ts';
import { Crash, type Fault, injectFaults, seeded } from '../support/faults.ts';
import { useTable } from '../support/table.ts';

let table: Awaited<ReturnType<typeof useTable>>;
let stopFaults = (): void => {};
beforeAll(async () => {
  table = await useTable();
});
afterEach(() => stopFaults());
afterAll(() => table.clean());

function vendor(): Catalogue {
  const parsed = parseCatalogue(licenceTypes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return toCatalogue(parsed.document, 1);
}
const catalogue = vendor();
const plan = catalogue.plans[0] as TermPlan;
const type = plan.licenceTypes[0]?.id ?? '';
const momentOn = (date: string): Moment => ({ today: plainDate(date), now: `${date}T08:00:00.000Z`, catalogue });
const START = momentOn('2026-04-01');
const END = momentOn('2026-05-01');

async function opened(): Promise<AccountId> {
  const { account, owner } = await aCustomer(START);
  owners.set(account, owner);
  return account;
}
const owners = new Map<AccountId, MemberId>();

async function ordered(account: AccountId, quantity: number): Promise<IncomingPayment> {
  return paymentOf(await licenceOrder(account, START, [{ kind: 'licence', type, quantity }]));
}

/** Runs until it is through, the process dying at the writes that `choose` says, and being started again each time. */
async function untilDone(work: () => Promise<unknown>, choose: () => Fault): Promise<void> {
  for (let starts = 0; starts < 60; starts += 1) {
    stopFaults = injectFaults(choose);
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    } finally {
      stopFaults();
    }
  }
  throw new Error('it never got through');
}

function dying(seed: number): () => Fault {
  const random = seeded(seed);
  return () => {
    const dice = random();
    if (dice < 0.2) return 'crash-before';
    if (dice < 0.4) return 'crash-after';
    if (dice < 0.5) return 'conflict';
    return dice < 0.6 ? 'lost-response' : 'none';
  };
}

/** Everything that must be alike however a run went. */
async function stateOf(account: AccountId) {
  const licences = [];
  for await (const licence of licencesOf(account)) licences.push(licence);
  const { version: _v, unpaid, ...subscription } = await requireSubscription(account);
  const { orders } = await listOrders(account, 100, async (order) => order);
  const owner = await loadMember(account, owners.get(account) ?? 'mem_');
  const { pool } = await loadPool(account, type);
  return {
    pool,
    licences: licences.length,
    held: licences.filter(({ holder }) => holder !== undefined).length,
    ending: licences.filter(({ autoRenew }) => !autoRenew).length,
    state: subscription.state,
    period: subscription.period,
    owes: unpaid === undefined ? 0 : 1,
    orders: orders.map(({ purpose, status, total }) => [purpose, status, total.minor]).sort(),
    ownerHolds: Object.keys(owner?.licences ?? {}),
  };
}

async function switchOff(account: AccountId, count: number): Promise<void> {
  let left = count;
  for await (const licence of licencesOf(account, type)) {
    if (left === 0) return;
    if (licence.holder !== undefined) continue;
    left -= 1;
    const stored = await loadPool(account, type);
    await transact([
      replacePool(account, stored, switchRenewal(stored.pool, licence, false)),
      replaceLicence(account, licence, { ...licence, autoRenew: false }),
    ]);
  }
}

describe('L4: a purchase of 100 licences is delivered exactly', () => {
  it.each([1, 2, 3])('when the process dies before or after any write (run %i)', async (seed) => {
    const account = await opened();
    const payment = await ordered(account, 100);
    await untilDone(() => commitPayment(payment, START), dying(seed));
    await Promise.all(Array.from({ length: 10 }, () => commitPayment(payment, START)));
    expect(await stateOf(account)).toMatchObject({ pool: { total: 100, inUse: 0 }, licences: 100, state: 'active' });
  });

  it('when its payment is reported fifty times at once', async () => {
    const account = await opened();
    const payment = await ordered(account, 100);
    stopFaults = injectFaults(() => 'none');
    await Promise.allSettled(Array.from({ length: 50 }, () => commitPayment(payment, START)));
    await commitPayment(payment, START);
    expect(await stateOf(account)).toMatchObject({ pool: { total: 100 }, licences: 100 });
  });
});

describe('L6, L7: a period ends exactly once', () => {
  const prepared = async (): Promise<AccountId> => {
    const account = await opened();
    await commitPayment(await ordered(account, 75), START);
    const member = owners.get(account) ?? 'mem_';
    await commitAssignment({ account, member, type, actor: { kind: 'system', id: 'test' } }, START);
    await switchOff(account, 10);
    return account;
  };

  it('and ends alike on time, late, repeated, and when the process dies at any write', async () => {
    const clean = await prepared();
    await rollOver(clean, END, openRenewal(END));
    const expected = await stateOf(clean);
    expect(expected).toMatchObject({ licences: 1, held: 1, state: 'past-due', owes: 1 });
    for (const seed of [1, 2, 3, 4]) {
      const account = await prepared();
      await untilDone(() => rollOver(account, END, openRenewal(END)), dying(seed));
      await rollOver(account, END, openRenewal(END));
      expect(await stateOf(account)).toEqual(expected);
    }
    const late = await prepared();
    await rollOver(late, momentOn('2026-05-03'), openRenewal(END));
    expect(await stateOf(late)).toEqual(expected);
  });

  it('when ten workers have the same account', async () => {
    const account = await prepared();
    await Promise.allSettled(Array.from({ length: 10 }, () => rollOver(account, END, openRenewal(END))));
    await rollOver(account, END, openRenewal(END));
    const { orders } = await stateOf(account);
    expect(orders.filter(([purpose]) => purpose === 'renewal')).toHaveLength(1);
  });
});
