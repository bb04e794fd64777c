import * as z from 'zod';
import { contract } from './contract.ts';
import { accountPath, id, line, moneySchema, pageOf, paging, plainDate } from './shared.ts';

const addOnId = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be the id of an add-on');
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month written YYYY-MM');

const status = z
  .enum(['not-activated', 'active', 'suspended'])
  .describe('`suspended`: the credit did not cover a day; members cannot use the service until credit is bought');

const enabledAddOn = z
  .strictObject({ id: z.string(), name: z.string(), price: moneySchema.describe('Per active user and month') })
  .meta({ id: 'EnabledAddOn' });

export const creditPanel = z
  .strictObject({
    account: id('acc'),
    plan: z.string(),
    status,
    balance: moneySchema,
    price: moneySchema.describe('Of the plan, per active user and month, today'),
    daily_charge: moneySchema.describe("Today's charge for everyone active, with add-ons"),
    active_users: z.int(),
    add_ons: z.array(enabledAddOn),
    charged_through: plainDate.nullable().describe('Last date that is paid'),
    expires_on: plainDate
      .nullable()
      .describe('Last date fully paid if nothing changes; null before activation, or if it never ends'),
    suspended_from: plainDate.nullable(),
    support: z.boolean().describe('Whether a purchase has entitled the account to technical support'),
    links: z.strictObject({ buy: z.url() }),
  })
  .meta({ id: 'Credit' });

export const getCredit = contract({
  operation: 'getCredit',
  summary: 'See the credit of an account',
  description: 'Balance, charge per day, active users, add-ons, and the date to which the credit lasts.',
  path: accountPath,
  response: { status: 200, schema: creditPanel },
  refusals: [],
});

const component = z.strictObject({
  add_on: z.string().nullable().describe('null is the plan itself'),
  users: z.int(),
  amount: moneySchema,
});

const statementLine = z
  .strictObject({
    on: plainDate,
    kind: z.enum([
      'night',
      'free-credit',
      'purchase',
      'adjustment',
      'credit-note',
      'activation',
      'add-on',
      'resumption',
    ]),
    amount: moneySchema.describe('Above zero into the credit, below zero out of it'),
    balance_after: moneySchema,
    users: z.int().nullable(),
    components: z.array(component),
    entry: z.int().nullable().describe('Number of the movement; null for a night'),
    member: z.string().nullable(),
    order: z.string().nullable(),
    payment: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'StatementLine' });

const lineFilters = { month: month.optional().describe('Only this month') };

export const listCreditEntries = contract({
  operation: 'listCreditEntries',
  summary: 'List every night and every movement',
  description: 'Oldest first, each with the balance after it. The amounts of all lines add up to the balance.',
  path: accountPath,
  query: z.strictObject({ ...paging, ...lineFilters }),
  response: { status: 200, schema: pageOf('StatementLinePage', statementLine) },
  refusals: ['request.bad-cursor'],
});

export const exportCreditEntries = contract({
  operation: 'exportCreditEntries',
  summary: 'Download the statement as CSV',
  path: accountPath,
  query: z.strictObject(lineFilters),
  response: { status: 200, schema: z.string(), contentType: 'text/csv' },
  refusals: [],
});

const statement = z
  .strictObject({
    month,
    opening: moneySchema,
    closing: moneySchema,
    charged: moneySchema.describe('What the nights of the month cost'),
    sealed: z.boolean().describe('A sealed month never changes'),
    hash: z.string().nullable().describe('SHA-256 over this and everything before it'),
  })
  .meta({ id: 'Statement' });

export const listStatements = contract({
  operation: 'listStatements',
  summary: 'List the months of the statement',
  description: 'Newest first. Finished months are sealed and chained by hash; the current one is open.',
  path: accountPath,
  query: z.strictObject(paging),
  response: { status: 200, schema: pageOf('StatementPage', statement) },
  refusals: ['request.bad-cursor'],
});

export const previewCredit = contract({
  operation: 'previewCredit',
  summary: 'See what a change would do to the credit',
  description:
    'Buying an amount, activating or deactivating a member, or switching an add-on on or off. Changes nothing.',
  path: accountPath,
  body: z.union([
    z.strictObject({ amount: moneySchema }),
    z.strictObject({ member: id('mem'), active: z.boolean() }),
    z.strictObject({ add_on: addOnId, enabled: z.boolean() }),
  ]),
  response: {
    status: 200,
    schema: z
      .strictObject({
        charge_now: moneySchema.describe('What would be charged for today at once'),
        balance: moneySchema.describe('The balance after it'),
        daily_charge: moneySchema,
        active_users: z.int(),
        status,
        expires_on: plainDate.nullable(),
        days: z.int().nullable().describe('Days gained, or lost when below zero; null when either end is open'),
        now: z.strictObject({ balance: moneySchema, expires_on: plainDate.nullable() }),
      })
      .meta({ id: 'CreditPreview' }),
  },
  refusals: [
    'credit.insufficient',
    'credit.wrong-currency',
    'credit.amount-out-of-range',
    'member.not-found',
    'add-on.unknown',
  ],
});

export const adjustCredit = contract({
  operation: 'adjustCredit',
  summary: 'Correct the credit by hand',
  description: 'An entry with a reason, above or below zero. The balance never goes below zero.',
  path: accountPath,
  body: z.strictObject({ amount: moneySchema, reason: line(300) }),
  response: { status: 201, schema: creditPanel },
  refusals: ['credit.below-zero', 'credit.wrong-currency', 'credit.amount-out-of-range'],
});

const addOnPath = z.strictObject({ account: id('acc'), add_on: addOnId });

export const enableAddOn = contract({
  operation: 'enableAddOn',
  summary: 'Switch an add-on on',
  description: "Charges today's share for every active user at once, unless it was charged for them today already.",
  path: addOnPath,
  response: { status: 200, schema: creditPanel },
  refusals: ['add-on.unknown', 'account.not-active', 'credit.insufficient'],
});

export const disableAddOn = contract({
  operation: 'disableAddOn',
  summary: 'Switch an add-on off',
  description: 'It costs nothing from the next night on. Nothing of the day is paid back.',
  path: addOnPath,
  response: { status: 200, schema: creditPanel },
  refusals: ['add-on.unknown'],
});
