import * as z from 'zod';
import { contract } from './contract.ts';

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
