import * as z from 'zod';
import { accountSchema } from './accounts.ts';
import { billFields, paymentMethodSchema } from './bills.ts';
import { contract } from './contract.ts';
import { licenceTypeId } from './licences.ts';
import { orderSchema, pricedItem } from './orders.ts';
import { accountPath, line, locale, plainDate } from './shared.ts';
import { planId } from './sign-ups.ts';

const newCustomer = {
  organisation: line(120),
  plan: planId,
  licences: z
    .array(z.strictObject({ type: licenceTypeId, quantity: z.int().min(1).max(10_000) }).meta({ id: 'WantedLicences' }))
    .min(1)
    .max(10),
  term: z
    .union([z.literal(1), z.literal(12)])
    .optional()
    .describe('Months; the first the plan offers without it'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as IT')
    .optional(),
  vat_number: line(30).optional().describe('With or without its prefix; it is checked at once'),
  locale: locale.optional(),
  payment_method: paymentMethodSchema.default('card'),
};

const refusals = [
  'reseller.not-found',
  'plan.unknown',
  'vat-number.malformed',
  'vat-number.other-country',
  'licence.unknown-type',
  'subscription.term-unavailable',
] as const;

export const previewCustomer = contract({
  operation: 'previewCustomer',
  summary: "See what a new customer's first order would cost",
  description: 'Prices it exactly as the order itself does. Opens and orders nothing.',
  path: accountPath,
  body: z.strictObject(newCustomer),
  response: {
    status: 200,
    schema: z
      .strictObject({
        items: z.array(pricedItem),
        ...billFields,
        period: z.strictObject({ start: plainDate, end: plainDate.describe('The first day after it') }),
      })
      .meta({ id: 'CustomerPreview' }),
  },
  refusals: [...refusals],
});

export const createCustomer = contract({
  operation: 'createCustomer',
  summary: 'Open an account for a customer',
  description:
    'Opens the account, which the reseller manages from then on, and places its first order at the discount. People are added to it afterwards.',
  path: accountPath,
  body: z.strictObject(newCustomer).meta({ id: 'NewCustomer' }),
  response: {
    status: 201,
    schema: z.strictObject({ account: accountSchema, order: orderSchema }).meta({ id: 'CustomerCreated' }),
  },
  refusals: [...refusals, 'order.payment-unavailable'],
});
