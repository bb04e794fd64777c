import type { LicenceType, Module, TermPlan, TermPrices } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';

const FROM = plainDate('2015-01-01');

/** Prices in minor units that hold from the beginning. */
export function prices(month: number | undefined, year?: number): TermPrices {
  return {
    month: month === undefined ? undefined : [{ from: FROM, minor: month }],
    year: year === undefined ? undefined : [{ from: FROM, minor: year }],
  };
}

export function aType(id: string, of: TermPrices): LicenceType {
  return { id, name: id, description: id, features: [id], prices: of, retired: false };
}

export function aModule(id: string, of: TermPrices): Module {
  return { id, name: id, description: id, features: [id], prices: of, retired: false };
}

/** A plan with two licence types and a module, or one that differs in something. */
export function aTermPlan(change: Partial<TermPlan> = {}): TermPlan {
  return {
    kind: 'term',
    id: 'basic',
    name: 'Basic',
    description: 'For tests',
    currency: 'EUR',
    pricesIncludeTax: false,
    terms: [1, 12],
    licenceTypes: [aType('base', prices(3000)), aType('calls', prices(1001))],
    modules: [aModule('maps', prices(700))],
    meters: [],
    packs: [],
    supportChannels: [],
    resale: true,
    features: ['crm'],
    editions: ['basic', 'more'],
    proration: 'daily',
    dropFree: false,
    trial: undefined,
    renews: true,
    retired: false,
    ...change,
  };
}

/** A dearer edition of {@link aTermPlan}. */
export function dearerPlan(change: Partial<TermPlan> = {}): TermPlan {
  return aTermPlan({
    id: 'more',
    name: 'More',
    licenceTypes: [aType('base', prices(5000)), aType('calls', prices(1500))],
    modules: [aModule('maps', prices(700))],
    ...change,
  });
}
