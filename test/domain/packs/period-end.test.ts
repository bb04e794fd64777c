import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import { decidePlanChange } from '../../../lib/domain/licences/change-plan.ts';
import { decideRenewal } from '../../../lib/domain/licences/decide-renewal.ts';
import {
  afterPurchase,
  afterRenewal,
  cancel,
  changePlanNow,
  scheduleModuleRemoval,
  schedulePackRemoval,
  setRenews,
  unschedule,
} from '../../../lib/domain/licences/decide-subscription.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import { pricedFor } from '../../../lib/domain/licences/priced-for.ts';
import { newSubscription, type SubscribedPack, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { aModule, prices } from '../licences/plans.ts';
import { aCountedModule, aModulePlan, COMPANIES, EMAILS, SUPPORT, USERS } from './plans.ts';

const FIRST = plainDate('2026-06-01');
const plan = aModulePlan();
const grand = aModulePlan({
  id: 'grand',
  name: 'Grand',
  modules: [aCountedModule('sales', 4900, { pack: 1600, included: 3 }), aModule('mailing', prices(900))],
  packs: [USERS, { ...SUPPORT, prices: prices(3500) } as typeof SUPPORT],
});
const planOf = (id: string) => (id === 'grand' ? grand : plan);

const USERS_OF_SALES: SubscribedPack = { pack: 'users', module: 'sales', quantity: 5 };
const USERS_OF_CRM: SubscribedPack = { pack: 'users', module: 'crm', quantity: 2 };
const SUPPORTED: SubscribedPack = { pack: 'support', quantity: 1 };
const MAILS: SubscribedPack = { pack: 'emails', quantity: 3 };

function running(change: Partial<Subscription> = {}): Subscription {
  return {
    ...newSubscription('acc_TEST', plan.id, true),
    state: 'active',
    term: 1,
    anchor: FIRST,
    period: periodAt(FIRST, 1, 0),
    modules: ['crm', 'mailing', 'sales'],
    packs: [USERS_OF_SALES, USERS_OF_CRM, SUPPORTED, MAILS],
    ...change,
  };
}

const renewal = (subscription: Subscription, userDays = {}) =>
  decideRenewal(subscription, [], [], planOf, { [subscription.plan]: userDays });

function refusalOf(work: () => unknown): [string, string[]] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return [error.code, (error.facts.errors ?? []).map(({ pointer }) => pointer)];
    throw error;
  }
  throw new Error('it was not refused');
}

describe('L6, U1: the next period', () => {
  it('costs every module and pack in full, a line for each', () => {
    const { lines, total, packs, closes } = renewal(running());
    expect(lines.map(({ name, quantity, amount, basis }) => [name, quantity, amount.minor, basis.kind])).toEqual([
      ['crm', 1, 1900, 'whole-period'],
      ['mailing', 1, 900, 'whole-period'],
      ['sales', 1, 2900, 'whole-period'],
      ['users: sales', 5, 5000, 'whole-period'],
      ['users: crm', 2, 1600, 'whole-period'],
      ['support', 1, 2500, 'whole-period'],
      ['emails', 3, 1500, 'whole-period'],
    ]);
    expect([total.minor, closes, packs]).toEqual([16_300, false, running().packs]);
  });

  it('renews a pack that retired meanwhile, and not one that the plan no longer has', () => {
    const less = aModulePlan({ packs: [USERS, { ...EMAILS, retired: true }] });
    expect(decideRenewal(running(), [], [], () => less).packs).toEqual([USERS_OF_SALES, USERS_OF_CRM, MAILS]);
  });
});

