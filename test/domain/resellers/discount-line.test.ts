import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBill } from '../../../lib/domain/invoices/bill.ts';
import { creditedAfter, decideCreditNote, nothingCredited } from '../../../lib/domain/invoices/credit-note.ts';
import type { TermLine } from '../../../lib/domain/licences/price-term-order.ts';
import { money } from '../../../lib/domain/money.ts';
import { discountLine, lessDiscount, withDiscount } from '../../../lib/domain/resellers/discount-line.ts';
import { invoiceOf, sumOf, terms } from '../invoices/bills.ts';

const RESELLER = 'acc_TEST';
const at = (percent: number) => ({ reseller: RESELLER, percent }) as const;

function line(minor: number): TermLine {
  const amount = money(minor, 'EUR');
  const basis = { kind: 'full-price' } as const;
  return { kind: 'licence', subject: 'a', name: 'A', quantity: 1, unitPrice: amount, period: undefined, basis, amount };
}

describe('R1, M2: a discount is rounded half away from zero, once for the whole order', () => {
  it.each<[string, number[], number, number | undefined]>([
    ['a fifth of 360.00', [36_000], 2000, -7200],
    ['12.5 % of 1.00: 12.5 cents', [100], 1250, -13],
    ['12.49 % of 1.00', [100], 1249, -12],
    ['half of 0.01: half a cent', [1], 5000, -1],
    ['a little less than half of 0.01', [1], 4999, undefined],
    ['33.33 % of three times 0.05, not three times of 0.05', [5, 5, 5], 3333, -5],
    ['10 % of three times 0.05: 1.5 cents, where each would have none', [5, 5, 5], 1000, -2],
    ['0.01 % of 49.99', [4999], 1, undefined],
    ['0.01 % of 50.00', [5000], 1, -1],
    ['all of it', [123, 456], 10_000, -579],
    ['nothing', [36_000], 0, undefined],
    ['of what costs nothing', [0, 0], 2000, undefined],
    ['of no lines', [], 2000, undefined],
    ['of what is cheaper here and dearer there', [-2000, 5000], 2000, -600],
    ['of the largest amount there is', [1_000_000_000_000], 3333, -333_300_000_000],
  ])('%s', (_, amounts, percent, expected) => {
    expect(discountLine(amounts.map(line), percent, 'EUR')?.amount.minor).toBe(expected);
  });

  it('is a line of its own, one time its amount, for no period, and says of how much it is', () => {
    const amount = { minor: -600, currency: 'EUR' };
    expect(withDiscount([line(3000)], at(2000), 'EUR')).toEqual([
      line(3000),
      {
        kind: 'discount',
        subject: '',
        name: 'Discount',
        quantity: 1,
        unitPrice: amount,
        period: undefined,
        basis: { kind: 'percent', percent: 2000 },
        amount,
      },
    ]);
  });

  it('is no line for an account that no reseller manages, nor while it is off', () => {
    expect(withDiscount([line(3000)], undefined, 'EUR')).toEqual([line(3000)]);
    expect(withDiscount([line(3000)], { reseller: undefined, percent: 0 }, 'EUR')).toEqual([line(3000)]);
  });
});

const order = fc.record({
  amounts: fc.array(fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 20_000_000 })), {
    minLength: 1,
    maxLength: 8,
  }),
  percent: fc.integer({ min: 1, max: 10_000 }),
  rate: fc.constantFrom(0, 500, 1900, 2200, 2500, 2550),
  pricesIncludeTax: fc.boolean(),
});
const RUNS = { numRuns: 2000 };

describe('R1: an order with a discount and the same one without', () => {
  it('differ by exactly the discount, and both add up with their tax', () => {
    fc.assert(
      fc.property(order, ({ amounts, percent, rate, pricesIncludeTax }) => {
        const lines = amounts.map(line);
        const less = withDiscount(lines, at(percent), 'EUR');
        const [full, off] = [sumOf(lines.map(({ amount }) => amount)), sumOf(less.map(({ amount }) => amount))];
        // Half away from zero, in whole numbers: within half a cent of the exact share, and never on the short side of it.
        const twice = 2n * (BigInt(full - off) * 10_000n - BigInt(full) * BigInt(percent));
        expect(twice > -10_000n && twice <= 10_000n).toBe(true);
        expect(lessDiscount(money(full, 'EUR'), at(percent)).minor).toBe(off);
        const [plain, bill] = [lines, less].map((each) => makeBill(each, terms(rate, pricesIncludeTax)));
        if (plain === undefined || bill === undefined) throw new Error('there are two bills');
        for (const { net, tax, total, lines: billed } of [plain, bill]) {
          expect(net.minor + tax.minor).toBe(total.minor);
          expect(sumOf(billed.map((each) => each.net))).toBe(net.minor);
        }
        const [before, after] = pricesIncludeTax ? [plain.total, bill.total] : [plain.net, bill.net];
        expect(before.minor - after.minor).toBe(full - off);
        expect(bill.lines.slice(0, lines.length).map(({ unitPrice }) => unitPrice)).toEqual(
          plain.lines.map(({ unitPrice }) => unitPrice),
        );
      }),
      RUNS,
    );
  });
});

describe('T1: a bill with a discount is credited whole, in one step or line by line, and not beyond', () => {
  it('gives back what was paid, net and tax', () => {
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 100 }), ({ amounts, percent, rate, pricesIncludeTax }, part) => {
        const less = withDiscount(amounts.map(line), at(percent), 'EUR');
        const invoice = invoiceOf(makeBill(less, terms(rate, pricesIncludeTax)));
        fc.pre(invoice.net.minor > 0);
        const nothing = nothingCredited('EUR');
        const whole = decideCreditNote(invoice, nothing, []);
        expect([whole.net, whole.tax, whole.total]).toEqual([invoice.net, invoice.tax, invoice.total]);
        const first = invoice.lines.find(({ net }) => net.minor > 0);
        if (first === undefined) throw new Error('a line is above zero');
        const amount = money(
          Math.max(1, Math.floor((Math.min(first.net.minor, invoice.net.minor) * part) / 100)),
          'EUR',
        );
        const some = decideCreditNote(invoice, nothing, [{ line: first.number, amount }]);
        if (some.net.minor === invoice.net.minor) return;
        const rest = decideCreditNote(invoice, creditedAfter(nothing, some), []);
        expect(some.total.minor + rest.total.minor).toBe(invoice.total.minor);
        expect(some.tax.minor + rest.tax.minor).toBe(invoice.tax.minor);
      }),
      RUNS,
    );
  });

  it('a line of 30.00 less 20 % cannot be credited beyond 24.00, whatever the line says', () => {
    const invoice = invoiceOf(makeBill(withDiscount([line(3000)], at(2000), 'EUR'), terms(2500, false)));
    const credit = (minor: number) =>
      decideCreditNote(invoice, nothingCredited('EUR'), [{ line: 1, amount: money(minor, 'EUR') }]);
    expect(credit(2400).total.minor).toBe(3000);
    expect(() => credit(2401)).toThrow('credit-note.beyond-billed');
    expect(() => decideCreditNote(invoice, nothingCredited('EUR'), [{ line: 1 }])).toThrow('credit-note.beyond-billed');
    expect(() => decideCreditNote(invoice, nothingCredited('EUR'), [{ line: 2 }])).toThrow('credit-note.beyond-billed');
  });
});
