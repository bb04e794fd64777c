import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proration, Term, TermPrices } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate, plainDate } from '../../../lib/domain/dates.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import { restPrice, termPrice } from '../../../lib/domain/licences/term-price.ts';
import { dividedHalfAway } from '../../../lib/domain/money.ts';
import { dailyByHand, quotient } from './by-hand.ts';
import { prices } from './plans.ts';

function rest(
  of: TermPrices,
  quantity: number,
  anchor: string,
  term: Term,
  proration: Proration,
  today: string,
): number {
  const period = periodAt(plainDate(anchor), term, 0);
  return restPrice(of, quantity, { term, period, proration, currency: 'EUR' }, plainDate(today)).minor;
}

describe('L5 daily: price × days left ÷ days of the period', () => {
  it.each([
    ['2026-06-01', 1, '2026-06-16', 1500],
    ['2026-02-01', 1, '2026-02-15', 1500],
    ['2024-02-01', 1, '2024-02-01', 3000],
    ['2026-06-01', 1, '2026-06-30', 100],
    ['2026-01-31', 1, '2026-02-14', 1500],
    ['2026-06-01', 1, '2026-07-01', 0],
  ] as const)('costs a period from %s for %i month(s), on %s, %i of 3000', (anchor, term, today, amount) => {
    expect(rest(prices(3000), 1, anchor, term, 'daily', today)).toBe(amount);
  });

  it('costs half the price at half of the period, for a month and for a year', () => {
    expect(rest(prices(2990), 7, '2026-04-10', 1, 'daily', '2026-04-25')).toBe((2990 * 7) / 2);
    expect(rest(prices(undefined, 36_600), 1, '2024-01-01', 12, 'daily', '2024-07-02')).toBe(18_300);
  });

  it('counts the extra day of a leap year', () => {
    expect(rest(prices(undefined, 36_600), 1, '2024-01-01', 12, 'daily', '2024-12-31')).toBe(100);
    expect(rest(prices(undefined, 36_500), 1, '2025-01-01', 12, 'daily', '2025-12-31')).toBe(100);
  });
});

describe('L5 whole-months: the monthly price × months left, rounded up', () => {
  it('charges 2 months for 50 days', () => {
    expect(rest(prices(1000), 3, '2026-01-01', 12, 'whole-months', '2026-11-12')).toBe(6000);
  });

  it('charges the last day as 1 month and the first as all 12', () => {
    expect(rest(prices(1000), 1, '2026-01-01', 12, 'whole-months', '2026-12-31')).toBe(1000);
    expect(rest(prices(1000), 1, '2026-01-01', 12, 'whole-months', '2026-01-01')).toBe(12_000);
  });

  it('never charges more for a rest than the whole costs, where a year is cheaper than its months', () => {
    expect(rest(prices(1000, 9000), 2, '2026-01-01', 12, 'whole-months', '2026-01-01')).toBe(18_000);
    expect(rest(prices(1000, 9000), 2, '2026-01-01', 12, 'whole-months', '2026-04-01')).toBe(18_000);
    expect(rest(prices(1000, 9000), 2, '2026-01-01', 12, 'whole-months', '2026-05-01')).toBe(16_000);
  });
});

describe('M2: rounding is half away from zero, once per line', () => {
  it.each([
    [1, 1, 2, 1],
    [-1, 1, 2, -1],
    [5, 1, 10, 1],
    [-5, 1, 10, -1],
    [4, 1, 10, 0],
    [-4, 1, 10, 0],
    [333, 1, 2, 167],
    [0, 5, 7, 0],
  ])('%i × %i ÷ %i is %i', (amount, numerator, denominator, expected) => {
    expect(dividedHalfAway(amount, numerator, denominator)).toBe(expected);
  });

  it('rounds the line and not each licence: 3 × 0.333 is 1.00', () => {
    expect(rest(prices(999), 3, '2026-06-01', 1, 'daily', '2026-06-21')).toBe(999);
    expect(rest(prices(100), 3, '2026-06-01', 1, 'daily', '2026-06-21')).toBe(100);
  });
});

