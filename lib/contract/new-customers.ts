import * as z from 'zod';
import { MAX_QUANTITY } from '../domain/licences/price-term-order.ts';
import { accountSchema, editAccount } from './accounts.ts';
import { billFields, paymentMethodSchema } from './bills.ts';
import { contract } from './contract.ts';
import { licenceTypeId } from './licences.ts';
import { orderSchema, previewOrder, pricedItem } from './orders.ts';
import { accountPath, locale, plainDate } from './shared.ts';
import { planId } from './sign-ups.ts';

const catalogueId = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be an id of the catalogue');
const quantity = z.int().min(1).max(MAX_QUANTITY);

const { organisation, billing, external_id } = editAccount.body.shape;
const { country, vat_number, ...otherDetails } = billing.unwrap().shape;

const newCustomer = z
  .strictObject({
    organisation: organisation.unwrap(),
    plan: planId.describe('A plan that is sold through resellers'),
    licences: z
      .array(z.strictObject({ type: licenceTypeId, quantity }).meta({ id: 'WantedLicences' }))
      .max(10)
      .default([])
      .describe('The first ones; a plan with licence types needs some'),
    modules: z
      .array(catalogueId)
      .max(10)
      .default([])
      .describe('The first ones; a plan without licence types needs some'),
    packs: z
      .array(
        z
          .strictObject({
            pack: catalogueId,
            module: catalogueId.optional().describe('Of which module, where the pack is of users'),
            quantity: quantity.default(1),
          })
          .meta({ id: 'WantedPacks' }),
      )
      .max(10)
      .default([]),
    term: z
      .union([z.literal(1), z.literal(12)])
      .optional()
      .describe('Months; the first the plan offers without it'),
    country: country.unwrap().unwrap().optional(),
    vat_number: vat_number.unwrap().unwrap().optional(),
    billing: z.strictObject(otherDetails).partial().optional().describe('What else bills are to say'),
    locale: locale.optional().describe("Language of e-mails, pages and bills; the reseller's without it"),
    external_id: external_id.unwrap().unwrap().optional().describe("Operators: the vendor's own id of the account"),
    payment_method: paymentMethodSchema.default('card').describe('How the order is to be paid'),
  })
  .meta({ id: 'NewCustomer' });

const refusals = [
  'reseller.not-found',
  'plan.unknown',
  'plan.not-for-resale',
  'vat-number.malformed',
  'vat-number.other-country',
  'licence.unknown-type',
  'order.no-licences',
  'order.no-modules',
  'module.unknown',
  'pack.unknown',
  'pack.needs-module',
  'subscription.term-unavailable',
  'account.external-id-taken',
] as const;

export const previewCustomer = contract({
  operation: 'previewCustomer',
  summary: "See what a new customer's first order would cost",
  description:
    'Prices it exactly as the order itself does, and checks the VAT number for that. Opens and orders nothing.',
  path: accountPath,
  body: newCustomer,
  response: {
    status: 200,
    schema: z
      .strictObject({
        items: z.array(pricedItem),
        ...billFields,
        period: z.strictObject({ start: plainDate, end: plainDate.describe('The first day after it') }),
        next_total: previewOrder.response.schema.shape.next_total,
      })
      .meta({ id: 'CustomerPreview' }),
  },
  refusals: [...refusals],
});

export const createCustomer = contract({
  operation: 'createCustomer',
  summary: 'Open an account for a customer',
  description:
    'Opens the account, which the reseller manages from then on, and places its first order at the discount, both or neither. Nobody of the customer need be known: people are added to it afterwards. It can be used once the order is paid.',
  path: accountPath,
  body: newCustomer,
  response: {
    status: 201,
    schema: z.strictObject({ customer: accountSchema, order: orderSchema }).meta({ id: 'CustomerCreated' }),
  },
  refusals: [...refusals, 'order.payment-unavailable'],
});
