import { describe, expect, it } from 'vitest';
import { makeBill, type PricedLine } from '../../../lib/domain/invoices/bill.ts';
import {
  type Credited,
  type CreditedLine,
  decideCreditNote,
  nothingCredited,
} from '../../../lib/domain/invoices/credit-note.ts';
import { money } from '../../../lib/domain/money.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { invoiceOf, terms } from './bills.ts';

const eur = (minor: number) => money(minor, 'EUR');

function line(kind: PricedLine['kind'], minor: number): PricedLine {
  return { kind, subject: kind, name: kind, quantity: 1, unitPrice: eur(minor), amount: eur(minor) };
}

/** 100.00, less a discount of 10.00, and something for nothing. */
const invoice = invoiceOf(
  makeBill([line('licence', 10_000), line('discount', -1000), line('licence', 0)], terms(2200, false)),
);

function mistakeIn(wanted: readonly CreditedLine[], lines: Credited['lines'] = {}): string {
  try {
    decideCreditNote(invoice, { ...nothingCredited('EUR'), lines }, wanted);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const errors = (error.facts.errors ?? []).map(({ pointer, detail }) => `, ${pointer} ${detail}`);
    return error.code + errors.join('');
  }
  throw new Error('The credit note was not refused');
}

describe('T1: a credit note that is refused says which amount can be credited', () => {
  const ofLine = 'credit-note.beyond-billed, /lines/0/amount/amount must be from';
  const together = 'credit-note.beyond-billed, /lines must together be from';

  it.each<[string, CreditedLine[], string]>([
    ['nothing of a line', [{ line: 1, amount: eur(0) }], `${ofLine} 1 to 10000`],
    ['below zero of a line', [{ line: 1, amount: eur(-5) }], `${ofLine} 1 to 10000`],
    ['a cent more than a line', [{ line: 1, amount: eur(10_001) }], `${ofLine} 1 to 10000`],
    ['a discount the other way round', [{ line: 2, amount: eur(5) }], `${ofLine} -1000 to -1`],
    ['a cent more than a discount', [{ line: 2, amount: eur(-1001) }], `${ofLine} -1000 to -1`],
    ['a line without its discount', [{ line: 1 }], `${together} 1 to 9000`],
    ['a discount alone', [{ line: 2 }], `${together} 1 to 9000`],
    ['a line for nothing', [{ line: 3 }], 'credit-note.nothing-left, /lines/0/line has nothing left to credit'],
    ['a line that is not there', [{ line: 4 }], 'credit-note.unknown-line, /lines/0/line is not a line of the invoice'],
    [
      'another currency',
      [{ line: 1, amount: money(5, 'SEK') }],
      'credit.wrong-currency, /lines/0/amount/currency must be EUR',
    ],
  ])('%s', (_, wanted, expected) => {
    expect(mistakeIn(wanted)).toBe(expected);
  });

  it('counts what was credited before: 60.00 of 100.00, then at most 40.00', () => {
    expect(mistakeIn([{ line: 1, amount: eur(4001) }], { 1: 6000 })).toBe(`${ofLine} 1 to 4000`);
  });

  it('has nothing left once all of it is credited, as a whole or by its lines', () => {
    expect(mistakeIn([], { 1: 10_000, 2: -1000 })).toBe('credit-note.nothing-left');
    expect(mistakeIn([], { 1: 9000 })).toBe('credit-note.nothing-left');
  });
});
