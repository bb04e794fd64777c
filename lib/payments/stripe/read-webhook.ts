import type Stripe from 'stripe';
import type { AccountId, OrderId } from '../../domain/ids.ts';
import { Refused } from '../../domain/refusal.ts';
import { nowMs } from '../../runtime/clock.ts';
import { environment } from '../../runtime/environment.ts';
import { log } from '../../runtime/log.ts';
import type { GatewayEvent, WebhookReader } from '../webhooks.ts';
import { fromStripeAmount } from './amounts.ts';
import { stripeSdk } from './client.ts';
import { stripeSecret } from './keys.ts';

/** Stripe's reports. Each payment is known by its PaymentIntent, the one id that every report of it carries. */
export const stripeWebhooks: WebhookReader = { name: 'stripe', readWebhook };

/** An older report is refused, so that it cannot be played again. */
const TOLERANCE_SECONDS = 300;

async function readWebhook(
  rawBody: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<GatewayEvent | undefined> {
  const event = await verified(rawBody, headers['stripe-signature'] ?? '');
  switch (event.type) {
    case 'checkout.session.completed':
      return event.data.object.payment_status === 'paid' ? ofSession('paid', event.data.object) : undefined;
    case 'checkout.session.async_payment_succeeded':
      return ofSession('paid', event.data.object);
    case 'checkout.session.async_payment_failed':
      return ofSession('declined', event.data.object);
    case 'payment_intent.payment_failed':
      return ofIntent(event.data.object);
    case 'charge.refunded':
      return tellOfRefund(event, event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.closed':
      return tellOfDispute(event, event.data.object);
    default:
      return undefined;
  }
}

/** Errors: `gateway.bad-signature` for a wrong, missing or old one. */
async function verified(rawBody: string, signature: string): Promise<Stripe.Event> {
  const secret = await stripeSecret('webhook-secret');
  const { webhooks, errors } = await stripeSdk();
  try {
    return await webhooks.constructEventAsync(rawBody, signature, secret, TOLERANCE_SECONDS, undefined, nowMs());
  } catch (error) {
    if (error instanceof errors.StripeSignatureVerificationError) throw new Refused('gateway.bad-signature');
    throw error;
  }
}

function ofSession(kind: GatewayEvent['kind'], session: Stripe.Checkout.Session): GatewayEvent | undefined {
  const ours = oursIn(session.metadata);
  if (ours === undefined) return undefined;
  const { amount_total: amount, currency, payment_intent: intent } = session;
  const reference = idOf(intent);
  // A session without one took no payment that could be counted.
  if (amount === null || currency === null || reference === undefined) {
    throw new Error(`Stripe's session ${session.id} of the order ${ours.order} says nothing of its payment`);
  }
  return { kind, reference, ...ours, amount: fromStripeAmount({ amount, currency }) };
}

function ofIntent({ id, metadata, amount, currency }: Stripe.PaymentIntent): GatewayEvent | undefined {
  const ours = oursIn(metadata);
  return ours && { kind: 'declined', reference: id, ...ours, amount: fromStripeAmount({ amount, currency }) };
}

/** The vendor may sell other things through the same Stripe account, and other stages may share it. */
function oursIn(metadata: Stripe.Metadata | null): { account: AccountId; order: OrderId } | undefined {
  const { account, order, stage } = metadata ?? {};
  if (!account?.startsWith('acc_') || !order?.startsWith('ord_') || stage !== environment().STAGE) return undefined;
  return { account: account as AccountId, order: order as OrderId };
}

/** Money that was given back at Stripe: staff issue the credit note. */
function tellOfRefund(event: Stripe.Event, charge: Stripe.Charge): undefined {
  const ours = oursIn(charge.metadata);
  if (ours === undefined) return;
  const { id, payment_intent: intent, amount_refunded: refunded, currency } = charge;
  log.warn('Stripe gave a payment back', {
    event: event.id,
    charge: id,
    reference: idOf(intent),
    ...ours,
    refunded: fromStripeAmount({ amount: refunded, currency }),
  });
}

/** A dispute carries no metadata of ours; its reference is that of the payment's record. */
function tellOfDispute(event: Stripe.Event, dispute: Stripe.Dispute): undefined {
  const { id, charge, payment_intent: intent, amount, currency, status } = dispute;
  log.warn('A payment is disputed at Stripe', {
    event: event.id,
    dispute: id,
    charge: idOf(charge),
    reference: idOf(intent),
    status,
    disputed: fromStripeAmount({ amount, currency }),
  });
}

function idOf(value: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof value === 'object' ? value?.id : value;
}
