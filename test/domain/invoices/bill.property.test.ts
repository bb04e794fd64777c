import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBill } from '../../../lib/domain/invoices/bill.ts';
import { money } from '../../../lib/domain/money.ts';
import { billed, sumOf, terms } from './bills.ts';

/** `a × b ÷ c` to the nearest whole number, halves upwards; none of them below zero. Found by trying, not by a formula. */
function nearest(a: number, b: number, c: number): number {
  const [product, divisor] = [BigInt(a) * BigInt(b), BigInt(c)];
  const below = product / divisor;
  const toBelow = product - below * divisor;
  const toAbove = divisor - toBelow;
  return Number(toAbove <= toBelow ? below + 1n : below);
}

const RUNS = { numRuns: 2000 };

describe('M2: a bill', () => {
  it('adds up: lines to the net amount, net and tax to the total, whatever the prices', () => {
    fc.assert(
      fc.property(billed, ({ bill, lines }) => {
        expect(sumOf(bill.lines.map(({ net }) => net))).toBe(bill.net.minor);
        expect(bill.net.minor + bill.tax.minor).toBe(bill.total.minor);
        expect(bill.taxes.map(({ base, amount }) => [base, amount])).toEqual([[bill.net, bill.tax]]);
        expect(bill.lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
      }),
      RUNS,
    );
  });

  it('has its tax rounded half away from zero once, on the sum of its lines', () => {
    fc.assert(
      fc.property(billed, ({ bill, lines, rate, pricesIncludeTax }) => {
        const sum = sumOf(lines.map(({ amount }) => amount));
        expect(bill.tax.minor).toBe(nearest(sum, rate, pricesIncludeTax ? 10_000 + rate : 10_000));
      }),
      RUNS,
    );
  });

  it.each([
    [250, 2200, 55],
    [25, 1000, 3],
    [5, 1000, 1],
    [4, 1000, 0],
    [1283, 2100, 269],
  ])('of %i minor units at %i hundredths of a percent has %i of tax', (minor, rate, tax) => {
    const amount = money(minor, 'EUR');
    const line = { kind: 'licence', subject: '', name: '', quantity: 1, unitPrice: amount, amount } as const;
    expect(makeBill([line], terms(rate, false)).tax.minor).toBe(tax);
  });

  it('has a line at least', () => {
    expect(() => makeBill([], terms(2200, false))).toThrow(RangeError);
  });
});

describe('T2: prices that include tax', () => {
  it('are what the buyer pays, whatever rate is due', () => {
    fc.assert(
      fc.property(billed, ({ bill, lines, pricesIncludeTax }) => {
        fc.pre(pricesIncludeTax);
        expect(bill.total.minor).toBe(sumOf(lines.map(({ amount }) => amount)));
      }),
      RUNS,
    );
  });

  it('leave each line its share of the net amount, to the minor unit, and no line changes its sign', () => {
    fc.assert(
      fc.property(billed, ({ bill, lines, pricesIncludeTax }) => {
        fc.pre(pricesIncludeTax && bill.total.minor > 0);
        const [net, total] = [BigInt(bill.net.minor), BigInt(bill.total.minor)];
        bill.lines.forEach((line, index) => {
          const gross = lines[index]?.amount.minor ?? Number.NaN;
          const off = BigInt(line.net.minor) * total - BigInt(gross) * net;
          expect(off <= total && off >= -total).toBe(true);
          expect(line.net.minor * gross).toBeGreaterThanOrEqual(0);
        });
      }),
      RUNS,
    );
  });

  it('contain the tax that is due on what is left without it, to the minor unit', () => {
    fc.assert(
      fc.property(billed, ({ bill, rate, pricesIncludeTax }) => {
        fc.pre(pricesIncludeTax);
        expect(Math.abs(nearest(bill.net.minor, rate, 10_000) - bill.tax.minor)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });
});
