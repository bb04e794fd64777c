import * as z from 'zod';
import { contract } from './contract.ts';
import { accountPath, id, instant, moneySchema, pageOf, paging, plainDate } from './shared.ts';

const orderItem = z
  .strictObject({ kind: z.literal('credit'), amount: moneySchema.describe('How much credit to buy') })
  .meta({ id: 'OrderItem' });

const paymentMethod = z.enum(['card']).default('card');
const items = z.array(orderItem).min(1).max(10);

const pricedItem = z
  .strictObject({ kind: z.literal('credit'), description: z.string(), amount: moneySchema })
  .meta({ id: 'PricedItem' });

export const previewOrder = contract({
  operation: 'previewOrder',
  summary: 'See what an order would cost and bring',
  description: 'Prices the items exactly as the order itself does. Changes nothing.',
  path: accountPath,
  body: z.strictObject({ items, payment_method: paymentMethod }),
  response: {
    status: 200,
    schema: z
      .strictObject({
        items: z.array(pricedItem),
        total: moneySchema,
        expires_on: plainDate.nullable().describe('Date to which the credit lasts after it'),
        days: z.int().nullable().describe('Days gained'),
      })
      .meta({ id: 'OrderPreview' }),
  },
  refusals: ['credit.wrong-currency', 'credit.amount-out-of-range'],
});

export const orderSchema = z
  .strictObject({
    id: id('ord'),
    account: id('acc'),
    status: z.enum(['pending', 'paid']),
    items: z.array(pricedItem),
    total: moneySchema,
    payment_method: z.literal('card'),
    payment_url: z.url().nullable().describe('Where the customer pays; null once it is paid'),
    declined: z.boolean().describe('Whether the last attempt to pay was declined; the order can still be paid'),
    placed_at: instant,
    paid_at: instant.nullable(),
    payments: z.array(z.string()),
  })
  .meta({ id: 'Order' });

export const placeOrder = contract({
  operation: 'placeOrder',
  summary: 'Place an order',
  description: 'Answers with the address where the customer pays. Each payment is credited exactly once.',
  path: accountPath,
  body: z.strictObject({ items, payment_method: paymentMethod }),
  response: { status: 201, schema: orderSchema },
  refusals: ['credit.wrong-currency', 'credit.amount-out-of-range', 'order.payment-unavailable'],
});

export const listOrders = contract({
  operation: 'listOrders',
  summary: 'List the orders of an account',
  description: 'Newest first.',
  path: accountPath,
  query: z.strictObject({ ...paging, status: z.enum(['pending', 'paid']).optional() }),
  response: { status: 200, schema: pageOf('OrderPage', orderSchema) },
  refusals: ['request.bad-cursor'],
});

export const getOrder = contract({
  operation: 'getOrder',
  summary: 'See an order',
  path: z.strictObject({ account: id('acc'), order: id('ord') }),
  response: { status: 200, schema: orderSchema },
  refusals: ['order.not-found'],
});
