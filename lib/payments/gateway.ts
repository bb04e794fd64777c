import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { environment } from '../runtime/environment.ts';
import type { Write } from '../store/table.ts';
import { sandbox } from './sandbox.ts';
import { stripeCheckout } from './stripe/open-checkout.ts';

/** What a gateway needs to ask a customer for money. */
export interface CheckoutRequest {
  readonly account: AccountId;
  readonly order: OrderId;
  readonly total: Money;
  /** The vendor's service, as the customer knows it. */
  readonly service: string;
  readonly now: Instant;
}

/** Where the customer pays, and what must be written together with the order. */
export interface OpenedCheckout {
  readonly url: string;
  readonly writes: readonly Write[];
}

/**
 * A way to take cards, as far as placing an order knows it. (T4) What is told by webhook is in webhooks.ts, and what a
 * gateway's own payment page needs in hosted-payment.ts, so that only functions that use a gateway's SDK carry it.
 */
export interface PaymentGateway {
  readonly name: string;
  openCheckout(request: CheckoutRequest): Promise<OpenedCheckout>;
}

/** Whether an order was placed with a gateway that takes cards; other orders are paid by transfer only. */
export function isCardGateway(name: string): boolean {
  return name === 'sandbox' || name === 'stripe';
}

/** The gateway of this deployment. Errors: `order.payment-unavailable` where there is none. */
export function gatewayInUse(): PaymentGateway {
  const name = environment().GATEWAY;
  if (name === 'sandbox') return sandbox;
  if (name === 'stripe') return stripeCheckout;
  throw new Refused('order.payment-unavailable', { values: { available: '—' } });
}
