import type { PrepaidPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';

/** The plan of the first vendor, or one with other prices. */
export function aPlan(change: Partial<PrepaidPlan> = {}): PrepaidPlan {
  return {
    kind: 'prepaid',
    id: 'cloud',
    name: 'CRM Cloud',
    description: 'For tests',
    currency: 'EUR',
    pricesIncludeTax: false,
    prices: [{ from: plainDate('2015-01-01'), minor: 1200 }],
    freeCreditMinor: 1200,
    purchaseMinor: { least: 100, most: 10_000_000 },
    features: ['crm'],
    addOns: ['projects', 'newsletters'].map((id) => ({
      id,
      name: id,
      description: id,
      prices: [{ from: plainDate('2015-01-01'), minor: 300 }],
      retired: false,
    })),
    retired: false,
    ...change,
  };
}
