import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Catalogue, type DatedPrice, type PrepaidPlan, priceOn } from '../../lib/domain/catalogue.ts';
import { decideCatalogueChange } from '../../lib/domain/catalogue-change.ts';
import { addDays, type PlainDate, plainDate } from '../../lib/domain/dates.ts';
import { plainSeller } from './seller.ts';

const today = plainDate('2026-03-15');
const price = (from: string, minor: number): DatedPrice => ({ from: from as PlainDate, minor });

function plan(changes: Partial<PrepaidPlan> = {}): PrepaidPlan {
  return {
    kind: 'prepaid',
    id: 'cloud',
    name: 'Cloud',
    description: 'All of it.',
    currency: 'EUR',
    pricesIncludeTax: false,
    prices: [price('2015-01-01', 1200)],
    freeCreditMinor: 1200,
    purchaseMinor: { least: 100, most: 100_000 },
    features: [],
    retired: false,
    addOns: [
      { id: 'projects', name: 'Projects', description: '…', retired: false, prices: [price('2015-01-01', 300)] },
    ],
    ...changes,
  };
}

function catalogue(changes: Partial<Catalogue> = {}): Catalogue {
  return {
    version: 1,
    service: { name: 'Cloud', url: 'https://cloud.example/', supportEmail: 'help@cloud.example' },
    seller: plainSeller('Cloud', 'IT'),
    billingTimeZone: 'Europe/Rome',
    plans: [plan()],
    ...changes,
  };
}

const withPrices = (...prices: DatedPrice[]) => catalogue({ plans: [plan({ prices })] });
function pointers(current: Catalogue, next: Catalogue): string[] {
  const change = decideCatalogueChange(current, next, today);
  return change.kind === 'accepted' ? [] : change.mistakes.map(({ pointer }) => pointer);
}

describe('P1: a price changes from a later date and never rewrites the past', () => {
  const current = withPrices(price('2015-01-01', 1200), price('2026-03-01', 1300), price('2026-05-01', 1400));

  it.each<[string, DatedPrice[], string[]]>([
    ['a price from tomorrow', [price('2026-03-16', 1500)], []],
    ['no later price at all', [], []],
    ['a price from today', [price('2026-03-15', 1500)], ['/plans/0/prices/2/from']],
    ['a price from yesterday', [price('2026-03-14', 1500)], ['/plans/0/prices/2/from']],
    ['a later price moved and changed', [price('2026-06-01', 9900)], []],
  ])('%s', (_, later, expected) => {
    const next = withPrices(price('2015-01-01', 1200), price('2026-03-01', 1300), ...later);
    expect(pointers(current, next)).toEqual(expected);
  });

  it('keeps the amount of a price that holds since 1 March', () => {
    expect(pointers(current, withPrices(price('2015-01-01', 1200), price('2026-03-01', 1250)))).toEqual([
      '/plans/0/prices/1/amount',
    ]);
  });

  it('keeps every price that has begun', () => {
    expect(pointers(current, withPrices(price('2026-03-01', 1300)))).toEqual(['/plans/0/prices']);
  });

  it('counts the first price as holding before its date', () => {
    const upcoming = withPrices(price('2026-05-01', 1200));
    expect(pointers(upcoming, withPrices(price('2026-05-01', 1500)))).toEqual(['/plans/0/prices/0/amount']);
    expect(pointers(upcoming, withPrices(price('2026-04-01', 1200), price('2026-05-01', 1500)))).toEqual([]);
  });

  it('holds for the prices of add-ons too', () => {
    const [addOn] = plan().addOns;
    const dearer = [{ ...addOn, prices: [price('2015-01-01', 400)] }] as PrepaidPlan['addOns'];
    expect(pointers(catalogue(), catalogue({ plans: [plan({ addOns: dearer })] }))).toEqual([
      '/plans/0/add_ons/0/prices/0/amount',
    ]);
  });

  it('leaves the price of every date up to today as it was, whatever was accepted', () => {
    const dates = fc.integer({ min: -40, max: 40 }).map((days) => addDays(today, days));
    const prices = fc
      .uniqueArray(dates, { minLength: 1, maxLength: 4 })
      .chain((froms) =>
        fc.tuple(...froms.toSorted().map((from) => fc.constantFrom(1, 2, 3).map((minor) => ({ from, minor })))),
      );
    const edits = prices.chain((before) =>
      fc.tuple(
        fc.constant(before),
        prices.map((other) => {
          const settled = before.filter(({ from }) => from <= today);
          return [...settled, ...other.filter(({ from }) => !settled.some((kept) => kept.from >= from))];
        }),
      ),
    );
    let accepted = 0;
    fc.assert(
      fc.property(edits, ([before, after]) => {
        if (pointers(withPrices(...before), withPrices(...after)).length > 0) return;
        accepted += 1;
        for (let days = -45; days <= 0; days += 1) {
          expect(priceOn(after, addDays(today, days))).toBe(priceOn(before, addDays(today, days)));
        }
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});

describe('What was sold is retired, not removed or turned into something else', () => {
  it.each<[string, Catalogue, string[]]>([
    ['a plan goes', catalogue({ plans: [plan({ id: 'other' })] }), ['/plans']],
    ['an add-on goes', catalogue({ plans: [plan({ addOns: [] })] }), ['/plans/0/add_ons']],
    ['the currency changes', catalogue({ plans: [plan({ currency: 'SEK' })] }), ['/plans/0/currency']],
    [
      'prices come to include tax',
      catalogue({ plans: [plan({ pricesIncludeTax: true })] }),
      ['/plans/0/prices_include_tax'],
    ],
    ['the time zone changes', catalogue({ billingTimeZone: 'Europe/Paris' }), ['/billing_time_zone']],
    ['a plan retires', catalogue({ plans: [plan({ retired: true })] }), []],
    ['free credit doubles', catalogue({ plans: [plan({ freeCreditMinor: 2400 })] }), []],
    ['a plan joins before it', catalogue({ plans: [plan({ id: 'new', currency: 'SEK' }), plan()] }), []],
  ])('%s', (_, next, expected) => {
    expect(pointers(catalogue(), next)).toEqual(expected);
  });

  it('tells every mistake at once', () => {
    const next = catalogue({
      billingTimeZone: 'Europe/Paris',
      plans: [plan({ currency: 'SEK', addOns: [], prices: [price('2015-01-01', 1)] })],
    });
    expect(pointers(catalogue(), next)).toHaveLength(4);
  });
});
