import { checkVAT, countries } from 'jsvat';
import * as z from 'zod';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Mistake } from '../domain/refusal.ts';
import { isBic, isIban, plainIban } from '../payments/transfer/iban.ts';
import { field } from './fields.ts';
import { country, text } from './values.ts';

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

/** Who sells, as bills name them, and where they are paid. */
export const seller = z.strictObject({
  name: text(200),
  address: text(400).describe('Street and number; with "postal_code" and "city" beside it'),
  postal_code: text(20).optional(),
  city: text(80).optional(),
  country,
  vat_number: text(20)
    .transform(plainVatNumber)
    .pipe(z.string().min(4))
    .optional()
    .describe('Without it the seller is not registered for VAT and charges none'),
  email: z.email().optional().describe('Where questions about a bill go; "support_email" without it'),
  bank: bank.optional().describe('Where transfers go; without it nothing can be paid by bank transfer'),
  payment_days: z.int().min(0).max(90).default(14).describe('Days to pay a bill that is open when it is issued'),
});

/** Mistakes that the seller's values make together. Source: T3: form and check digits are those of the seller's country. */
export function mistakesInSeller(input: unknown): Mistake[] {
  const written = field(field(input, 'seller'), 'vat_number');
  const home = countries.find(({ codes }) => codes[0] === field(field(input, 'seller'), 'country'));
  if (typeof written !== 'string' || home === undefined || checkVAT(written, [home]).isValid) return [];
  const detail = `must be a VAT number of ${home.name}, with its letters and right check digits`;
  return [{ pointer: '/seller/vat_number', detail }];
}

export function toSeller(written: z.infer<typeof seller>, supportEmail: string): Catalogue['seller'] {
  const { name, address, postal_code: postalCode, city, email, payment_days: paymentDays } = written;
  return {
    name,
    address,
    postalCode,
    city,
    country: written.country,
    vatNumber: written.vat_number,
    email: email ?? supportEmail,
    bank: written.bank && { iban: written.bank.iban, bic: written.bank.bic, holder: written.bank.holder ?? name },
    paymentDays,
  };
}

function plainVatNumber(written: string): string {
  return written.toUpperCase().replaceAll(/[\s./-]/g, '');
}
