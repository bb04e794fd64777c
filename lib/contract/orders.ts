import * as z from 'zod';
import { MAX_QUANTITY } from '../domain/licences/price-term-order.ts';
import { billFields, paymentMethodSchema, transferSchema } from './bills.ts';
import { contract } from './contract.ts';
import { accountPath, id, instant, moneySchema, pageOf, paging, plainDate } from './shared.ts';

const typeId = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be an id of the catalogue');

const orderItem = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('credit'), amount: moneySchema.describe('How much credit to buy') })
    .meta({ id: 'CreditItem' }),
  z
    .strictObject({ kind: z.literal('licence'), type: typeId, quantity: z.int().min(1).max(MAX_QUANTITY) })
    .meta({ id: 'LicenceItem' }),
  z.strictObject({ kind: z.literal('module'), module: typeId }).meta({ id: 'ModuleItem' }),
  z
    .strictObject({
      kind: z.literal('pack'),
      pack: typeId,
      module: typeId.optional().describe('Of which module, where the pack is of users'),
      quantity: z.int().min(1).max(MAX_QUANTITY).default(1),
    })
    .meta({ id: 'PackItem' }),
]);

const paymentMethod = paymentMethodSchema.default('card').describe('How it is to be paid');
const items = z.array(orderItem).min(1).max(20);
const term = z
  .union([z.literal(1), z.literal(12)])
  .optional()
  .describe('Months, for the order that begins a subscription');

export const basis = z
  .union([
    z.strictObject({ kind: z.literal('whole-period') }),
    z.strictObject({ kind: z.literal('daily'), days_left: z.int(), days: z.int() }),
    z.strictObject({ kind: z.literal('whole-months'), months: z.int() }),
    z
      .strictObject({ kind: z.literal('full-price') })
      .describe('All of it is there at once, so it costs the same on any day'),
    z
      .strictObject({ kind: z.literal('user-days'), user_days: z.int(), days: z.int() })
      .describe('Price × user-days ÷ days of the period'),
    z.strictObject({ kind: z.literal('percent'), percent: z.string() }).describe('Of the lines before it'),
  ])
  .describe('How the amount came about');

/** A line of an order, a preview or a renewal. */
export const pricedItem = z
  .union([
    z.strictObject({ kind: z.literal('credit'), description: z.string(), amount: moneySchema }),
    z.strictObject({
      kind: z.enum(['licence', 'module', 'pack', 'plan', 'consumption', 'discount']),
      subject: z
        .string()
        .describe('Id of the licence type, module, pack or plan; of consumption, the module; empty for a discount'),
      module: z.string().nullable().describe('Of a pack of users: of which module'),
      description: z.string(),
      quantity: z.int(),
      unit_price: moneySchema.describe('Of one for the whole term, or once'),
      period: z
        .strictObject({ start: plainDate, end: plainDate.describe('The first day after it') })
        .nullable()
        .describe('null for what is not for a time'),
      basis,
      amount: moneySchema,
    }),
  ])
  .meta({ id: 'PricedItem' });

export const previewOrder = contract({
  operation: 'previewOrder',
  summary: 'See what an order would cost and bring',
  description:
    'Prices the items exactly as the order itself does. Orders nothing; where what VIES said of the VAT number is old, it is asked again.',
  path: accountPath,
  body: z.strictObject({ items, term, payment_method: paymentMethod }),
  response: {
    status: 200,
    schema: z
      .strictObject({
        items: z.array(pricedItem),
        ...billFields,
        expires_on: plainDate.nullable().describe('Credit: date to which it lasts after it'),
        days: z.int().nullable().describe('Credit: days gained'),
        period: z
          .strictObject({ start: plainDate, end: plainDate })
          .nullable()
          .describe('Licences, modules and packs: the period they join'),
        next_total: moneySchema
          .nullable()
          .describe(
            'Licences, modules and packs: what they cost for the next period, at today’s prices, which have tax in them where the plan’s do; null where no period follows',
          ),
      })
      .meta({ id: 'OrderPreview' }),
  },
  refusals: [
    'credit.wrong-currency',
    'credit.amount-out-of-range',
    'order.wrong-kind',
    'licence.unknown-type',
    'licence.too-few',
    'order.no-licences',
    'order.no-modules',
    'module.unknown',
    'module.already-there',
    'pack.unknown',
    'pack.needs-module',
    'pack.already-there',
    'subscription.unpaid',
    'subscription.other-term',
    'subscription.term-unavailable',
  ],
});

