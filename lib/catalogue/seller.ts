import * as z from 'zod';
import { country, lines } from '../contract/shared.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { PlainDate } from '../domain/dates.ts';
import { SUSPENSION_DAY } from '../domain/licences/subscription.ts';
import type { Mistake } from '../domain/refusal.ts';
import { canChargeTax } from '../domain/tax/decide-tax.ts';
import { isBic, isIban, plainIban } from '../payments/transfer/iban.ts';
import { readVatNumber } from '../tax/vat-number.ts';
import { field } from './fields.ts';
import { text } from './values.ts';

/** What fits beside the sums of a page. */
const NOTE_LINES = 12;

const bank = z
  .strictObject({
    iban: text(42)
      .transform(plainIban)
      .pipe(z.string().refine(isIban, 'must be an IBAN with the right length and check digits'))
      .meta({ example: 'NL91ABNA0417164300' }),
    bic: text(11)
      .transform((bic) => bic.toUpperCase())
      .pipe(z.string().refine(isBic, 'must be a BIC of 8 or 11 characters'))
      .optional(),
    holder: text(70).optional().describe('Whose account it is, as the bank knows it; the seller’s name without it'),
  })
  .meta({ id: 'BankAccount' });

/** Nobody is suspended before the last day to pay. Source: L13. */
const MOST_PAYMENT_DAYS = SUSPENSION_DAY - 1;

/** Who sells, as bills name them, and where they are paid. */
export const seller = z.strictObject({
  name: text(200),
  address: text(400).describe('Street and number; with "postal_code" and "city" beside it'),
  postal_code: text(20).optional(),
  city: text(80).optional(),
  country,
  vat_number: text(20).optional().describe('Without it the seller is not registered for VAT and charges none'),
  tax_number: text(30)
    .optional()
    .describe('National tax number, such as a Steuernummer; where bills of that country show it beside the VAT number')
    .meta({ example: '27/123/45678' }),
  registration: text(300)
    .optional()
    .describe('What the law of the country wants on bills, in one line: register, legal form, capital')
    .meta({ example: 'REA MI-1234567, cap. soc. 10.000 EUR i.v.' }),
  invoice_note: lines(600)
    .refine((note) => note.split('\n').length <= NOTE_LINES, `must have at most ${NOTE_LINES} lines`)
    .optional()
    .describe('Printed on every invoice and credit note as it is written, such as terms of late payment'),
  email: z.email().optional().describe('Where questions about a bill go; "support_email" without it'),
  bank: bank.optional().describe('Where transfers go; without it nothing can be paid by bank transfer'),
  payment_days: z
    .int()
    .min(0)
    .max(MOST_PAYMENT_DAYS, `must be ${MOST_PAYMENT_DAYS} at the most: what is unpaid is suspended the day after`)
    .default(14)
    .describe(`Days to pay the bill of a renewal; on day ${SUSPENSION_DAY} the account is suspended`),
});

/** A date that every rate without an end holds on. */
const ALWAYS = '9999-12-31' as PlainDate;

/** Mistakes that the seller's values make together. Source: T3: form and check digits are those of the seller's country. */
export function mistakesInSeller(input: unknown): Mistake[] {
  const [written, home, postal] = ['vat_number', 'country', 'postal_code'].map((name) =>
    field(field(input, 'seller'), name),
  );
  if (typeof written !== 'string' || typeof home !== 'string') return [];
  const pointer = '/seller/vat_number';
  if (readVatNumber(written, home).kind !== 'read')
    return [{ pointer, detail: 'must be a VAT number of "country", with right check digits' }];
  if (canChargeTax(home, typeof postal === 'string' ? postal : undefined, ALWAYS)) return [];
  return [{ pointer, detail: 'there is no VAT rate for where the seller is: leave it out' }];
}

export function toSeller(written: z.infer<typeof seller>, supportEmail: string): Catalogue['seller'] {
  const { name, address, postal_code: postalCode, city, email, payment_days: paymentDays } = written;
  return {
    name,
    address,
    postalCode,
    city,
    country: written.country,
    vatNumber: written.vat_number && plainVatNumber(written.vat_number, written.country),
    taxNumber: written.tax_number,
    registration: written.registration,
    invoiceNote: written.invoice_note,
    email: email ?? supportEmail,
    bank: written.bank && { iban: written.bank.iban, bic: written.bank.bic, holder: written.bank.holder ?? name },
    paymentDays,
  };
}

/** As its register writes it, with the country's letters. */
function plainVatNumber(written: string, home: string): string {
  const reading = readVatNumber(written, home);
  return reading.kind === 'read' ? reading.number : written;
}
