import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { WEBHOOK_SECRET } from './doubles.ts';

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** An event in the shape that Stripe sends it. */
export function stripeEvent(type: string, object: object): Record<string, unknown> {
  return {
    id: id('evt'),
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_768_464_000,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

interface Metadata {
  readonly account?: string;
  readonly order?: string;
  readonly stage?: string;
}

export function session(metadata: Metadata, changes: Record<string, unknown> = {}) {
  return {
    id: id('cs_test'),
    object: 'checkout.session',
    amount_subtotal: 17_568,
    amount_total: 17_568,
    client_reference_id: metadata.order ?? null,
    currency: 'eur',
    customer: null,
    customer_details: { email: 'someone@example.com', name: 'Example Payer', address: { country: 'IT' } },
    livemode: false,
    metadata,
    mode: 'payment',
    payment_intent: 'pi_3Example',
    payment_method_types: ['card'],
    payment_status: 'paid',
    status: 'complete',
    url: null,
    ...changes,
  };
}

export function intent(metadata: Metadata, changes: Record<string, unknown> = {}) {
  return {
    id: 'pi_3Example',
    object: 'payment_intent',
    amount: 17_568,
    amount_received: 0,
    currency: 'eur',
    last_payment_error: { code: 'card_declined', decline_code: 'generic_decline', type: 'card_error' },
    livemode: false,
    metadata,
    status: 'requires_payment_method',
    ...changes,
  };
}

export function charge(metadata: Metadata, changes: Record<string, unknown> = {}) {
  return {
    id: 'ch_3Example',
    object: 'charge',
    amount: 17_568,
    amount_refunded: 5000,
    billing_details: { email: 'someone@example.com', name: 'Example Payer' },
    currency: 'eur',
    livemode: false,
    metadata,
    payment_intent: 'pi_3Example',
    refunded: false,
    status: 'succeeded',
    ...changes,
  };
}

export function dispute() {
  return {
    id: 'du_1Example',
    object: 'dispute',
    amount: 17_568,
    charge: 'ch_3Example',
    currency: 'eur',
    evidence: { customer_name: 'Example Payer' },
    livemode: false,
    metadata: {},
    payment_intent: 'pi_3Example',
    reason: 'fraudulent',
    status: 'needs_response',
  };
}

/** The body and the signature of a report, as Stripe signs it. Units: `atMs` milliseconds. */
export function signed(event: object, atMs: number, secret = WEBHOOK_SECRET) {
  const body = JSON.stringify(event, undefined, 2);
  const timestamp = Math.floor(atMs / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  return { body, headers: { 'stripe-signature': signature } };
}