const status = z.enum(['pending', 'paid', 'expired']);

export const orderSchema = z
  .strictObject({
    id: id('ord'),
    account: id('acc'),
    purpose: z
      .enum(['credit', 'purchase', 'plan-change', 'renewal', 'consumption'])
      .describe('consumption: users beyond those allowed, of a subscription that has ended'),
    status,
    items: z.array(pricedItem),
    ...billFields,
    received: moneySchema.describe('What was paid of it so far'),
    due: moneySchema.describe('What is still to be paid'),
    payment_method: paymentMethodSchema,
    payment_url: z.url().nullable().describe('Where the customer pays, or sees how to; null unless it is pending'),
    transfer: transferSchema.nullable().describe('How to pay by bank transfer; null unless that is due and possible'),
    invoice: id('doc').nullable().describe('Its invoice, once it is issued'),
    declined: z.boolean().describe('Whether the last attempt to pay was declined; the order can still be paid'),
    placed_at: instant,
    expires_at: instant
      .nullable()
      .describe(
        'Until when it can be paid: the usual time, or the end of the running period that it joins; null where it stays open',
      ),
    closed: z
      .enum(['outdated', 'withdrawn'])
      .nullable()
      .describe(
        'Why it can no longer be paid, where time alone did not end it: its prices no longer hold, or it was billed anew; or it was withdrawn',
      ),
    paid_at: instant.nullable(),
    delivered: z
      .boolean()
      .describe(
        'Whether what was paid for is there. Money that came when the prices no longer held is kept for the account; staff put it to something else',
      ),
    payments: z.array(id('pay')),
  })
  .meta({ id: 'Order' });

export const placeOrder = contract({
  operation: 'placeOrder',
  summary: 'Place an order',
  description:
    'Answers with the address where the customer pays. Once paid, everything is there at once, exactly once, with its invoice. By bank transfer it is pending until the transfer is recorded. An order for licences, modules or packs can be paid for 24 hours, or for 30 days by transfer; one that joins a running period at the latest until that ends, since its price does. Until it is paid it reserves nothing. Of money that comes later the admins are told by e-mail.',
  path: accountPath,
  body: z.strictObject({ items, term, payment_method: paymentMethod }),
  response: { status: 201, schema: orderSchema },
  refusals: [...previewOrder.refusals, 'order.payment-unavailable'],
});

export const listOrders = contract({
  operation: 'listOrders',
  summary: 'List the orders of an account',
  description: 'Newest first.',
  path: accountPath,
  query: z.strictObject({ ...paging, status: status.optional() }),
  response: { status: 200, schema: pageOf('OrderPage', orderSchema) },
  refusals: ['request.bad-cursor'],
});

export const withdrawOrder = contract({
  operation: 'withdrawOrder',
  summary: 'Withdraw an order that is not paid',
  description:
    'It can no longer be paid. What was paid of it in part becomes unallocated money of the account. Withdrawing it again changes nothing.',
  path: z.strictObject({ account: id('acc'), order: id('ord') }),
  response: { status: 200, schema: orderSchema },
  refusals: ['order.not-found', 'order.billed'],
});

export const getOrder = contract({
  operation: 'getOrder',
  summary: 'See an order',
  path: z.strictObject({ account: id('acc'), order: id('ord') }),
  response: { status: 200, schema: orderSchema },
  refusals: ['order.not-found'],
});
