import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRenewal } from '../../functions/rollover/open-renewal.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import modulesPacks from '../../lib/catalogue/vendors/modules-packs-crm.json' with { type: 'json' };
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { cancel, schedulePackRemoval } from '../../lib/domain/licences/decide-subscription.ts';
import type { TermItem } from '../../lib/domain/licences/price-term-order.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { usersOf } from '../../lib/domain/packs/module-users.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { activityAfter } from '../../lib/store/assignments.ts';
import { commitCatalogue } from '../../lib/store/catalogue.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { join } from '../../lib/store/joining.ts';
import { loadMember, type Member, putNewMember, replaceMember, requireMember } from '../../lib/store/members.ts';
import { loadModuleUsers, moveSubscription } from '../../lib/store/module-users.ts';
import { listOrders, type Order } from '../../lib/store/orders.ts';
import { commitPayment, type IncomingPayment } from '../../lib/store/payments.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { aCustomer, type Customer, licenceOrder, paymentOf } from '../support/buying.ts';
import { dieAtEveryWrite } from '../support/crashes.ts';
import { momentOn } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

const parsed = parseCatalogue(modulesPacks);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const { document } = parsed;
const vendor = toCatalogue(document, 1);
const on = (date: string) => momentOn(date, vendor);
const START = on('2026-06-01');
const HALF = on('2026-06-16');
const END = on('2026-07-01');
const LATE = on('2026-07-04');

let table: Awaited<ReturnType<typeof useOwnTable>>;
beforeAll(async () => {
  table = await useOwnTable();
  await commitCatalogue(document, 0, START.now);
});
afterAll(() => table.clean());

const module = (id: string) => ({ kind: 'module', module: id }) as const;
const pack = (id: string, quantity = 1) => ({ kind: 'pack', pack: id, quantity }) as const;
const users = (of: string, quantity: number) => ({ ...pack('users', quantity), module: of });

interface Person {
  readonly id: string;
  readonly email: string;
}
const aPerson = (): Person => ({ id: newId('usr'), email: 'one@example.com' });

/** A member joins, as a request does that may come again: who is there already stays as they are. */
function addMember(account: AccountId, person: Person, profileModules: string[] | undefined, moment = START) {
  const user = { ...person, name: '', locale: 'en', passwordVersion: 1, sessionEpoch: 0, createdAt: moment.now };
  return commitCreditChange<Member>(account, moment, async (head, plan) => {
    const there = await loadMember(account, memberOfUser(person.id as 'usr_'));
    if (there !== undefined) return { head, entries: [], result: there };
    const who = { account, user: { ...user, version: 1 } as never, name: '', role: 'member', active: true } as const;
    const { now, today } = moment;
    const { member, ...change } = await join({ ...who, profileModules, now, today }, head, plan);
    return { ...change, writes: putNewMember(member), members: [{ after: member }], result: member };
  });
}

function setActive(account: AccountId, id: MemberId, active: boolean, moment = START): Promise<Member> {
  return commitCreditChange<Member>(account, moment, async (head, plan) => {
    const before = await requireMember(account, id);
    if (before.active === active) return { head, entries: [], result: before };
    const { memberCredit, ...change } = activityAfter(head, plan, before, active, moment.today);
    const after = { ...before, active, credit: memberCredit };
    return { ...change, writes: [replaceMember(before, after)], members: [{ before, after }], result: after };
  });
}

async function bought(items: readonly TermItem[], moment = START): Promise<Customer> {
  const customer = await aCustomer(moment);
  await commitPayment(paymentOf(await licenceOrder(customer.account, moment, items)), moment);
  return customer;
}

/** Sales with the owner and two more users from the first night on. */
async function crowded(): Promise<Customer> {
  const customer = await bought([module('sales'), users('crm', 1), module('crm')]);
  await addMember(customer.account, aPerson(), ['sales']);
  await addMember(customer.account, aPerson(), undefined);
  return customer;
}

function changeSubscription(account: AccountId, decide: (before: Subscription) => Subscription): Promise<void> {
  return decideAndCommit(async () => {
    const before = await requireSubscription(account);
    return { writes: await moveSubscription(before, decide(before), START), result: undefined };
  });
}

const purposes = async (account: AccountId) =>
  (await listOrders(account, 10, async (order) => order)).orders.map(({ purpose, lines }) => [
    purpose,
    lines.flatMap((line) => (line.kind === 'consumption' ? [line.amount.minor] : [])),
  ]);