describe('U2, M2: users beyond those allowed', () => {
  it.each([
    [{ sales: 1 }, [['sales', 1, 41]]],
    [{ sales: 30 }, [['sales', 30, 1240]]],
    [{ sales: 45 }, [['sales', 45, 1860]]],
    [{ crm: 7 }, [['crm', 7, 187]]],
    [
      { sales: 90, crm: 13 },
      [
        ['sales', 90, 3720],
        ['crm', 13, 347],
      ],
    ],
    [{}, []],
    [{ mailing: 10, gone: 10 }, []],
  ] as const)('%j user-days of 30 days are billed as %j', (userDays, expected) => {
    const { lines } = renewal(running(), userDays);
    const billed = lines.filter(({ kind }) => kind === 'consumption');
    expect(billed.map(({ subject, quantity, amount }) => [subject, quantity, amount.minor])).toEqual(
      [...expected].sort(([a], [b]) => (a === b ? 0 : a === 'sales' ? -1 : 1)),
    );
  });

  it('show their arithmetic, for the period that ends, at the price of its first day', () => {
    const sales = aCountedModule('sales', 2900, { consumed: 1240 });
    const monthly = [...(sales.users?.consumptionPrices.month ?? []), { from: plainDate('2026-06-02'), minor: 9900 }];
    const users = sales.users && { ...sales.users, consumptionPrices: { month: monthly, year: undefined } };
    const dearer = aModulePlan({ modules: [{ ...sales, users }] });
    const { lines } = decideRenewal(running(), [], [], () => dearer, { suite: { sales: 45 } });
    expect(lines.at(-1)).toMatchObject({
      kind: 'consumption',
      unitPrice: { minor: 1240 },
      period: { start: '2026-06-01', end: '2026-07-01' },
      basis: { kind: 'user-days', userDays: 45, days: 30 },
    });
  });

  it('of a year cost twelve months’ price × user-days ÷ 365, or a year’s price where there is one', () => {
    const year = running({ term: 12, period: periodAt(FIRST, 12, 0) });
    expect(renewal(year, { sales: 100 }).lines.at(-1)?.amount.minor).toBe(Math.round((1240 * 12 * 100) / 365));
    const sales = aCountedModule('sales', 2900);
    const users = sales.users && { ...sales.users, consumptionPrices: prices(1240, 12_000) };
    const cheaper = aModulePlan({ modules: [{ ...sales, users }] });
    const { lines } = decideRenewal(year, [], [], () => cheaper, { suite: { sales: 100 } });
    expect(lines.at(-1)?.amount.minor).toBe(Math.round((12_000 * 100) / 365));
  });

  it.each<[string, Subscription]>([
    ['is cancelled', cancel(running())],
    ['does not renew', setRenews(running(), false)],
    ['was never paid', running({ state: 'suspended' })],
    ['keeps no module', ['crm', 'mailing', 'sales'].reduce((all, id) => scheduleModuleRemoval(all, id, id), running())],
  ])('are billed alone where the subscription %s', (_, subscription) => {
    const { lines, closes, total, period, modules, packs } = renewal(subscription, { sales: 30 });
    expect([modules, packs]).toEqual([[], []]);
    expect([lines.map(({ kind }) => kind), closes, total.minor, period]).toEqual([
      ['consumption'],
      true,
      1240,
      undefined,
    ]);
  });

  it('of a module that is removed are billed with its last period', () => {
    const removed = scheduleModuleRemoval(running(), '1', 'sales');
    const { lines, modules } = renewal(removed, { sales: 30 });
    expect([modules, lines.at(-1)?.subject, lines.at(-1)?.amount.minor]).toEqual([['crm', 'mailing'], 'sales', 1240]);
  });
});

