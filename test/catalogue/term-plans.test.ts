import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';

interface OfferJson {
  id: string;
  prices: { month?: unknown; year?: { from: string; amount: number }[] };
  features?: string[];
}
interface PlanJson {
  [field: string]: unknown;
  licence_types: [OfferJson, ...OfferJson[]];
  modules: [OfferJson, OfferJson, ...OfferJson[]];
  editions: string[];
  trial: { days: number; licences: Record<string, number> };
}
interface Json {
  plans: [PlanJson, PlanJson, ...PlanJson[]];
}
const vendor = (name: string): Json => JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8'));

function plansOf(name: string): TermPlan[] {
  const parsed = parseCatalogue(vendor(name));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return toCatalogue(parsed.document, 1).plans.filter((plan) => plan.kind === 'term');
}

describe('The vendor with four licence types', () => {
  it('sells base, calls, messaging and mobile by the month, and drops what is free', () => {
    const [plan, ...others] = plansOf('licence-types-crm');
    expect(others).toEqual([]);
    expect(plan).toMatchObject({ terms: [1], proration: 'daily', dropFree: true, renews: true, currency: 'EUR' });
    expect(plan?.licenceTypes.map(({ id, prices }) => [id, prices.month?.[0]?.minor, prices.year])).toEqual([
      ['base', 3000, undefined],
      ['calls', 1500, undefined],
      ['messaging', 1000, undefined],
      ['mobile', 2000, undefined],
    ]);
  });
});

describe('The vendor with yearly editions', () => {
  it('sells one licence type in two editions by the year, keeps what is free, and lends 5 licences for 14 days', () => {
    const plans = plansOf('yearly-editions-crm');
    expect(plans.map(({ id, editions }) => [id, editions])).toEqual([
      ['standard', ['creator']],
      ['creator', ['standard']],
    ]);
    for (const plan of plans) {
      expect(plan).toMatchObject({ terms: [12], proration: 'daily', dropFree: false, renews: true, retired: false });
      expect(plan.trial).toEqual({ days: 14, licences: { user: 5 } });
      expect(plan.modules).toHaveLength(3);
    }
    expect(plans.map((plan) => plan.licenceTypes[0]?.prices.year?.[0]?.minor)).toEqual([36_000, 54_000]);
  });
});

/** Two plans that fit each other; a test breaks the first. */
function mistakesIn(change: (plan: PlanJson, other: PlanJson, document: Json) => void): string[] {
  const document = vendor('yearly-editions-crm');
  const [plan, other] = document.plans;
  change(plan, other, document);
  const parsed = parseCatalogue(document);
  return parsed.ok ? [] : parsed.mistakes.map(({ pointer }) => pointer);
}

const month = [{ from: '2024-01-01', amount: 3000 }];
const seat = (id: string) => ({ id, name: id, prices: { month, year: month } });
const many = (count: number) => Array.from({ length: count }, (_, index) => seat(`s${index}`));

