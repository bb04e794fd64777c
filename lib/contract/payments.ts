import * as z from 'zod';
import { isCreditorReference } from '../payments/transfer/creditor-reference.ts';
import { isNoReference } from '../payments/transfer/transfer-key.ts';
import { contract } from './contract.ts';
import { id, instant, line, moneySchema, pageOf, paging, plainDate } from './shared.ts';

export const receiveGatewayWebhook = contract({
  operation: 'receiveGatewayWebhook',
  summary: 'Take in what a payment gateway reports',
  description:
    'Verified by its signature. The same report may come any number of times and in any order; it counts once.',
  path: z.strictObject({ gateway: z.string().max(40) }),
  body: z.looseObject({}).describe('As the gateway defines it'),
  response: {
    status: 200,
    schema: z.strictObject({ received: z.literal(true) }).meta({ id: 'WebhookReceipt' }),
  },
  refusals: ['gateway.unknown', 'gateway.bad-signature', 'order.not-found'],
});

const paymentUse = z
  .union([
    z.strictObject({
      kind: z.literal('order'),
      account: id('acc'),
      order: id('ord'),
      invoice: id('doc').nullable(),
      amount: moneySchema,
      on: plainDate,
    }),
    z.strictObject({
      kind: z.literal('refund'),
      bank_reference: z.string().describe('Of the transfer that paid it back'),
      amount: moneySchema,
      on: plainDate,
    }),
  ])
  .meta({ id: 'PaymentUse' });

export const paymentSchema = z
  .strictObject({
    id: id('pay'),
    gateway: z.string().describe('What it came by: "bank", a gateway of cards, or a credit note'),
    reference: z.string().describe('What identifies it there'),
    amount: moneySchema,
    booked_on: plainDate,
    recorded_at: instant,
    account: id('acc').nullable().describe('Whose it is, where that is known'),
    uses: z.array(paymentUse).describe('Where it went'),
    unallocated: moneySchema.describe('What is left of it, to be assigned'),
    text: z.string().nullable().describe('Who paid and what they wrote'),
  })
  .meta({ id: 'Payment' });

const outcome = z
  .enum(['settled', 'part', 'over', 'unallocated', 'already-recorded'])
  .describe(
    'The order is paid; paid in part; paid, with something left over; nothing is paid with it; or it was recorded before',
  );

const amountAboveZero = moneySchema.refine(({ amount }) => amount > 0, { path: ['amount'], error: 'must be above 0' });

const creditorReference = line(60)
  .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .pipe(z.string().refine(isCreditorReference, 'must be a reference of ours, RF and 17 digits, without a mistake'))
  .meta({ example: 'RF68123456789012345' });

const bankReference = line(35)
  .refine((text) => !isNoReference(text), 'must tell this transfer from all others')
  .describe('The bank’s own reference of the transfer, as on the statement; counts once');

export const recordPayment = contract({
  operation: 'recordPayment',
  summary: 'Record a bank transfer by hand',
  description:
    'For the order that the reference names, or that is named itself; without either it is kept unallocated. A transfer counts once, by the bank’s reference and the amount, also where the bank’s file has it, imported before or later; there its date may be up to ten days from this one. Where an order is known that it could not pay, or something is over, the admins are told by e-mail.',
  body: z
    .strictObject({
      amount: amountAboveZero,
      bank_reference: bankReference,
      booked_on: plainDate.optional().describe('When the bank booked it; today without it'),
      reference: creditorReference.optional().describe('What the customer transferred it with'),
      account: id('acc').optional(),
      order: id('ord').optional().describe('Instead of "reference", together with "account"'),
      text: line(500).optional().describe('Who paid and what they wrote'),
    })
    .refine(({ account, order }) => order === undefined || account !== undefined, {
      path: ['account'],
      error: 'must be there with "order"',
    })
    .refine(({ account, order }) => account === undefined || order !== undefined, {
      path: ['order'],
      error: 'must be there with "account"',
    })
    .refine(({ reference, order }) => reference === undefined || order === undefined, {
      path: ['reference'],
      error: 'cannot be there with "order"',
    }),
  response: {
    status: 201,
    schema: z.strictObject({ outcome, payment: paymentSchema }).meta({ id: 'RecordedPayment' }),
  },
  refusals: ['order.not-found', 'payment.reference-used'],
});