describe('L10, U1: removing packs waits for the end of the period', () => {
  const remove = (subscription: Subscription, held: Omit<SubscribedPack, 'quantity'> & { quantity?: number }) =>
    schedulePackRemoval(subscription, '1', held);

  it('takes away so many of a pack, or all of them', () => {
    const some = remove(running(), { pack: 'users', module: 'sales', quantity: 2 });
    expect(some.packs).toEqual(running().packs);
    expect(renewal(some).packs).toEqual([{ ...USERS_OF_SALES, quantity: 3 }, USERS_OF_CRM, SUPPORTED, MAILS]);
    const all = remove(running(), { pack: 'users', module: 'sales' });
    expect(all.scheduled).toMatchObject([{ kind: 'remove-pack', pack: 'users', module: 'sales', quantity: 5 }]);
    expect(renewal(all).packs).toEqual([USERS_OF_CRM, SUPPORTED, MAILS]);
  });

  it('is forgotten when it is undone, and replaced by a later wish for the same pack', () => {
    const removed = remove(running(), { pack: 'support' });
    expect(renewal(unschedule(removed, '1')).packs).toEqual(running().packs);
    const other = schedulePackRemoval(removed, '2', { pack: 'users', module: 'crm' });
    const again = schedulePackRemoval(other, '3', { pack: 'users', module: 'crm', quantity: 1 });
    expect(again.scheduled.map(({ id }) => id)).toEqual(['1', '3']);
    expect(renewal(again).packs).toEqual([USERS_OF_SALES, { ...USERS_OF_CRM, quantity: 1 }, MAILS]);
  });

  it('keeps what is bought after it was asked for', () => {
    const removed = remove(running(), { pack: 'users', module: 'sales' });
    const more = afterPurchase(removed, {
      term: 1,
      period: periodAt(FIRST, 1, 0),
      modules: [],
      packs: [{ pack: 'users', module: 'sales', quantity: 4 }],
      renews: true,
      paymentMethod: 'card',
    });
    expect(more.packs.find(({ module }) => module === 'sales')?.quantity).toBe(9);
    expect(renewal(more).packs.find(({ module }) => module === 'sales')?.quantity).toBe(4);
  });

  it('takes the users of a module with the module', () => {
    const removed = scheduleModuleRemoval(running(), '1', 'sales');
    expect(renewal(removed).packs).toEqual([USERS_OF_CRM, SUPPORTED, MAILS]);
  });

  it('is done once: the next period has what is left', () => {
    const removed = remove(running(), { pack: 'emails', quantity: 1 });
    const next = afterRenewal(removed, renewal(removed), 'ord_1');
    expect([next.scheduled, next.packs.at(-1)]).toEqual([[], { ...MAILS, quantity: 2 }]);
    expect(renewal({ ...next, state: 'active' }).packs.at(-1)?.quantity).toBe(2);
  });

  it.each<[string, Partial<Subscription>, Parameters<typeof remove>[1], [string, string[]]]>([
    ['what is not there', {}, { pack: 'companies' }, ['pack.unknown', ['/remove_pack']]],
    ['users of another module', {}, { pack: 'users', module: 'mailing' }, ['pack.unknown', ['/module']]],
    ['users of no module', {}, { pack: 'users' }, ['pack.unknown', ['/module']]],
    ['support of a module', {}, { pack: 'support', module: 'sales' }, ['pack.unknown', ['/module']]],
    ['more than there are', {}, { pack: 'emails', quantity: 4 }, ['request.invalid', ['/quantity']]],
    ['before the first purchase', { state: 'none' }, { pack: 'support' }, ['subscription.not-running', []]],
    ['of an unpaid renewal', { state: 'past-due' }, { pack: 'support' }, ['subscription.not-running', []]],
    ['once it ended', { state: 'ended' }, { pack: 'support' }, ['subscription.not-running', []]],
  ])('is refused for %s', (_, change, held, expected) => {
    expect(refusalOf(() => remove(running(change), held))).toEqual(expected);
  });
});