describe('U1: a purchase of modules and packs, when the process dies before or after any write', () => {
  interface Paying {
    readonly account: AccountId;
    readonly order: Order;
    readonly payment: IncomingPayment;
  }
  const pay =
    (moment = START) =>
    ({ payment }: Paying) =>
      commitPayment(payment, moment);

  it('begins the subscription and brings the trainings once, and ends alike', async () => {
    const prepare = async (): Promise<Paying> => {
      const { account } = await aCustomer(START);
      const items = [module('sales'), users('sales', 3), pack('e-mails-1000', 2), pack('support'), pack('training', 3)];
      const order = await licenceOrder(account, START, items);
      return { account, order, payment: paymentOf(order) };
    };
    expect(await dieAtEveryWrite({ prepare, run: pay() })).toBe(1);
  });

  it('at half of the month joins what is there once, and ends alike', async () => {
    const prepare = async (): Promise<Paying> => {
      const { account } = await crowded();
      const order = await licenceOrder(account, HALF, [users('sales', 2), pack('companies-5'), pack('training')]);
      return { account, order, payment: paymentOf(order) };
    };
    expect(await dieAtEveryWrite({ prepare, run: pay(HALF) })).toBe(1);
    const joined = await prepare();
    await pay(HALF)(joined);
    expect(await loadModuleUsers(joined.account, HALF.today)).toMatchObject({
      allowed: { sales: 3, crm: 2 },
      userDays: { suite: { sales: 30 } },
      countedThrough: HALF.today,
    });
  });
});

describe('U2: counts of users, when the process dies before or after any write', () => {
  it('begin with the first member who comes, and end alike', async () => {
    const prepare = async () => ({ ...(await aCustomer(START)), person: aPerson() });
    const run = ({ account, person }: Awaited<ReturnType<typeof prepare>>) => addMember(account, person, ['sales']);
    expect(await dieAtEveryWrite({ prepare, run })).toBe(1);
    const prepared = await prepare();
    await run(prepared);
    const counts = await loadModuleUsers(prepared.account, START.today);
    expect([usersOf(counts, 'sales'), usersOf(counts, 'crm'), counts.version]).toEqual([2, 1, 1]);
  });

  it('follow who comes, goes to sleep and wakes up, and end alike', async () => {
    const prepare = async () => ({ ...(await crowded()), person: aPerson() });
    const run = async ({ account, person }: Awaited<ReturnType<typeof prepare>>) => {
      const { id } = await addMember(account, person, undefined, HALF);
      const late = on('2026-06-20');
      const asleep = await loadMember(account, id);
      if (asleep?.version !== 3) await setActive(account, id, false, HALF);
      await setActive(account, id, true, late);
    };
    expect(await dieAtEveryWrite({ prepare, run })).toBe(3);
  });
});

describe('U2, L6: the end of a period, when the process dies before or after any write', () => {
  const run =
    (moment = END) =>
    ({ account }: { account: AccountId }) =>
      rollOver(account, moment, openRenewal(moment));

  it('bills the users beyond with the renewal once: 12.40 × 58 ÷ 30, and nothing for the pack that holds them', async () => {
    expect(await dieAtEveryWrite({ prepare: crowded, run: run() })).toBe(1);
    const { account } = await crowded();
    await run()({ account });
    expect(await purposes(account)).toEqual([
      ['renewal', [2397]],
      ['purchase', []],
    ]);
    const counts = await loadModuleUsers(account, END.today);
    // The night of 1 July is the first of the next period.
    expect([counts.period?.start, counts.userDays]).toEqual([END.today, { suite: { sales: 2 } }]);
  });

  it('takes away the packs that were removed, days late and with members who came meanwhile, and ends alike', async () => {
    const prepare = async () => {
      const { account } = await crowded();
      await changeSubscription(account, (before) => schedulePackRemoval(before, '1', { pack: 'users', module: 'crm' }));
      await addMember(account, aPerson(), ['crm'], on('2026-07-03'));
      return { account };
    };
    expect(await dieAtEveryWrite({ prepare, run: run(LATE) })).toBe(2);
    const { account } = await prepare();
    await run(LATE)({ account });
    // Two beyond in sales for four nights; in the CRM one without the pack for three nights, and two for the last.
    expect(await loadModuleUsers(account, LATE.today)).toMatchObject({
      allowed: { sales: 1, crm: 1 },
      userDays: { suite: { sales: 8, crm: 5 } },
      waiting: [],
    });
  });

  it('bills them alone where the subscription ends, and ends alike', async () => {
    const prepare = async () => {
      const { account } = await crowded();
      await changeSubscription(account, cancel);
      return { account };
    };
    expect(await dieAtEveryWrite({ prepare, run: run() })).toBe(1);
    const { account } = await prepare();
    await run()({ account });
    expect(await purposes(account)).toEqual([
      ['consumption', [2397]],
      ['purchase', []],
    ]);
    const { allowed, userDays, waiting } = await loadModuleUsers(account, END.today);
    expect([allowed, userDays, waiting]).toEqual([{}, {}, []]);
  });

  it('that is never paid, and ends at once when the roll-over comes two months late, ends alike', async () => {
    const twoMonths = on('2026-08-05');
    expect(await dieAtEveryWrite({ prepare: crowded, run: run(twoMonths) })).toBe(6);
    const { account } = await crowded();
    await run(twoMonths)({ account });
    // 21 nights of July until it was suspended: 12.40 × 42 ÷ 31.
    expect(await purposes(account)).toEqual([
      ['consumption', [1680]],
      ['renewal', [2397]],
      ['purchase', []],
    ]);
  });
});