describe('Each rule of a term plan is told by its path', () => {
  it.each<[string, (plan: PlanJson, other: PlanJson, document: Json) => void, string[]]>([
    ['nothing wrong', () => undefined, []],
    ['a kind nobody knows', (plan) => (plan['kind'] = 'barter'), ['/plans/0/kind', '/plans/1/editions/0']],
    ['no kind', (plan) => delete plan['kind'], ['/plans/0/kind', '/plans/1/editions/0']],
    ['a field of prepaid plans', (plan) => (plan['free_credit'] = 1), ['/plans/0/free_credit']],
    ['no price', (plan) => (plan.licence_types[0].prices = {}), ['/plans/0/licence_types/0/prices']],
    ['a module without price', (plan) => (plan.modules[1].prices = {}), ['/plans/0/modules/1/prices']],
    [
      'a term of 1 month without a month’s price',
      (plan, other) => {
        for (const each of [plan, other]) Object.assign(each, { terms: [12, 1], modules: [] });
      },
      ['/plans/0/licence_types/0/prices/month', '/plans/1/licence_types/0/prices/month'],
    ],
    [
      'whole months without a month’s price',
      (plan, other) => {
        for (const each of [plan, other]) Object.assign(each, { proration: 'whole-months', modules: [] });
        other.licence_types[0].prices.month = month;
      },
      ['/plans/0/licence_types/0/prices/month'],
    ],
    [
      'a term of 6 months',
      (plan, other) => {
        for (const each of [plan, other]) each['terms'] = [6];
      },
      ['/plans/0/terms/0', '/plans/1/terms/0'],
    ],
    ['a term twice', (plan) => (plan['terms'] = [12, 12]), ['/plans/0/terms/1']],
    [
      'a proration nobody knows',
      (plan, other) => {
        for (const each of [plan, other]) each['proration'] = 'hourly';
      },
      ['/plans/0/proration', '/plans/1/proration'],
    ],
    ['an edition that is not there', (plan) => (plan.editions = ['gold']), ['/plans/0/editions/0']],
    ['itself as an edition', (plan) => (plan.editions = ['creator', 'standard']), ['/plans/0/editions/1']],
    [
      'an edition whose prices include tax, unlike its own',
      (_, other) => (other['prices_include_tax'] = true),
      ['/plans/0/editions/0', '/plans/1/editions/0'],
    ],
    ['an edition twice', (plan) => (plan.editions = ['creator', 'creator']), ['/plans/0/editions/1']],
    [
      'an edition that is prepaid',
      (plan, _, document) => {
        document.plans.push({ ...vendor('prepaid-crm').plans[0], id: 'cloud' });
        plan.editions.push('cloud');
      },
      ['/plans/0/editions/1'],
    ],
    [
      'an edition in another currency',
      (plan) => (plan['currency'] = 'SEK'),
      ['/plans/0/editions/0', '/plans/1/editions/0'],
    ],
    [
      'an edition with other terms',
      (plan) => {
        Object.assign(plan, { terms: [12, 1], modules: [] });
        plan.licence_types[0].prices.month = month;
      },
      ['/plans/0/editions/0', '/plans/1/editions/0'],
    ],
    [
      'an edition with another proration',
      (plan) => {
        Object.assign(plan, { proration: 'whole-months', modules: [] });
        plan.licence_types[0].prices.month = month;
      },
      ['/plans/0/editions/0', '/plans/1/editions/0'],
    ],
    ['an edition that lacks a licence type', (plan) => plan.licence_types.push(seat('guest')), ['/plans/0/editions/0']],
    [
      'a trial of what is not sold',
      (plan) => (plan.trial.licences = { user: 1, guest: 2 }),
      ['/plans/0/trial/licences/guest'],
    ],
    ['a trial of half a licence', (plan) => (plan.trial.licences['user'] = 0.5), ['/plans/0/trial/licences/user']],
    ['a trial without days', (plan) => (plan.trial.days = 0), ['/plans/0/trial/days']],
    [
      'modules alone, and an edition with licences',
      (plan) => {
        Object.assign(plan, { licence_types: [] });
        delete (plan as Partial<PlanJson>).trial;
      },
      ['/plans/0/editions/0', '/plans/1/editions/0'],
    ],
    [
      'neither a licence type nor a module',
      (plan) => {
        Object.assign(plan, { licence_types: [], modules: [], editions: [] });
        delete (plan as Partial<PlanJson>).trial;
      },
      ['/plans/0/licence_types', '/plans/1/editions/0'],
    ],
    [
      'modules alone, with a trial',
      (plan) => Object.assign(plan, { licence_types: [] }),
      ['/plans/0/editions/0', '/plans/0/trial', '/plans/1/editions/0'],
    ],
    [
      '11 licence types',
      (plan) => {
        plan.editions = [];
        plan.licence_types.push(...many(10));
      },
      ['/plans/0/licence_types'],
    ],
    ['21 modules', (plan) => Object.assign(plan, { modules: many(21) }), ['/plans/0/modules']],
    ['a licence type twice', (plan) => plan.licence_types.push(seat('user')), ['/plans/0/licence_types/1/id']],
    ['a module twice', (plan) => plan.modules.push(seat('marketing')), ['/plans/0/modules/3/id']],
    [
      'a feature twice',
      (plan) => {
        plan.licence_types[0].features = ['a', 'a'];
        plan['features'] = ['b', 'b'];
      },
      ['/plans/0/features/1', '/plans/0/licence_types/0/features/1'],
    ],
    [
      'prices whose dates do not ascend',
      (plan) => plan.modules[0].prices.year?.push({ from: '2023-01-01', amount: 1 }),
      ['/plans/0/modules/0/prices/year/1/from'],
    ],
    [
      'a price beyond all measure',
      (plan) => (plan.modules[0].prices.year = [{ from: '2023-01-01', amount: 50_000_001 }]),
      ['/plans/0/modules/0/prices/year/0/amount'],
    ],
  ])('%s', (_, change, expected) => {
    expect(mistakesIn(change).sort()).toEqual(expected);
  });
});