/** Lambda takes 6 MB with everything around it, and a file that comes in base64 has grown by a third. */
const MAX_STATEMENT_KILOBYTES = 4096;

/** So many that sending a file again gets through them, with what was recorded before, in the time of one request. */
export const MAX_STATEMENT_ENTRIES = 2000;

const statementEntry = z
  .strictObject({
    key: z.string().describe('What identifies it, in whichever file it comes'),
    outcome: z.enum([...outcome.options, 'ignored']),
    reason: z
      .enum(['debit', 'reversal', 'not-booked', 'after-today', 'nothing'])
      .nullable()
      .describe(
        'Why it was ignored: money that left, a debit undone, not booked yet, booked for a later date (send the file again then), or no amount',
      ),
    amount: moneySchema,
    booked_on: plainDate.nullable(),
    payment: id('pay').nullable(),
    account: id('acc').nullable(),
    order: id('ord').nullable(),
  })
  .meta({ id: 'StatementEntry' });

export const importStatement = contract({
  operation: 'importStatement',
  summary: 'Record the transfers of a bank statement',
  description: `A CAMT.053 file (ISO 20022, 001.02 to 001.08) of the account that customers transfer to, or did before the catalogue named another, exactly as the bank gives it, with ${MAX_STATEMENT_ENTRIES} entries at the most. Each transfer counts once, however often a file or one that overlaps is sent. Without a reference of the bank’s it is known by what is said of it; of those alike in everything each counts that stands in one file. A transfer whose reference is unknown, or that names several orders, is kept unallocated.`,
  body: z.string().describe('The file itself'),
  consumes: { contentType: 'application/xml', maxKilobytes: MAX_STATEMENT_KILOBYTES },
  response: {
    status: 200,
    schema: z
      .strictObject({
        entries: z.array(statementEntry).describe('In the order of the file'),
        totals: z.strictObject({
          settled: z.int(),
          part: z.int(),
          over: z.int(),
          unallocated: z.int(),
          already_recorded: z.int(),
          ignored: z.int(),
          recorded: z.array(moneySchema).describe('What is new, by currency'),
        }),
      })
      .meta({ id: 'ImportedStatement' }),
  },
  refusals: ['statement.malformed', 'statement.other-account', 'statement.interrupted'],
});

export const listPayments = contract({
  operation: 'listPayments',
  summary: 'List payments that wait for somebody to look at them',
  description: 'Those of which something is unallocated, the oldest first.',
  query: z.strictObject({ ...paging, state: z.enum(['unallocated']).default('unallocated') }),
  response: { status: 200, schema: pageOf('PaymentPage', paymentSchema) },
  refusals: [],
});

const amountToAssign = amountAboveZero.optional().describe('Everything that is left of the payment, without it');

const assignment = z.union([
  z
    .strictObject({ account: id('acc'), order: id('ord'), amount: amountToAssign })
    .meta({ id: 'AssignmentToOrder', description: 'An order that is not paid yet takes what is due of it' }),
  z.strictObject({ account: id('acc'), credit: z.literal(true), amount: amountToAssign }).meta({
    id: 'AssignmentToCredit',
    description: 'Credit is bought for it, with an invoice; the tax is in the amount',
  }),
  z
    .strictObject({
      refund: z.strictObject({ bank_reference: bankReference }),
      amount: amountToAssign,
    })
    .meta({ id: 'AssignmentToRefund', description: 'It was paid back by a transfer of its own' }),
]);

export const assignPayment = contract({
  operation: 'assignPayment',
  summary: 'Put unallocated money to something',
  description:
    'To an order, to credit, or to the transfer that paid it back. What an order does not take stays unallocated.',
  path: z.strictObject({ payment: id('pay') }),
  body: assignment,
  response: { status: 201, schema: paymentSchema },
  refusals: [
    'payment.not-found',
    'payment.nothing-left',
    'payment.reference-used',
    'account.not-found',
    'order.not-found',
    'order.nothing-due',
    'order.expired',
    'order.wrong-kind',
    'credit.wrong-currency',
  ],
});

export const getPayment = contract({
  operation: 'getPayment',
  summary: 'See a payment and where it went',
  path: z.strictObject({ payment: id('pay') }),
  response: { status: 200, schema: paymentSchema },
  refusals: ['payment.not-found'],
});
