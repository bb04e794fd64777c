import { describe, expect, it } from 'vitest';
import { termEntitlementsOf } from '../../../lib/domain/accounts/term-entitlements.ts';
import type { TermPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import { newSubscription, type Subscription } from '../../../lib/domain/licences/subscription.ts';

const offer = (id: string, features: string[]) => ({
  id,
  name: id,
  description: id,
  features,
  prices: { month: [{ from: plainDate('2024-01-01'), minor: 1000 }], year: undefined },
  retired: false,
});
const plan: TermPlan = {
  kind: 'term',
  id: 'crm',
  name: 'CRM',
  description: 'CRM',
  currency: 'EUR',
  pricesIncludeTax: false,
  terms: [1],
  licenceTypes: [offer('base', ['contacts', 'mails']), offer('calls', ['calls', 'mails'])],
  modules: [offer('reports', ['charts']), offer('portal', ['customers'])],
  meters: [],
  packs: [],
  supportChannels: [],
  resale: true,
  features: ['sign-in'],
  editions: [],
  proration: 'daily',
  dropFree: false,
  trial: undefined,
  renews: true,
  retired: false,
};
const period = { start: plainDate('2026-04-01'), end: plainDate('2026-05-01'), index: 0 };
const running: Subscription = {
  ...newSubscription('acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X', 'crm', true),
  state: 'active',
  term: 1,
  anchor: period.start,
  period,
  modules: ['portal', 'reports'],
};
const unpaid = { order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X', since: period.start, reminded: 0 } as const;
const lic = 'lic_01JZ8Q0V7M3K5N9P2R4S6T8W0X';
const holder = { active: true, former: false, licences: { base: lic } } as const;
const ask = (
  subscription: Partial<Subscription>,
  today = '2026-04-15',
  member: object = {},
  change: Partial<TermPlan> = {},
) =>
  termEntitlementsOf(
    { ...holder, ...member },
    { ...running, ...subscription },
    () => ({ ...plan, ...change }),
    plainDate(today),
  );

describe('E1, L9, L13: whether the subscription lets members in', () => {
  it.each([
    ['none', { state: 'none', period: undefined }, '2026-04-15', ['subscription.none']],
    ['in its trial', { state: 'trial', trialEnds: plainDate('2026-04-16') }, '2026-04-15', []],
    [
      'after its trial, the roll-over being late',
      { state: 'trial', trialEnds: plainDate('2026-04-16') },
      '2026-04-16',
      ['subscription.ended'],
    ],
    ['active', {}, '2026-04-30', []],
    ['active after its period, the roll-over being late', {}, '2026-05-01', []],
    ['active and not to be renewed, on the last day', { renews: false }, '2026-04-30', []],
    ['active and not to be renewed, after it', { renews: false }, '2026-05-01', ['subscription.ended']],
    ['cancelled, on the last day', { state: 'cancelling' }, '2026-04-30', []],
    ['cancelled, after it', { state: 'cancelling' }, '2026-05-01', ['subscription.ended']],
    ['past due', { state: 'past-due', unpaid }, '2026-04-15', []],
    ['suspended', { state: 'suspended', unpaid }, '2026-04-22', ['subscription.suspended']],
    ['ended', { state: 'ended' }, '2026-05-02', ['subscription.ended']],
  ] as const)('%s', (_, subscription, today, whyNot) => {
    const granted = ask(subscription as Partial<Subscription>, today);
    expect(granted.whyNot).toEqual(whyNot);
    expect(granted.allowed).toBe(whyNot.length === 0);
    expect(granted.features.length > 0).toBe(granted.allowed);
  });

  it.each([
    ['active', {}, '2026-04-30', undefined],
    ['not to be renewed', { renews: false }, '2026-04-30', '2026-04-30'],
    ['cancelled', { state: 'cancelling' }, '2026-04-30', '2026-04-30'],
    ['unpaid', { state: 'past-due', unpaid }, '2026-03-31', undefined],
    ['in its trial', { state: 'trial', trialEnds: plainDate('2026-04-16') }, '2026-04-15', '2026-04-15'],
    ['none', { state: 'none', period: undefined }, undefined, undefined],
  ] as const)('%s: is paid and can be used until', (_, subscription, paidThrough, expiresOn) => {
    expect(ask(subscription as Partial<Subscription>)).toMatchObject({ paidThrough, expiresOn });
  });
});

describe('E1, L1, A8: what a member has', () => {
  it('is the features of the plan, the licences held and the modules, each once', () => {
    const both = { licences: { base: lic, calls: lic } } as const;
    expect(ask({}).features).toEqual(['sign-in', 'contacts', 'mails', 'charts', 'customers']);
    expect(ask({}, undefined, both).features).toEqual(['sign-in', 'contacts', 'mails', 'calls', 'charts', 'customers']);
  });

  it('leaves out modules that the profile does not name', () => {
    expect(ask({}, undefined, { profileModules: ['reports'] })).toMatchObject({
      modules: ['reports'],
      features: ['sign-in', 'contacts', 'mails', 'charts'],
    });
  });

  it.each([
    [{ licences: {}, active: false }, ['member.no-licence']],
    [{ active: false }, ['member.inactive']],
    [{ former: true, active: false, licences: {} }, ['member.former']],
  ])('is nothing for %j', (member, whyNot) => {
    expect(ask({}, undefined, member)).toMatchObject({ allowed: false, whyNot, features: [], modules: [] });
  });
});

describe('E1, U1: on a plan without licences', () => {
  it.each([
    [{ licences: {} }, []],
    [{ licences: {}, active: false }, ['member.inactive']],
    [{ licences: {}, active: false, former: true }, ['member.former']],
  ])('nobody needs one: %j', (member, whyNot) => {
    expect(ask({}, undefined, member, { licenceTypes: [] }).whyNot).toEqual(whyNot);
  });
});

describe('E1, U3, U4: quantities and support', () => {
  const basics = { name: 'x', description: 'x', retired: false };
  const prices = { month: [{ from: plainDate('2024-01-01'), minor: 500 }], year: undefined };
  const meter = { kind: 'consumed' as const, id: 'mails', name: 'Mails', description: 'x', included: 10 };
  const change: Partial<TermPlan> = {
    meters: [meter],
    packs: [
      { ...basics, kind: 'quantity', id: 'mails-100', meter: 'mails', amount: 100, prices },
      { ...basics, kind: 'support', id: 'help', channels: ['phone', 'chat'], prices },
    ],
    supportChannels: ['e-mail'],
  };
  const packs = [
    { pack: 'mails-100', quantity: 3 },
    { pack: 'help', quantity: 1 },
  ];

  it('are of the plan and its packs: 10 and 3 × 100 mails, until the last day of the period', () => {
    const granted = ask({ packs }, undefined, {}, change);
    expect(granted.allowances).toMatchObject([{ meter, allowance: 310, until: '2026-04-30' }]);
    expect(granted.support).toEqual(['e-mail', 'phone', 'chat']);
    expect(ask({}, undefined, {}, change)).toMatchObject({ allowances: [{ allowance: 10 }], support: ['e-mail'] });
  });

  it('are none while the member may not use the service, and support none while nobody may', () => {
    expect(ask({ packs }, undefined, { active: false }, change)).toMatchObject({
      allowances: [],
      support: ['e-mail', 'phone', 'chat'],
    });
    expect(ask({ packs, state: 'suspended', unpaid }, undefined, {}, change)).toMatchObject({
      allowances: [],
      support: [],
    });
  });
});
