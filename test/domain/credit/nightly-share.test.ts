import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nightlyShare, sharesOf } from '../../../lib/domain/credit/nightly-share.ts';
import { MAX_MINOR, money } from '../../../lib/domain/money.ts';

const eur = (minor: number) => money(minor, 'EUR');

describe('P2: one day pays floor(p·k/n) − floor(p·(k−1)/n)', () => {
  it('takes 0.38, 0.39, 0.39, 0.38 on the first days of a January at 12.00', () => {
    expect([1, 2, 3, 4].map((day) => nightlyShare(eur(1200), day, 31).minor)).toEqual([38, 39, 39, 38]);
  });

  it('loses and invents no cent for any price and month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_MINOR }), fc.integer({ min: 28, max: 31 }), (price, days) => {
        let total = 0;
        for (let day = 1; day <= days; day += 1) total += nightlyShare(eur(price), day, days).minor;
        expect(total).toBe(price);
      }),
    );
  });

  it('agrees with exact whole-number arithmetic on every day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_MINOR }),
        fc.integer({ min: 28, max: 31 }),
        fc.nat(30),
        (price, days, at) => {
          const day = Math.min(at + 1, days);
          const upTo = (k: number) => (BigInt(price) * BigInt(k)) / BigInt(days);
          expect(BigInt(nightlyShare(eur(price), day, days).minor)).toBe(upTo(day) - upTo(day - 1));
        },
      ),
    );
  });

  it('adds up over any dates of a month', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (price, a, b) => {
          const [first, last] = [Math.min(a, b), Math.max(a, b)];
          let total = 0;
          for (let day = first; day <= last; day += 1) total += nightlyShare(eur(price), day, 30).minor;
          expect(sharesOf(eur(price), first, last, 30).minor).toBe(total);
        },
      ),
    );
  });

  it('refuses a day outside the month', () => {
    expect(() => nightlyShare(eur(1200), 0, 31)).toThrow(RangeError);
    expect(() => nightlyShare(eur(1200), 31, 30)).toThrow(RangeError);
  });
});
