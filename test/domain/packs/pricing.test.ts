import { describe, expect, it } from 'vitest';
import type { Term, TermPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import { priceTermOrder, type TermItem } from '../../../lib/domain/licences/price-term-order.ts';
import { newSubscription, type SubscribedPack, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { aTermPlan, prices } from '../licences/plans.ts';
import { aModulePlan, EMAILS, SUPPORT, TRAINING, USERS } from './plans.ts';

const FIRST = plainDate('2026-06-01');
const plan = aModulePlan();
const module = (id: string) => ({ kind: 'module', module: id }) as const;
const pack = (id: string, quantity = 1) => ({ kind: 'pack', pack: id, quantity }) as const;
const users = (of: string | undefined, quantity = 1) => ({ ...pack('users', quantity), module: of });

function running(term: Term = 1, packs: readonly SubscribedPack[] = [], anchor = FIRST): Subscription {
  const modules = ['crm', 'mailing', 'sales'];
  const period = periodAt(anchor, term, 0);
  return { ...newSubscription('acc_TEST', plan.id, true), state: 'active', term, anchor, period, modules, packs };
}

function priced(
  items: readonly TermItem[],
  on: string,
  { subscription = running(), of = plan }: { subscription?: Subscription; of?: TermPlan } = {},
) {
  return priceTermOrder(of, subscription, items, plainDate(on), undefined);
}

describe('U1, L5: a pack for the rest of a period', () => {
  it.each<[string, TermItem, string, number, string]>([
    ['users on the first day', users('sales', 3), '2026-06-01', 3000, 'daily'],
    ['users at half of the month', users('sales', 3), '2026-06-16', 1500, 'daily'],
    ['users of a cheaper module', users('crm', 3), '2026-06-16', 1200, 'daily'],
    ['users on the last day: 10.00 ÷ 30', users('sales'), '2026-06-30', 33, 'daily'],
    ['7 users on the last day: 70.00 ÷ 30, rounded once', users('sales', 7), '2026-06-30', 233, 'daily'],
    ['more of what is held, by the day', pack('companies', 2), '2026-06-16', 1200, 'daily'],
    ['support, by the day', pack('support'), '2026-06-16', 1250, 'daily'],
    ['e-mails, which can all be sent at once', pack('emails', 2), '2026-06-16', 1000, 'full-price'],
    ['e-mails on the last day', pack('emails'), '2026-06-30', 500, 'full-price'],
    ['training, once', pack('training', 2), '2026-06-16', 18_000, 'full-price'],
  ])('of 30 days is priced: %s', (_, item, on, amount, basis) => {
    const { lines, total } = priced([item], on);
    expect(lines.map((line) => [line.amount.minor, line.basis.kind])).toEqual([[amount, basis]]);
    expect(total.minor).toBe(amount);
  });

  it.each<[string, TermItem, number, string]>([
    ['users: 2 × 10.00 × 2 months', users('sales', 2), 4000, 'whole-months'],
    ['what is held: 12.00 × 2 months', pack('companies'), 2400, 'whole-months'],
    ['support: 25.00 × 2 months', pack('support'), 5000, 'whole-months'],
    ['e-mails: a year of them, 5.00 × 12', pack('emails'), 6000, 'full-price'],
    ['training: 90.00', pack('training'), 9000, 'full-price'],
  ])('of a year, by whole months with 50 days left, is priced: %s', (_, item, amount, basis) => {
    const of = aModulePlan({ proration: 'whole-months' });
    const subscription = running(12, [], plainDate('2026-01-01'));
    const { lines } = priced([item], '2026-11-12', { subscription, of });
    expect(lines.map((line) => [line.amount.minor, line.basis.kind])).toEqual([[amount, basis]]);
  });

  it('runs from the day of the purchase to the end of the period; training runs for no time', () => {
    const { lines } = priced([users('sales'), pack('emails'), pack('training')], '2026-06-16');
    const rest = { start: '2026-06-16', end: '2026-07-01' };
    expect(lines.map(({ period }) => period)).toEqual([rest, rest, undefined]);
  });
});

describe('U1: a subscription that begins with modules and packs', () => {
  const nothing = newSubscription('acc_TEST', plan.id, true);
  const items = [
    module('sales'),
    users('sales', 4),
    pack('emails', 3),
    pack('companies'),
    pack('support'),
    pack('training'),
  ];

  it.each<[Term, number[], number]>([
    [1, [2900, 4000, 1500, 1200, 2500, 9000], 12_100],
    [12, [34_800, 48_000, 18_000, 14_400, 30_000, 9000], 145_200],
  ])(
    'for %i month(s) costs the full price of each, and the next period all but the training',
    (term, amounts, next) => {
      const order = priceTermOrder(plan, nothing, items, FIRST, term);
      expect(order.lines.map(({ amount }) => amount.minor)).toEqual(amounts);
      expect(order.total.minor).toBe(amounts.reduce((sum, amount) => sum + amount));
      expect(order.nextTotal?.minor).toBe(next);
    },
  );

  it('names the users by their module, and each line by its pack', () => {
    const { lines } = priceTermOrder(plan, nothing, items, FIRST, 1);
    expect(lines.map(({ kind, subject, module: of, name }) => [kind, subject, of, name])).toEqual([
      ['module', 'sales', undefined, 'sales'],
      ['pack', 'users', 'sales', 'users: sales'],
      ['pack', 'emails', undefined, 'emails'],
      ['pack', 'companies', undefined, 'companies'],
      ['pack', 'support', undefined, 'support'],
      ['pack', 'training', undefined, 'training'],
    ]);
  });

  it('takes users of a module that comes later in the same order', () => {
    const order = priceTermOrder(plan, nothing, [users('crm', 2), module('crm')], FIRST, 1);
    expect(order.total.minor).toBe(2 * 800 + 1900);
  });

  it('costs a year its own price where a pack has one', () => {
    const of = aModulePlan({ packs: [{ ...SUPPORT, prices: prices(2500, 25_000) } as typeof SUPPORT] });
    expect(priceTermOrder(of, nothing, [module('sales'), pack('support')], FIRST, 12).total.minor).toBe(59_800);
  });

  it('joins what is there: more users, and support beside a module that is bought with it', () => {
    const subscription = { ...running(1, [{ pack: 'users', module: 'sales', quantity: 2 }]), modules: ['sales'] };
    const { total, nextTotal } = priced([users('sales', 2), module('crm'), users('crm')], '2026-06-16', {
      subscription,
    });
    expect([total.minor, nextTotal?.minor]).toEqual([1000 + 950 + 400, 2000 + 1900 + 800]);
  });

  it.each<[string, Partial<Subscription>]>([
    ['is cancelled', { state: 'cancelling' }],
    ['does not renew', { renews: false }],
  ])('names no price of a next period where the subscription %s', (_, change) => {
    const subscription = { ...running(1, []), ...change };
    expect(priced([pack('emails')], '2026-06-16', { subscription }).nextTotal).toBeUndefined();
  });
});

/** Code and pointers of the refusal. */
function refusalOf(items: readonly TermItem[], change: Parameters<typeof priced>[2] = {}): [string, string[]] {
  try {
    priced(items, '2026-06-16', change);
  } catch (error) {
    if (error instanceof Refused) return [error.code, (error.facts.errors ?? []).map(({ pointer }) => pointer)];
    throw error;
  }
  throw new Error('it was not refused');
}

describe('U1: a pack is refused, with a pointer to what is wrong', () => {
  const withoutCrm = { ...running(), modules: ['mailing', 'sales'] };
  const supported = running(1, [{ pack: 'support', quantity: 1 }]);
  it.each<[string, TermItem[], [string, string[]], Parameters<typeof priced>[2]?]>([
    ['that nobody knows', [module('x'), pack('gold')], ['module.unknown', ['/items/0/module']]],
    ['that nobody knows, behind others', [users('sales'), pack('gold')], ['pack.unknown', ['/items/1/pack']]],
    [
      'that retired',
      [pack('emails')],
      ['pack.unknown', ['/items/0/pack']],
      { of: aModulePlan({ packs: [{ ...EMAILS, retired: true }] }) },
    ],
    ['on a plan without packs', [pack('users')], ['pack.unknown', ['/items/0/pack']], { of: aTermPlan() }],
    ['of users of no module', [users(undefined)], ['pack.needs-module', ['/items/0/module']]],
    ['of users of a module nobody knows', [users('x')], ['pack.needs-module', ['/items/0/module']]],
    ['of users of a module that counts none', [users('mailing')], ['pack.needs-module', ['/items/0/module']]],
    [
      'of users of a module that is not there',
      [users('sales'), users('crm')],
      ['pack.needs-module', ['/items/1/module']],
      { subscription: withoutCrm },
    ],
    ['of e-mails of a module', [{ ...pack('emails'), module: 'mailing' }], ['request.invalid', ['/items/0/module']]],
    ['of support of a module', [{ ...pack('support'), module: 'sales' }], ['request.invalid', ['/items/0/module']]],
    ['of support, twice', [pack('support', 2)], ['request.invalid', ['/items/0/quantity']]],
    ['of support, two times', [pack('support'), pack('support')], ['request.invalid', ['/items/1/pack']]],
    [
      'of support that is there',
      [users('sales'), pack('support')],
      ['pack.already-there', ['/items/1/pack']],
      { subscription: supported },
    ],
    ['of more trainings than one order brings', [pack('training', 11)], ['request.invalid', ['/items/0/quantity']]],
    [
      'of more trainings than one order brings, together',
      [pack('training', 6), users('sales'), pack('training', 5)],
      ['request.invalid', ['/items/2/quantity']],
    ],
    [
      'while a renewal is unpaid',
      [users('sales')],
      ['subscription.unpaid', []],
      { subscription: { ...running(), state: 'past-due' } },
    ],
    [
      'while the subscription is suspended',
      [pack('training')],
      ['subscription.unpaid', []],
      { subscription: { ...running(), state: 'suspended' } },
    ],
  ])('%s', (_, items, expected, change) => {
    expect(refusalOf(items, change)).toEqual(expected);
  });

  it('which names the modules that have users', () => {
    const detailOf = (subscription: Subscription) => {
      try {
        priced([users('mailing')], '2026-06-16', { subscription });
      } catch (error) {
        return error instanceof Refused ? error.facts.errors?.[0]?.detail : error;
      }
      return undefined;
    };
    expect(detailOf(running())).toBe('must be sales or crm');
    expect(detailOf({ ...running(), modules: ['mailing'] })).toContain('counts its users');
  });

  it('but 10 trainings of 2 sessions are not, nor users in two lines, nor support once it ended', () => {
    expect(priced([pack('training', 10)], '2026-06-16').total.minor).toBe(90_000);
    expect(priced([users('sales', 1), users('sales', 2)], '2026-06-16').total.minor).toBe(1500);
    const ended = { ...newSubscription('acc_TEST', plan.id, true), state: 'ended' as const };
    expect(priced([module('sales'), pack('support')], '2026-06-16', { subscription: ended }).total.minor).toBe(5400);
  });
});

describe('U5: a training', () => {
  it('costs what it costs on the day it is bought', () => {
    const dearer = {
      ...TRAINING,
      price: [...(TRAINING.kind === 'training' ? TRAINING.price : []), { from: plainDate('2026-06-16'), minor: 9500 }],
    } as typeof TRAINING;
    const of = aModulePlan({ packs: [USERS, dearer] });
    const costs = (on: string) => priced([pack('training')], on, { of }).total.minor;
    expect([costs('2026-06-15'), costs('2026-06-16')]).toEqual([9000, 9500]);
  });
});
