import type { PaymentGateway } from '../gateway.ts';
import { paymentPageUrl } from '../payment-page.ts';

/**
 * Stripe's own pages last a day at the most, and making one needs Stripe to answer. So an order is placed with a link to
 * our page, which asks Stripe for one when the customer presses its button.
 */
export const stripeCheckout: PaymentGateway = {
  name: 'stripe',
  openCheckout: async ({ account, order }) => ({ url: paymentPageUrl(account, order), writes: [] }),
};
