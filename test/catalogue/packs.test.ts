import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';

interface OfferJson {
  [field: string]: unknown;
  id: string;
  prices?: unknown;
  users?: Record<string, unknown>;
}
interface PlanJson {
  [field: string]: unknown;
  modules: [OfferJson, OfferJson, OfferJson, OfferJson, ...OfferJson[]];
  meters: [OfferJson, OfferJson, ...OfferJson[]];
  packs: [OfferJson, OfferJson, OfferJson, OfferJson, OfferJson, ...OfferJson[]];
}
interface Json {
  plans: [PlanJson, ...PlanJson[]];
}
const vendor = (): Json => JSON.parse(readFileSync('lib/catalogue/vendors/modules-packs-crm.json', 'utf8'));

function planOf(document: Json): TermPlan {
  const parsed = parseCatalogue(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return toCatalogue(parsed.document, 1).plans[0] as TermPlan;
}

describe('The vendor with modules and packs', () => {
  const plan = planOf(vendor());

  it('sells modules and no licences, by months or years, and renews tacitly', () => {
    expect(plan).toMatchObject({ licenceTypes: [], terms: [1, 12], proration: 'daily', renews: true });
    expect(plan.modules.map(({ id, users }) => [id, users?.included])).toEqual([
      ['sales', 1],
      ['crm', 1],
      ['accounting', 1],
      ['e-mailing', undefined],
    ]);
  });

  it('sells another user of sales for 10.00, or for 12.40 by consumption; of the CRM for 8.00 either way', () => {
    const [sales, crm] = plan.modules;
    const monthly = ({ month }: { month?: readonly { minor: number }[] | undefined } = {}) => month?.[0]?.minor;
    expect([monthly(sales?.users?.prices), monthly(sales?.users?.consumptionPrices)]).toEqual([1000, 1240]);
    expect([monthly(crm?.users?.prices), monthly(crm?.users?.consumptionPrices)]).toEqual([800, 800]);
  });

  it('sells users, e-mails, attached companies, support and training as packs', () => {
    expect(plan.packs.map(({ id, kind }) => [id, kind])).toEqual([
      ['users', 'users'],
      ['e-mails-1000', 'quantity'],
      ['companies-5', 'quantity'],
      ['support', 'support'],
      ['training', 'training'],
    ]);
    expect(plan.meters.map(({ id, kind, included }) => [id, kind, included])).toEqual([
      ['e-mails', 'consumed', 0],
      ['companies', 'held', 1],
    ]);
  });
});

describe('What a catalogue leaves out', () => {
  it('is one user that comes with a module, one session of an hour, nothing included, no channels, no packs', () => {
    const document = vendor();
    const [plan] = document.plans;
    delete plan.modules[0].users?.['included'];
    for (const field of ['sessions', 'minutes']) delete plan.packs[4][field];
    for (const field of ['included', 'description']) delete plan.meters[0][field];
    const { modules, packs, meters, supportChannels } = planOf(document);
    expect(modules[0]?.users?.included).toBe(1);
    expect(packs[4]).toMatchObject({ sessions: 1, minutes: 60 });
    expect(meters[0]?.included).toBe(0);
    expect(supportChannels).toEqual([]);
    delete (plan as Partial<PlanJson>).packs;
    delete (plan as Partial<PlanJson>).meters;
    expect(planOf(document)).toMatchObject({ packs: [], meters: [] });
  });
});

function mistakesIn(change: (plan: PlanJson, document: Json) => void): string[] {
  const document = vendor();
  change(document.plans[0], document);
  const parsed = parseCatalogue(document);
  return parsed.ok ? [] : parsed.mistakes.map(({ pointer }) => pointer);
}

const at = '/plans/0/packs';
const month = [{ from: '2024-01-01', amount: 3000 }];
const unordered = [...month, { from: '2023-01-01', amount: 1 }];

describe('Each rule of packs, meters and users of modules is told by its path', () => {
  it.each<[string, (plan: PlanJson, document: Json) => void, string[]]>([
    ['nothing wrong', () => undefined, []],
    ['a kind nobody knows', ({ packs }) => Object.assign(packs[1], { kind: 'gift' }), [`${at}/1/kind`]],
    ['no kind', ({ packs }) => delete packs[1]['kind'], [`${at}/1/kind`]],
    ['a field of another kind', ({ packs }) => Object.assign(packs[0], { prices: { month } }), [`${at}/0/prices`]],
    ['a pack twice', ({ packs }) => Object.assign(packs[2], { id: 'support' }), [`${at}/3/id`]],
    ['a meter twice', ({ meters }) => meters.push({ ...meters[0] }), ['/plans/0/meters/2/id']],
    ['a meter that is not there', ({ packs }) => Object.assign(packs[1], { meter: 'texts' }), [`${at}/1/meter`]],
    ['no meter', ({ packs }) => delete packs[1]['meter'], [`${at}/1/meter`]],
    ['a meter of no kind', ({ meters }) => Object.assign(meters[0], { kind: 'lost' }), ['/plans/0/meters/0/kind']],
    ['a meter below zero', ({ meters }) => Object.assign(meters[0], { included: -1 }), ['/plans/0/meters/0/included']],
    ['a pack of nothing', ({ packs }) => Object.assign(packs[1], { amount: 0 }), [`${at}/1/amount`]],
    ['a second pack of users', ({ packs }) => packs.push({ ...packs[0], id: 'more' }), [`${at}/5/kind`]],
    [
      'users where no module counts them',
      ({ modules }) => {
        for (const module of modules) delete module.users;
      },
      [`${at}/0/kind`],
    ],
    ['support by no channel', ({ packs }) => Object.assign(packs[3], { channels: [] }), [`${at}/3/channels`]],
    ['support by pigeon', ({ packs }) => Object.assign(packs[3], { channels: ['pigeon'] }), [`${at}/3/channels/0`]],
    ['a channel twice', ({ packs }) => Object.assign(packs[3], { channels: ['chat', 'chat'] }), [`${at}/3/channels/1`]],
    [
      'a channel of the plan twice',
      (plan) => Object.assign(plan, { support_channels: ['chat', 'chat'] }),
      ['/plans/0/support_channels/1'],
    ],
    ['a pack without price', ({ packs }) => Object.assign(packs[1], { prices: {} }), [`${at}/1/prices`]],
    [
      'a pack without a month’s price',
      ({ packs }) => Object.assign(packs[1], { prices: { year: month } }),
      [`${at}/1/prices/month`],
    ],
    [
      'prices of a pack whose dates do not ascend',
      ({ packs }) => Object.assign(packs[1], { prices: { month: unordered } }),
      [`${at}/1/prices/month/1/from`],
    ],
    [
      'prices of a training whose dates do not ascend',
      ({ packs }) => Object.assign(packs[4], { price: unordered }),
      [`${at}/4/price/1/from`],
    ],
    ['a training without price', ({ packs }) => Object.assign(packs[4], { price: [] }), [`${at}/4/price`]],
    ['a training of 11 sessions', ({ packs }) => Object.assign(packs[4], { sessions: 11 }), [`${at}/4/sessions`]],
    ['users without price', ({ modules }) => delete modules[0].users?.['prices'], ['/plans/0/modules/0/users/prices']],
    [
      'users without a month’s price',
      ({ modules }) => Object.assign(modules[0].users ?? {}, { prices: { year: month } }),
      ['/plans/0/modules/0/users/prices/month'],
    ],
    [
      'consumption without a month’s price',
      ({ modules }) => Object.assign(modules[0].users ?? {}, { consumption_prices: { year: month } }),
      ['/plans/0/modules/0/users/consumption_prices/month'],
    ],
    [
      'half a user included',
      ({ modules }) => Object.assign(modules[0].users ?? {}, { included: 0.5 }),
      ['/plans/0/modules/0/users/included'],
    ],
    [
      'a price beyond all measure',
      ({ packs }) => Object.assign(packs[1], { prices: { month: [{ from: '2023-01-01', amount: 50_000_001 }] } }),
      [`${at}/1/prices/month/0/amount`],
    ],
    ['21 packs', ({ packs }) => packs.push(...many(packs[3], 16)), [at]],
    ['11 meters', ({ meters }) => meters.push(...many(meters[0], 9)), ['/plans/0/meters']],
  ])('%s', (_, change, expected) => {
    expect(mistakesIn(change)).toEqual(expected);
  });
});

function many(offer: OfferJson, count: number): OfferJson[] {
  return Array.from({ length: count }, (_, index) => ({ ...offer, id: `more-${index}` }));
}

describe('L10: an edition of a plan with packs', () => {
  /** A second plan like the first, which names it as its edition. */
  const withEdition = (change: (other: PlanJson) => void) => (plan: PlanJson, document: Json) => {
    const other = structuredClone({ ...plan, id: 'grand' });
    change(other);
    document.plans.push(other);
    plan['editions'] = ['grand'];
  };
  it.each<[string, (other: PlanJson) => void, string[]]>([
    ['is alike', () => undefined, []],
    ['has other packs, meters and users', (other) => Object.assign(other, { packs: [], meters: [] }), []],
    [
      'has a pack of the same id and another kind',
      ({ packs }) => Object.assign(packs, [packs[0], { ...packs[3], id: 'e-mails-1000' }]),
      ['/plans/0/editions/0'],
    ],
    [
      'has a meter of the same id and another kind',
      ({ meters }) => Object.assign(meters[1], { kind: 'consumed' }),
      ['/plans/0/editions/0'],
    ],
    [
      'has licences, which members of this plan do not',
      (other) =>
        Object.assign(other, { licence_types: [{ id: 'seat', name: 'Seat', prices: { month }, features: [] }] }),
      ['/plans/0/editions/0'],
    ],
  ])('%s', (_, change, expected) => {
    expect(mistakesIn(withEdition(change))).toEqual(expected);
  });
});
