import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBill } from '../../../lib/domain/invoices/bill.ts';
import { creditedAfter, decideCreditNote, nothingCredited } from '../../../lib/domain/invoices/credit-note.ts';
import { linesAnew } from '../../../lib/domain/invoices/lines-anew.ts';
import type { TermLine } from '../../../lib/domain/licences/price-term-order.ts';
import { money } from '../../../lib/domain/money.ts';
import { withDiscount } from '../../../lib/domain/resellers/discount-line.ts';
import { invoiceOf, terms } from './bills.ts';

function line(minor: number, quantity = 1): TermLine {
  const [unitPrice, amount] = [money(minor, 'EUR'), money(minor * quantity, 'EUR')];
  const period = { start: '2026-03-01', end: '2026-04-01' } as unknown as TermLine['period'];
  const basis = { kind: 'whole-period' } as const;
  return { kind: 'licence', subject: 'a', name: 'A', quantity, unitPrice, period, basis, amount };
}

const NOTHING = nothingCredited('EUR');
const billed = (full: readonly TermLine[], percent = 2000, includeTax = false) => {
  const lines = withDiscount(full, { reseller: 'acc_TEST', percent }, 'EUR');
  return { lines, invoice: invoiceOf(makeBill(lines, terms(2200, includeTax))) };
};

describe('R5: what is billed anew', () => {
  const full = [line(1000, 3), line(500), line(0)];
  const { lines, invoice } = billed(full);
  const credited = (...wanted: [number, number][]) => {
    const asked = wanted.map(([number, minor]) => ({ line: number, amount: money(minor, 'EUR') }));
    return creditedAfter(NOTHING, decideCreditNote(invoice, NOTHING, asked));
  };

  it('are the very lines without the discount', () => {
    expect(lines.at(-1)?.kind).toBe('discount');
    expect(linesAnew(lines, invoice, NOTHING)).toEqual(full);
  });

  it('are of a line that was credited in part what is left of it, and of one that was credited whole nothing', () => {
    const left = linesAnew(lines, invoice, credited([1, 1234], [2, 500]));
    expect(left).toEqual([{ ...line(1766), basis: { kind: 'full-price' } }, { ...line(0) }]);
  });

  it('come to what is left with the discount given back, whatever was credited, with tax in the prices or without', () => {
    const story = fc.record({
      amounts: fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1, maxLength: 5 }),
      percent: fc.integer({ min: 1, max: 9900 }),
      includeTax: fc.boolean(),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(story, ({ amounts, percent, includeTax, part }) => {
        const { lines, invoice } = billed(
          amounts.map((minor) => line(minor)),
          percent,
          includeTax,
        );
        const first = invoice.lines[0]?.net.minor ?? 0;
        const taken = Math.min(Math.floor(part * first), invoice.net.minor - 1);
        const before =
          taken < 1
            ? NOTHING
            : creditedAfter(NOTHING, decideCreditNote(invoice, NOTHING, [{ line: 1, amount: money(taken, 'EUR') }]));
        const anew = linesAnew(lines, invoice, before);
        const sum = anew.reduce((total, { amount }) => total + amount.minor, 0);
        const whole = amounts.reduce((total, minor) => total + minor, 0);
        expect(sum).toBeGreaterThan(0);
        if (!includeTax) expect(sum).toBe(whole - Math.max(0, taken));
        else expect(Math.abs(sum - whole + Math.max(0, taken) * 1.22)).toBeLessThanOrEqual(2);
        for (const { kind, amount } of anew) expect([kind, amount.minor > 0]).toEqual(['licence', true]);
      }),
      { numRuns: 300, seed: 20_260_301 },
    );
  });
});
