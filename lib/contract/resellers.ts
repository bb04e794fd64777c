import * as z from 'zod';
import { readPercent } from '../domain/resellers/discount.ts';
import { contract } from './contract.ts';
import { accountPath, id, instant, pageOf, paging, plainDate } from './shared.ts';

const discount = z
  .union([z.string(), z.number()])
  .transform((value) => readPercent(String(value)))
  .pipe(z.int('must be a percentage from 0.01 to 100, with at most two decimals'))
  .meta({ type: ['string', 'number'], example: '20' })
  .describe('Percent off what the plan costs, from 0.01 to 100, with at most two decimals');

export const resellerSchema = z
  .strictObject({
    account: id('acc'),
    organisation: z.string(),
    discount_percent: z.string().describe('Such as "20" or "12.5"'),
    since: instant,
  })
  .meta({ id: 'Reseller' });

export const listResellers = contract({
  operation: 'listResellers',
  summary: 'List the resellers',
  description: 'In the order in which their accounts were opened.',
  query: z.strictObject(paging),
  response: { status: 200, schema: pageOf('ResellerPage', resellerSchema) },
  refusals: [],
});

export const makeReseller = contract({
  operation: 'makeReseller',
  summary: 'Make an account a reseller',
  description:
    'Its owner and admins can open accounts for customers from then on, at this discount, and act on them. Asking again with the same discount changes nothing.',
  body: z.strictObject({ account: id('acc'), discount_percent: discount }).meta({ id: 'NewReseller' }),
  response: { status: 201, schema: resellerSchema },
  refusals: ['account.not-found', 'reseller.already-there', 'reseller.is-customer'],
});

export const getReseller = contract({
  operation: 'getReseller',
  summary: 'See a reseller',
  path: accountPath,
  response: { status: 200, schema: resellerSchema },
  refusals: ['reseller.not-found'],
});

export const editReseller = contract({
  operation: 'editReseller',
  summary: "Change a reseller's discount",
  description:
    'The discount counts for orders from then on. What was paid or billed before stays as it was; an open order at the discount before can no longer be paid, and is placed anew.',
  path: accountPath,
  body: z.strictObject({ discount_percent: discount }).meta({ id: 'ResellerEdit' }),
  response: { status: 200, schema: resellerSchema },
  refusals: ['reseller.not-found'],
});

export const endReseller = contract({
  operation: 'endReseller',
  summary: 'End a reseller',
  description:
    'It can no longer act on any customer, at once and for good: made a reseller again, it begins without customers. As with a withdrawal, each customer has it in its history, gets an owner where it has none and an active admin, and its admins get an e-mail; renewals that it left unpaid at its prices are billed to them anew. With many customers this may go on in the following night. Ending it again changes nothing.',
  path: accountPath,
  response: { status: 204, schema: z.undefined() },
  refusals: [],
});

const state = z.enum(['none', 'trial', 'active', 'past-due', 'suspended', 'cancelling', 'ended']);

export const customerSchema = z
  .strictObject({
    account: id('acc'),
    organisation: z.string(),
    plan: z.string(),
    state: state.describe('Of the subscription; none before the first purchase'),
    term: z
      .union([z.literal(1), z.literal(12)])
      .nullable()
      .describe('Months'),
    renews: z.boolean().describe('Whether it renews by itself when the period ends'),
    renews_on: plainDate.nullable().describe('The first day after the period, on which it renews or ends'),
    licences: z.array(
      z
        .strictObject({
          type: z.string(),
          total: z.int(),
          in_use: z.int().describe('Assigned, or reserved by a pending invitation'),
          free: z.int(),
        })
        .meta({ id: 'CustomerLicences' }),
    ),
    unpaid_order: id('ord').nullable().describe('The renewal that is not paid yet'),
    since: instant.describe('Since when the reseller manages it'),
  })
  .meta({ id: 'Customer' });

export const listCustomers = contract({
  operation: 'listCustomers',
  summary: "List a reseller's customers",
  description: 'In the order in which their accounts were opened. Filters are put together with "and".',
  path: accountPath,
  query: z.strictObject({
    ...paging,
    organisation: z.string().min(1).max(120).optional().describe('Part of the name, in any case'),
    plan: z.string().max(24).optional(),
    state: state.optional(),
    renews_before: plainDate.optional().describe('Those whose period ends before this date'),
  }),
  response: { status: 200, schema: pageOf('CustomerPage', customerSchema) },
  refusals: ['reseller.not-found'],
});

export const getAccountReseller = contract({
  operation: 'getAccountReseller',
  summary: 'See who manages an account as its reseller',
  path: accountPath,
  response: {
    status: 200,
    schema: z
      .strictObject({ account: id('acc'), organisation: z.string(), since: instant })
      .meta({ id: 'AccountReseller' }),
  },
  refusals: ['reseller.none'],
});

export const withdrawReseller = contract({
  operation: 'withdrawReseller',
  summary: "Withdraw a reseller's access to an account",
  description:
    'By the customer, by the reseller who gives the customer up, or by an operator. The reseller sees nothing of the account from then on. Where the account has no owner, one of its admins becomes it: the one who asks, or else the one who has been there longest. A renewal that the reseller left unpaid at its prices is billed anew, to be paid by the customer. Its admins get an e-mail, unless one of them asks. Asking again changes nothing.',
  path: accountPath,
  response: { status: 204, schema: z.undefined() },
  refusals: ['reseller.only-admin'],
});
