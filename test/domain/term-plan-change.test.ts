import { describe, expect, it } from 'vitest';
import type { Catalogue, DatedPrice, LicenceType, TermPlan, TermPrices } from '../../lib/domain/catalogue.ts';
import { decideCatalogueChange } from '../../lib/domain/catalogue-change.ts';
import { type PlainDate, plainDate } from '../../lib/domain/dates.ts';
import { plainSeller } from './seller.ts';

const today = plainDate('2026-03-15');
const price = (from: string, minor: number): DatedPrice => ({ from: from as PlainDate, minor });
const sold = price('2024-01-01', 3000);

function offer(id: string, prices: Partial<TermPrices>, changes: Partial<LicenceType> = {}): LicenceType {
  const all = { month: prices.month, year: prices.year };
  return { id, name: id, description: '…', features: [], prices: all, retired: false, ...changes };
}

function plan(changes: Partial<TermPlan> = {}): TermPlan {
  return {
    kind: 'term',
    id: 'crm',
    name: 'CRM',
    description: '…',
    currency: 'EUR',
    pricesIncludeTax: false,
    terms: [1, 12],
    licenceTypes: [offer('base', { month: [sold] })],
    modules: [offer('marketing', { month: [sold], year: [price('2024-01-01', 30_000)] })],
    meters: [],
    packs: [],
    supportChannels: [],
    resale: true,
    features: [],
    editions: ['pro'],
    proration: 'daily',
    dropFree: true,
    trial: undefined,
    renews: true,
    retired: false,
    ...changes,
  };
}

const pro = plan({ id: 'pro', editions: [] });

function mistakesIn(...plans: Catalogue['plans'][number][]): string[] {
  const catalogue: Catalogue = {
    version: 1,
    service: { name: 'CRM', url: 'https://crm.example/', supportEmail: 'help@crm.example' },
    seller: plainSeller('CRM', 'ES'),
    billingTimeZone: 'Europe/Madrid',
    plans: [plan(), pro],
  };
  const change = decideCatalogueChange(catalogue, { ...catalogue, plans }, today);
  return change.kind === 'accepted' ? [] : change.mistakes.map(({ pointer }) => pointer);
}

const prepaid = {
  kind: 'prepaid',
  id: 'crm',
  name: 'CRM',
  description: '…',
  currency: 'EUR',
  pricesIncludeTax: false,
  prices: [sold],
  freeCreditMinor: 0,
  purchaseMinor: { least: 1, most: 2 },
  features: [],
  addOns: [],
  retired: false,
} as const;

describe('What periods were sold by stays as it is', () => {
  it.each<[string, Parameters<typeof mistakesIn>[0], string[]]>([
    ['the plan becomes a prepaid one', prepaid, ['/plans/0/kind']],
    ['the currency changes', plan({ currency: 'SEK' }), ['/plans/0/currency']],
    ['a term goes', plan({ terms: [1] }), ['/plans/0/terms']],
    ['the terms change places', plan({ terms: [12, 1] }), []],
    ['the proration changes', plan({ proration: 'whole-months' }), ['/plans/0/proration']],
    ['a licence type goes', plan({ licenceTypes: [offer('other', { month: [sold] })] }), ['/plans/0/licence_types']],
    ['a module goes', plan({ modules: [] }), ['/plans/0/modules']],
    ['an edition goes', plan({ editions: [] }), ['/plans/0/editions']],
    ['an edition joins', plan({ editions: ['pro', 'crm'] }), []],
    ['a licence type retires', plan({ licenceTypes: [offer('base', { month: [sold] }, { retired: true })] }), []],
    [
      'a licence type joins before it',
      plan({ licenceTypes: [offer('calls', { month: [price('2026-01-01', 1)] }), offer('base', { month: [sold] })] }),
      [],
    ],
    ['free licences are kept from now on', plan({ dropFree: false }), []],
    ['a trial is offered', plan({ trial: { days: 14, licences: { base: 3 } } }), []],
  ])('%s', (_, next, expected) => {
    expect(mistakesIn(next, pro)).toEqual(expected);
  });
});

describe('Prices of licences change from a later date only', () => {
  const base = (prices: Partial<TermPrices>) => plan({ licenceTypes: [offer('base', prices)] });
  const at = '/plans/0/licence_types/0/prices';

  it.each<[string, Partial<TermPrices>, string[]]>([
    ['from tomorrow', { month: [sold, price('2026-03-16', 3500)] }, []],
    ['from today', { month: [sold, price('2026-03-15', 3500)] }, [`${at}/month/1/from`]],
    ['rewritten', { month: [price('2024-01-01', 2900)] }, [`${at}/month/0/amount`]],
    ['taken out', { year: [price('2024-01-01', 36_000)] }, [`${at}/month`]],
    ['a year that begins at twelve months', { month: [sold], year: [price('2024-01-01', 36_000)] }, []],
    [
      'a year cheaper from tomorrow',
      { month: [sold], year: [price('2024-01-01', 36_000), price('2026-03-16', 30_000)] },
      [],
    ],
    [
      'a year cheaper than what twelve months have cost',
      { month: [sold], year: [price('2024-01-01', 30_000)] },
      [`${at}/year/0/amount`],
    ],
  ])('%s', (_, prices, expected) => {
    expect(mistakesIn(base(prices), pro)).toEqual(expected);
  });

  it('holds for modules, for each interval', () => {
    const modules = [offer('marketing', { month: [price('2024-01-01', 1)], year: [price('2024-01-01', 1)] })];
    expect(mistakesIn(plan({ modules }), pro)).toEqual([
      '/plans/0/modules/0/prices/month/0/amount',
      '/plans/0/modules/0/prices/year/0/amount',
    ]);
  });

  it('lets a year be added where only months are sold', () => {
    const monthly = plan({ id: 'pro', editions: [], terms: [1], modules: [] });
    const next = { ...monthly, licenceTypes: [offer('base', { month: [sold], year: [price('2026-01-01', 1)] })] };
    const catalogue = { plans: [monthly], billingTimeZone: 'Europe/Madrid' } as unknown as Catalogue;
    expect(decideCatalogueChange(catalogue, { ...catalogue, plans: [next] }, today)).toEqual({ kind: 'accepted' });
  });
});