describe('U1: packs of a subscription', () => {
  const bought = (packs: readonly SubscribedPack[]) => ({
    term: 1 as const,
    period: periodAt(FIRST, 1, 0),
    modules: ['sales'],
    packs,
    renews: true,
    paymentMethod: 'card' as const,
  });

  it('are counted together where they are the same, also of one order', () => {
    const more = [
      { pack: 'users', module: 'sales', quantity: 1 },
      { pack: 'users', module: 'crm', quantity: 1 },
      { pack: 'users', module: 'sales', quantity: 2 },
    ];
    const { packs } = afterPurchase(running({ packs: [USERS_OF_SALES] }), bought(more));
    expect(packs.map(({ module, quantity }) => [module, quantity]).sort()).toEqual([
      ['crm', 1],
      ['sales', 8],
    ]);
  });

  it('begin with what is bought once the one before ended', () => {
    const ended = afterRenewal(cancel(running()), renewal(cancel(running())), undefined);
    expect([ended.packs, ended.modules]).toEqual([[], []]);
    expect(afterPurchase(ended, bought([SUPPORTED]))).toMatchObject({ packs: [SUPPORTED], modules: ['sales'] });
  });

  it('join a renewal that is not paid yet, where the money for them comes late', () => {
    const late = afterPurchase(running({ state: 'past-due' }), bought([{ pack: 'emails', quantity: 1 }]));
    expect([late.state, late.packs.at(-1)?.quantity]).toEqual(['past-due', 4]);
  });
});

describe('L10: another edition, with packs', () => {
  const HALF = plainDate('2026-06-16');
  const held = running({ modules: ['sales'], packs: [USERS_OF_SALES, SUPPORTED] });

  it('charges new − old of each for half of the month: sales, 5 users, support', () => {
    const change = decidePlanChange(plan, grand, held, [], HALF);
    if (change.when !== 'now') throw new Error('it is dearer');
    expect(change.lines.map(({ name, quantity, amount }) => [name, quantity, amount.minor])).toEqual([
      ['Grand: sales', 1, 1000],
      ['Grand: users: sales', 5, 1500],
      ['Grand: support', 1, 500],
    ]);
  });

  it('takes what it does not have off what it costs more, but no e-mails, which may be used up; all of it ends', () => {
    const change = decidePlanChange(plan, grand, running(), [], HALF);
    if (change.when !== 'now') throw new Error('it is dearer');
    expect(change.lines.map(({ name, amount }) => [name, amount.minor])).toEqual([
      ['Grand: crm', -950],
      ['Grand: mailing', 0],
      ['Grand: sales', 1000],
      ['Grand: users: sales', 1500],
      ['Grand: users: crm', -800],
      ['Grand: support', 500],
    ]);
    const { packs, modules } = renewal(changePlanNow(running(), 'grand'));
    expect([modules, packs]).toEqual([
      ['mailing', 'sales'],
      [USERS_OF_SALES, SUPPORTED],
    ]);
  });

  it('waits with a cheaper one, and bills the users of the period that ends by the plan it had', () => {
    const small = decidePlanChange(grand, plan, running({ plan: 'grand' }), [], HALF);
    expect(small).toMatchObject({ when: 'period-end', on: '2026-07-01' });
    const scheduled = [{ id: '1', kind: 'plan' as const, plan: 'suite' }];
    const next = renewal({ ...held, plan: 'grand', scheduled }, { sales: 30 });
    expect([next.plan, next.total.minor]).toEqual(['suite', 2900 + 5000 + 2500 + 1600]);
  });

  it('can no longer be paid once the packs are others than it was priced for', () => {
    const before = pricedFor(held, []);
    expect(pricedFor({ ...held, packs: [SUPPORTED, USERS_OF_SALES] }, [])).toBe(before);
    expect(pricedFor({ ...held, packs: [SUPPORTED, { ...USERS_OF_SALES, quantity: 6 }] }, [])).not.toBe(before);
    expect(pricedFor({ ...held, packs: [SUPPORTED, { ...USERS_OF_SALES, module: 'crm' }] }, [])).not.toBe(before);
    expect(pricedFor({ ...held, packs: [...held.packs, { pack: COMPANIES.id, quantity: 1 }] }, [])).not.toBe(before);
  });
});