const anchors = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(plainDate('2000-01-01'), days));
const terms = fc.constantFrom<Term>(1, 12);
const amounts = fc.integer({ min: 0, max: 1_000_000 });
const quantities = fc.integer({ min: 1, max: 1000 });

describe('L5: any line agrees with arithmetic in big integers', () => {
  it('daily', () => {
    fc.assert(
      fc.property(anchors, terms, amounts, quantities, fc.nat(400), (anchor, term, price, quantity, after) => {
        const period = periodAt(anchor, term, 0);
        const today = addDays(period.start, after);
        const expected = dailyByHand(BigInt(price) * BigInt(term) * BigInt(quantity), period, today);
        expect(BigInt(rest(prices(price), quantity, anchor, term, 'daily', today))).toBe(expected);
      }),
    );
  });

  it('divides any whole numbers as the remainder says', () => {
    const divisor = fc.integer({ min: 1, max: 366 });
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.nat(366), divisor, (amount, numerator, denominator) => {
        expect(BigInt(dividedHalfAway(amount, numerator, denominator))).toBe(
          quotient(BigInt(amount) * BigInt(numerator), BigInt(denominator)),
        );
      }),
    );
  });
});

describe('L5: the rest of a period', () => {
  const of = fc
    .record({ month: amounts, rebate: fc.integer({ min: 0, max: 50 }), own: fc.boolean() })
    .map(({ month, rebate, own }) => prices(month, own ? Math.floor((month * 12 * (100 - rebate)) / 100) : undefined));
  const prorations = fc.constantFrom<Proration>('daily', 'whole-months');
  const indexes = fc.nat(60);

  it('costs the full price on the first day, by days and by months alike', () => {
    fc.assert(
      fc.property(
        anchors,
        terms,
        of,
        quantities,
        prorations,
        indexes,
        (anchor, term, each, quantity, proration, index) => {
          const period = periodAt(anchor, term, index);
          const all = restPrice(each, quantity, { term, period, proration, currency: 'EUR' }, period.start);
          expect(all.minor).toBe(termPrice(each, term, 'EUR', period.start).minor * quantity);
        },
      ),
    );
  });

  it('costs no more on a later day, and nothing when the period is over', () => {
    fc.assert(
      fc.property(
        anchors,
        terms,
        of,
        quantities,
        prorations,
        fc.nat(366),
        (anchor, term, each, quantity, proration, after) => {
          const period = periodAt(anchor, term, 0);
          const on = (date: PlainDate) =>
            restPrice(each, quantity, { term, period, proration, currency: 'EUR' }, date).minor;
          const today = addDays(period.start, after);
          expect(on(addDays(today, 1))).toBeLessThanOrEqual(on(today));
          expect(on(period.end)).toBe(0);
        },
      ),
    );
  });
});

describe('L1: the price of a term', () => {
  it('is the year’s own, or twelve months', () => {
    const on = plainDate('2026-01-01');
    expect(termPrice(prices(1000, 9000), 12, 'EUR', on).minor).toBe(9000);
    expect(termPrice(prices(1000), 12, 'EUR', on).minor).toBe(12_000);
    expect(termPrice(prices(1000, 9000), 1, 'EUR', on).minor).toBe(1000);
    expect(() => termPrice(prices(undefined, 9000), 1, 'EUR', on)).toThrow(RangeError);
  });

  it('is the one that holds on the date', () => {
    const changing: TermPrices = {
      month: [
        { from: plainDate('2026-01-01'), minor: 1000 },
        { from: plainDate('2026-03-01'), minor: 1200 },
      ],
      year: undefined,
    };
    expect(termPrice(changing, 1, 'EUR', plainDate('2026-02-28')).minor).toBe(1000);
    expect(termPrice(changing, 1, 'EUR', plainDate('2026-03-01')).minor).toBe(1200);
  });
});
