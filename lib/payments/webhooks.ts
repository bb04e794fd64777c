import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { environment } from '../runtime/environment.ts';
import { sandbox } from './sandbox.ts';
import { stripeWebhooks } from './stripe/read-webhook.ts';

/** What a gateway reports, in our words. `reference` is the gateway's own and never changes for a payment. */
export interface GatewayEvent {
  readonly kind: 'paid' | 'declined';
  readonly reference: string;
  readonly account: AccountId;
  readonly order: OrderId;
  readonly amount: Money;
}

/** How a gateway's reports are read. (T4) */
export interface WebhookReader {
  readonly name: string;
  /** Errors: `gateway.bad-signature`. Undefined for a report that is none of our business. */
  readWebhook(
    rawBody: string,
    headers: Readonly<Record<string, string | undefined>>,
  ): Promise<GatewayEvent | undefined>;
}

/** Errors: `gateway.unknown` for a name that is not this deployment's gateway. */
export function webhooksOf(name: string): WebhookReader {
  if (environment().GATEWAY === name) {
    if (name === 'sandbox') return sandbox;
    if (name === 'stripe') return stripeWebhooks;
  }
  throw new Refused('gateway.unknown');
}
