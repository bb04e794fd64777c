import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { Refused } from '../../domain/refusal.ts';
import { environment } from '../../runtime/environment.ts';
import { log } from '../../runtime/log.ts';
import type { PaymentHosting, PaymentToStart } from '../hosted-payment.ts';
import { paymentPageUrl } from '../payment-page.ts';
import { toStripeAmount } from './amounts.ts';
import { stripeClient, stripeSdk } from './client.ts';

type SessionParams = Stripe.Checkout.SessionCreateParams;

/** Stripe's payment pages are Checkout Sessions. */
export const stripeHosting: PaymentHosting = { origins: ['https://checkout.stripe.com'], startPayment };

const RETRY_AFTER_SECONDS = 30;
/** A page is open for half an hour to a day. */
const SHORTEST_MS = 30 * 60_000;
const LONGEST_MS = 24 * 60 * 60_000;
/** Stripe remembers a key for about a day, in which so many pages of one order can be closed without being paid. */
const MOST_ATTEMPTS = 10;

/**
 * The order's page at Stripe. Pressing the button twice leads to one page: two open ones could both be paid.
 *
 * Shape:  the idempotency key follows from what is asked for and the attempt; another attempt begins only when the page
 *         of the one before was closed without a payment.
 */
async function startPayment(payment: PaymentToStart): Promise<string> {
  const params = sessionParams(payment);
  const wanted = createHash('sha256').update(JSON.stringify(params)).digest('hex').slice(0, 16);
  const client = await stripeClient();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const idempotencyKey = `${payment.order}-${wanted}-${attempt}`;
    const url = await openPage(client, params, idempotencyKey, payment);
    if (url !== undefined) return url;
  }
  throw unreachable();
}

/** Undefined when the page under this key is closed already, or the answer under it is an old failure. */
async function openPage(
  client: Stripe,
  params: SessionParams,
  idempotencyKey: string,
  payment: PaymentToStart,
): Promise<string | undefined> {
  try {
    const made = await client.checkout.sessions.create(params, { idempotencyKey });
    // A repeated answer shows the page as it was when it was made.
    const session = isRepeated(made.lastResponse.headers) ? await asItIsNow(client, made.id) : made;
    if (session.status === 'open') return session.url ?? undefined;
    return isPayingStill(session) ? params.success_url : undefined;
  } catch (error) {
    const { errors } = await stripeSdk();
    if (!(error instanceof errors.StripeError)) throw error;
    if (error instanceof errors.StripeAPIError && isRepeated(error.headers)) return undefined;
    throw refusalOf(error, payment, errors);
  }
}

function asItIsNow(client: Stripe, session: string): Promise<Stripe.Checkout.Session> {
  return client.checkout.sessions.retrieve(session, { expand: ['payment_intent'] });
}

/** A page that was paid on, of which the report is still to come: a debit takes days. */
function isPayingStill({ payment_intent: intent }: Stripe.Checkout.Session): boolean {
  return typeof intent === 'object' && ['processing', 'succeeded'].includes(intent?.status ?? '');
}

function isRepeated(headers: Readonly<Record<string, string>> | undefined): boolean {
  return headers?.['idempotent-replayed'] === 'true';
}

function sessionParams(payment: PaymentToStart): SessionParams {
  const { account, order, due, service, locale } = payment;
  const { amount, currency } = toStripeAmount(due);
  const metadata = { account, order, stage: environment().STAGE };
  const page = paymentPageUrl(account, order);
  return {
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: { currency, unit_amount: amount, product_data: { name: `${service} · ${order}` } },
      },
    ],
    client_reference_id: order,
    metadata,
    payment_intent_data: { metadata, description: `${service} · ${order}` },
    locale,
    success_url: `${page}&returned=1&locale=${locale}`,
    cancel_url: `${page}&locale=${locale}`,
    // What is paid must be what is billed, in its currency.
    adaptive_pricing: { enabled: false },
    ...expiry(payment),
  };
}

/** The page closes with the order where Stripe can do that; rounded, so that two presses of the button ask for the same. */
function expiry({ expiresAt, now }: PaymentToStart): Pick<SessionParams, 'expires_at'> {
  if (expiresAt === undefined) return {};
  const nowMs = Date.parse(now);
  const soonestMs = Math.ceil((nowMs + SHORTEST_MS + 60_000) / SHORTEST_MS) * SHORTEST_MS;
  const closesMs = Math.max(Date.parse(expiresAt), soonestMs);
  return closesMs - nowMs >= LONGEST_MS ? {} : { expires_at: Math.floor(closesMs / 1000) };
}

/** What the customer is told; what staff must know is logged. Never the message of Stripe, which may quote a key. */
function refusalOf(error: Stripe.errors.StripeError, payment: PaymentToStart, errors: typeof Stripe.errors): Error {
  const { type, code, statusCode, requestId } = error;
  const facts = { order: payment.order, type, code, statusCode, stripeRequestId: requestId };
  if (code === 'amount_too_small' || code === 'amount_too_large') {
    log.warn('Stripe does not take this amount', facts);
    return new Refused('gateway.amount-refused', { values: { amount: payment.due } });
  }
  const passes = [errors.StripeConnectionError, errors.StripeAPIError, errors.StripeRateLimitError];
  if (passes.some((kind) => error instanceof kind)) log.warn('Stripe could not be reached', facts);
  else log.error('Stripe refused to start a payment', facts);
  return unreachable();
}

function unreachable(): Refused {
  return new Refused('gateway.unreachable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
