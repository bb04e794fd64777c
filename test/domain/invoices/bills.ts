import fc from 'fast-check';
import { plainDate } from '../../../lib/domain/dates.ts';
import { makeBill, type PricedLine, type Terms } from '../../../lib/domain/invoices/bill.ts';
import type { Bill, Invoice } from '../../../lib/domain/invoices/invoice.ts';
import { money } from '../../../lib/domain/money.ts';

/** Hundredths of a percent that are in force somewhere, and some that try the rounding. */
const RATES = [0, 1, 500, 770, 810, 1700, 1900, 2000, 2100, 2200, 2500, 2550, 2700, 9999];

export function terms(rate: number, pricesIncludeTax: boolean): Terms {
  const party = { name: 'Example', address: 'Street 1', postalCode: undefined, city: undefined, country: 'IT' };
  return {
    seller: { ...party, vatNumber: 'IT12345670017', email: 'bills@example.com' },
    buyer: { ...party, vatNumber: undefined, language: 'en' },
    treatment: { kind: 'domestic', category: rate === 0 ? 'E' : 'S', rate, country: 'IT', source: 'a test' },
    pricesIncludeTax,
  };
}

function line(kind: PricedLine['kind'], minor: number): PricedLine {
  const amount = money(minor, 'EUR');
  return { kind, subject: kind, name: kind, quantity: 1, unitPrice: amount, amount };
}

/** Lines as orders have them: prices, then a discount on what came before it, in any place but the first. */
const pricedLines: fc.Arbitrary<PricedLine[]> = fc
  .array(
    fc.record({
      minor: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 50_000_000 })),
      discountPercent: fc.option(fc.integer({ min: 1, max: 99 }), { nil: 0 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    const lines: PricedLine[] = [];
    let sum = 0;
    for (const { minor, discountPercent } of parts) {
      const discount = Math.floor(((sum + minor) * discountPercent) / 100);
      sum += minor - discount;
      lines.push(line('licence', minor));
      if (discount > 0) lines.push(line('discount', -discount));
    }
    return lines;
  });

export interface Billed {
  readonly lines: readonly PricedLine[];
  readonly rate: number;
  readonly pricesIncludeTax: boolean;
  readonly bill: Bill;
}

export const billed: fc.Arbitrary<Billed> = fc
  .record({ lines: pricedLines, rate: fc.constantFrom(...RATES), pricesIncludeTax: fc.boolean() })
  .map((made) => ({ ...made, bill: makeBill(made.lines, terms(made.rate, made.pricesIncludeTax)) }));

export function invoiceOf(bill: Bill): Invoice {
  return {
    ...bill,
    id: 'doc_TEST',
    kind: 'invoice',
    number: 'INV-2026-000001',
    account: 'acc_TEST',
    order: 'ord_TEST',
    issuedOn: plainDate('2026-01-15'),
    dueOn: undefined,
    paymentMethod: 'card',
    transfer: undefined,
    corrects: undefined,
  };
}

/** Minor units of amounts, added up. */
export function sumOf(amounts: readonly { readonly minor: number }[]): number {
  return amounts.reduce((sum, { minor }) => sum + minor, 0);
}
