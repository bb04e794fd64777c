import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Credited,
  type CreditedLine,
  creditedAfter,
  decideCreditNote,
  nothingCredited,
} from '../../../lib/domain/invoices/credit-note.ts';
import type { Bill, Invoice } from '../../../lib/domain/invoices/invoice.ts';
import { money } from '../../../lib/domain/money.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { billed, invoiceOf, sumOf } from './bills.ts';

/** For some lines each, how many thousandths of what is left of it are asked for; above 1000 it is too much. */
const steps = fc.array(
  fc.uniqueArray(fc.record({ line: fc.integer({ min: 1, max: 8 }), thousandths: fc.integer({ min: 0, max: 1100 }) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ line }) => line,
  }),
  { maxLength: 8 },
);

type Step = { readonly line: number; readonly thousandths: number };

function asked(invoice: Invoice, credited: Credited, step: readonly Step[]): CreditedLine[] {
  return step.flatMap(({ line, thousandths }) => {
    const billedLine = invoice.lines.find(({ number }) => number === line);
    if (billedLine === undefined) return [{ line }];
    const left = billedLine.net.minor - (credited.lines[line] ?? 0);
    return [{ line, amount: money(Math.round((left * thousandths) / 1000), 'EUR') }];
  });
}

function attempt(invoice: Invoice, credited: Credited, lines: readonly CreditedLine[]): Bill | string {
  try {
    return decideCreditNote(invoice, credited, lines);
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

const REFUSALS = ['credit-note.unknown-line', 'credit-note.nothing-left', 'credit-note.beyond-billed'];

/** Carries out what is taken, and sees that none of it goes beyond what was billed. Answers what was credited. */
function creditInSteps(invoice: Invoice, wanted: readonly (readonly Step[])[]): { credited: Credited; notes: Bill[] } {
  let credited = nothingCredited('EUR');
  const notes: Bill[] = [];
  for (const step of wanted) {
    const note = attempt(invoice, credited, asked(invoice, credited, step));
    if (typeof note === 'string') {
      expect(REFUSALS).toContain(note);
      continue;
    }
    credited = creditedAfter(credited, note);
    notes.push(note);
    expectWithin(invoice, credited, note);
  }
  return { credited, notes };
}

function expectWithin(invoice: Invoice, credited: Credited, note: Bill): void {
  expect(note.net.minor).toBeGreaterThan(0);
  expect(note.tax.minor).toBeGreaterThanOrEqual(0);
  expect(note.total.minor).toBe(note.net.minor + note.tax.minor);
  expect(sumOf(note.lines.map(({ net }) => net))).toBe(note.net.minor);
  expect(sumOf(note.taxes.map(({ amount }) => amount))).toBe(note.tax.minor);
  const net = Object.values(credited.lines).reduce((sum, minor) => sum + minor, 0);
  expect(net).toBeLessThanOrEqual(invoice.net.minor);
  expect(credited.tax.minor).toBeLessThanOrEqual(invoice.tax.minor);
  expect(credited.total.minor).toBeLessThanOrEqual(invoice.total.minor);
  for (const { number, net: most } of invoice.lines)
    expect(Math.abs(credited.lines[number] ?? 0)).toBeLessThanOrEqual(Math.abs(most.minor));
}

const RUNS = { numRuns: 2000 };

describe('T1: credit notes', () => {
  it('never take back more than was billed, of no line, of no tax and of no total, in any number of steps', () => {
    fc.assert(
      fc.property(billed, steps, ({ bill }, wanted) => {
        creditInSteps(invoiceOf(bill), wanted);
      }),
      RUNS,
    );
  });

  it('give back exactly the net, tax and total that were billed, once all is credited, in any number of steps', () => {
    fc.assert(
      fc.property(billed, steps, ({ bill }, wanted) => {
        const invoice = invoiceOf(bill);
        const { credited, notes } = creditInSteps(invoice, wanted);
        const rest = attempt(invoice, credited, []);
        const all = typeof rest === 'string' ? notes : [...notes, rest];
        if (typeof rest === 'string') expect(rest).toBe('credit-note.nothing-left');
        expect(sumOf(all.map(({ net }) => net))).toBe(invoice.net.minor);
        // An invoice of nothing has nothing to give back.
        const { tax, total } = invoice.net.minor === 0 ? { tax: 0, total: 0 } : minorOf(invoice);
        expect(sumOf(all.map((note) => note.tax))).toBe(tax);
        expect(sumOf(all.map((note) => note.total))).toBe(total);
        const after = all.reduce(creditedAfter, nothingCredited('EUR'));
        expect(attempt(invoice, after, [])).toBe('credit-note.nothing-left');
      }),
      RUNS,
    );
  });

  it('follow on an invoice and not on one another', () => {
    fc.assert(
      fc.property(billed, ({ bill }) => {
        const note: Invoice = { ...invoiceOf(bill), kind: 'credit-note' };
        expect(attempt(note, nothingCredited('EUR'), [])).toBe('credit-note.of-credit-note');
      }),
      { numRuns: 20 },
    );
  });
});

function minorOf({ tax, total }: Bill) {
  return { tax: tax.minor, total: total.minor };
}
