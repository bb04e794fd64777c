import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invoiceView } from '../../lib/documents/invoice-view.ts';
import { renderUbl } from '../../lib/documents/ubl/render-ubl.ts';
import { decideCreditNote, nothingCredited } from '../../lib/domain/invoices/credit-note.ts';
import type { Invoice } from '../../lib/domain/invoices/invoice.ts';
import type { TermLine } from '../../lib/domain/licences/price-term-order.ts';
import { money } from '../../lib/domain/money.ts';
import { withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import { misplaced } from '../documents/ubl/order.ts';
import { calculationRules } from '../documents/ubl/rules/calculation.ts';
import { documentRules } from '../documents/ubl/rules/document.ts';
import { paymentRules } from '../documents/ubl/rules/payment.ts';
import { vatRules } from '../documents/ubl/rules/vat.ts';
import { billOf, buyerIn, issued } from '../documents/ubl/samples.ts';
import { parseXml } from '../documents/ubl/xml.ts';

const rules = [...documentRules, ...paymentRules, ...calculationRules, ...vatRules];

function line(minor: number): TermLine {
  const amount = money(minor, 'EUR');
  const basis = { kind: 'full-price' } as const;
  return { kind: 'licence', subject: 'a', name: 'A', quantity: 1, unitPrice: amount, period: undefined, basis, amount };
}

const lessIn = (amounts: readonly number[], percent: number) =>
  withDiscount(amounts.map(line), { reseller: 'acc_TEST', percent }, 'EUR');

async function brokenBy(invoice: Invoice): Promise<string[]> {
  const document = parseXml(await renderUbl(invoice));
  return [...rules.filter(({ holds }) => !holds(document)).map(({ id }) => id), ...misplaced(document)];
}

describe('T1, R1: an invoice with a reseller’s discount keeps the rules of EN 16931', () => {
  it('for any lines and percentage, prices with tax or without, and so does the credit note for it', async () => {
    const bill = fc.record({
      amounts: fc.array(fc.integer({ min: 1, max: 10 ** 8 }), { minLength: 1, maxLength: 6 }),
      percent: fc.integer({ min: 1, max: 9999 }),
      country: fc.constantFrom('IT', 'FR', 'US'),
      hasNumber: fc.boolean(),
      pricesIncludeTax: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(bill, async ({ amounts, percent, country, hasNumber, pricesIncludeTax }) => {
        const buyer = buyerIn(country, hasNumber ? { vatNumber: `${country}123456789` } : {});
        const made = billOf({ lines: lessIn(amounts, percent), buyer, pricesIncludeTax });
        fc.pre(made.total.minor > 0 && made.net.minor > 0);
        const invoice = issued(made);
        expect(await brokenBy(invoice)).toEqual([]);
        const { id, number, issuedOn, total } = invoice;
        const corrects = { invoice: id, number, issuedOn, reason: 'Ordered by mistake' };
        const note = decideCreditNote(invoice, nothingCredited(total.currency), []);
        expect(await brokenBy(issued(note, { kind: 'credit-note', number: 'CN-2026-000001', corrects }))).toEqual([]);
      }),
      { numRuns: 40, seed: 20_260_115 },
    );
  });

  it.each([
    ['en', 'Discount 12.5%', '−€45.00'],
    ['fr', 'Remise 12,5 %', '−45,00 €'],
  ])('and says in %s what it is', (language, name, amount) => {
    const invoice = issued(billOf({ lines: lessIn([36_000], 1250), buyer: buyerIn('FR', { language }) }));
    const { lines } = invoiceView(invoice);
    expect(lines.at(-1)).toMatchObject({ quantity: '', unitPrice: '' });
    expect(lines.at(-1)?.name.replaceAll(/\s/g, ' ')).toBe(name);
    expect(lines.at(-1)?.amount.replaceAll(/\s/g, ' ')).toBe(amount);
  });
});
