import * as z from 'zod';
import { moneySchema } from './shared.ts';

export const paymentMethodSchema = z.enum(['card', 'bank-transfer']);

const taxSchema = z
  .strictObject({
    kind: z
      .enum(['domestic', 'reverse-charge', 'destination', 'outside-scope', 'not-registered'])
      .describe(
        'The seller’s own VAT; none, because the buyer accounts for it; the VAT of the buyer’s country; outside the scope of VAT; the seller is not registered for VAT',
      ),
    category: z.enum(['S', 'AE', 'O', 'E']).describe('Code of EN 16931'),
    country: z.string().nullable().describe('Whose VAT it is'),
    rate: z.string().describe('Percent, such as "22" or "25.5"'),
    base: moneySchema,
    amount: moneySchema,
  })
  .meta({ id: 'Tax' });

/** What a bill comes to; `total` is what is to be paid. */
export const billFields = {
  net: moneySchema.describe('Before tax'),
  tax: moneySchema,
  taxes: z.array(taxSchema).describe('Tax by rate; empty where nothing is billed'),
  total: moneySchema.describe('What is to be paid, tax and all'),
};

export const transferSchema = z
  .strictObject({
    iban: z.string(),
    bic: z.string().nullable(),
    holder: z.string(),
    reference: z.string().describe('ISO 11649 creditor reference; a transfer with it finds its order'),
    qr: z
      .string()
      .nullable()
      .describe('What the EPC QR code of this transfer holds; null for another currency than EUR'),
  })
  .meta({ id: 'TransferDetails' });
