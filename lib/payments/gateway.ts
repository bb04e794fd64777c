import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { environment } from '../runtime/environment.ts';
import type { Write } from '../store/table.ts';
import { sandbox } from './sandbox.ts';

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

/** What a gateway reports, in our words. `reference` is the gateway's own and never changes for a payment. */
export interface GatewayEvent {
  readonly kind: 'paid' | 'declined';
  readonly reference: string;
  readonly account: AccountId;
  readonly order: OrderId;
  readonly amount: Money;
}

/** A way to take cards. (T4) */
export interface PaymentGateway {
  readonly name: string;
  openCheckout(request: CheckoutRequest): Promise<OpenedCheckout>;
  /** Errors: `gateway.bad-signature`. Undefined for a report that is none of our business. */
  readWebhook(
    rawBody: string,
    headers: Readonly<Record<string, string | undefined>>,
  ): Promise<GatewayEvent | undefined>;
}

/** The gateway of this deployment. Errors: `order.payment-unavailable` where there is none. */
export function gatewayInUse(): PaymentGateway {
  if (environment().GATEWAY === 'sandbox') return sandbox;
  throw new Refused('order.payment-unavailable', { values: { available: '—' } });
}

/** Errors: `gateway.unknown` for a name that is not this deployment's gateway. */
export function gatewayNamed(name: string): PaymentGateway {
  if (environment().GATEWAY !== name || name === 'none') throw new Refused('gateway.unknown');
  return gatewayInUse();
}
