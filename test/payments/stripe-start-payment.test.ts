import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, OrderId } from '../../lib/domain/ids.ts';
import { money } from '../../lib/domain/money.ts';
import { gatewayInUse } from '../../lib/payments/gateway.ts';
import { type PaymentToStart, paymentHosting } from '../../lib/payments/hosted-payment.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { SECRET_KEY, useStripeAlone } from './doubles.ts';

let deployment: Awaited<ReturnType<typeof useStripeAlone>>;
beforeEach(async () => {
  deployment = await useStripeAlone();
});
afterEach(() => deployment.clean());

function aPayment(changes: Partial<PaymentToStart> = {}): PaymentToStart {
  return {
    account: newId('acc') as AccountId,
    order: newId('ord') as OrderId,
    due: money(17_568, 'EUR'),
    service: 'Example Service',
    locale: 'it',
    expiresAt: undefined,
    now: '2026-01-15T08:00:00.000Z',
    ...changes,
  };
}

async function start(payment: PaymentToStart): Promise<string> {
  const hosting = paymentHosting();
  if (hosting === undefined) throw new Error('There is no hosted payment');
  return hosting.startPayment(payment);
}

const made = () => deployment.stripe.heard.filter(({ method }) => method === 'POST');
const asked = (index = -1) => Object.fromEntries(new URLSearchParams(made().at(index)?.body));

describe('T4: an order can be placed while Stripe is down, and its link never runs out', () => {
  it('links to our own page and asks Stripe nothing', async () => {
    await deployment.stop();
    const { account, order, due: total, service, now } = aPayment();
    const opened = await gatewayInUse().openCheckout({ account, order, total, service, now });
    expect(opened).toEqual({ url: `https://account.example.com/pay/${order}?account=${account}`, writes: [] });
    expect(deployment.store.heard).toEqual([]);
  });
});

describe('T4: pressing the button makes a page at Stripe', () => {
  it('for what is due, in the customer’s language, with the order in its metadata and in that of the payment', async () => {
    const payment = aPayment();
    const { account, order } = payment;
    const url = await start(payment);
    expect(url).toMatch(/^https:\/\/checkout\.stripe\.com\/c\/pay\/cs_test_/);
    const page = `https://account.example.com/pay/${order}?account=${account}`;
    expect(asked()).toEqual({
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '17568',
      'line_items[0][price_data][product_data][name]': `Example Service · ${order}`,
      client_reference_id: order,
      'metadata[account]': account,
      'metadata[order]': order,
      'metadata[stage]': 'test',
      'payment_intent_data[metadata][account]': account,
      'payment_intent_data[metadata][order]': order,
      'payment_intent_data[metadata][stage]': 'test',
      'payment_intent_data[description]': `Example Service · ${order}`,
      locale: 'it',
      success_url: `${page}&returned=1&locale=it`,
      cancel_url: `${page}&locale=it`,
      'adaptive_pricing[enabled]': 'false',
    });
    expect(made()[0]?.headers['authorization']).toBe(`Bearer ${SECRET_KEY}`);
  });

  it('once: pressing it five times at once and later leads to the same page', async () => {
    const payment = aPayment();
    const first = await start(payment);
    const again = await Promise.all(Array.from({ length: 4 }, () => start(payment)));
    const later = await start({ ...payment, now: '2026-01-16T00:10:00.000Z' });
    expect(new Set([first, ...again, later]).size).toBe(1);
    expect(deployment.stripe.sessions.size).toBe(1);
  });

  it('another one when part of it was paid meanwhile, or the language was changed', async () => {
    const payment = aPayment();
    await start(payment);
    await start({ ...payment, due: money(10_000, 'EUR') });
    await start({ ...payment, locale: 'de' });
    expect(deployment.stripe.sessions.size).toBe(3);
  });

  it.each(['expired', 'complete'] as const)('another one when the first is %s and nothing was paid', async (status) => {
    const payment = aPayment();
    const first = await start(payment);
    for (const session of deployment.stripe.sessions.values()) session.status = status;
    const second = await start(payment);
    expect(second).not.toBe(first);
    expect(second).toContain('https://checkout.stripe.com/');
  });

  it.each(['processing', 'succeeded'])('none while a payment is %s: paying twice is not offered', async (intent) => {
    const payment = aPayment();
    await start(payment);
    for (const session of deployment.stripe.sessions.values()) {
      session.status = 'complete';
      session.intentStatus = intent;
    }
    expect(await start(payment)).toBe(asked(0)['success_url']);
    expect(deployment.stripe.sessions.size).toBe(1);
  });

  it.each([
    ['two hours before the order expires: with the order', '2026-01-15T10:00:00.000Z', '2026-01-15T10:00:00.000Z'],
    ['five minutes before: half an hour is the least', '2026-01-15T08:05:00.000Z', '2026-01-15T09:00:00.000Z'],
  ])('that closes %s', async (_, expiresAt, closesAt) => {
    await start(aPayment({ expiresAt }));
    expect(asked()['expires_at']).toBe(String(Date.parse(closesAt) / 1000));
  });

  it('that stays open for Stripe’s own day where the order stays open', async () => {
    await start(aPayment({ expiresAt: '2026-01-16T08:00:00.000Z' }));
    expect(asked()['expires_at']).toBeUndefined();
  });
});

describe('T4: when Stripe does not answer, the customer is told to try again and nothing is lost', () => {
  it('tries a lost connection again by itself, with the same key', async () => {
    deployment.stripe.trouble.next = ['hang-up'];
    expect(await start(aPayment())).toContain('https://checkout.stripe.com/');
    const keys = made().map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('is refused with gateway.unreachable when there is no connection', async () => {
    await deployment.stripe.stop();
    await expect(start(aPayment())).rejects.toMatchObject({
      code: 'gateway.unreachable',
      facts: { retryAfterSeconds: 30 },
    });
  });

  it.each([
    ['too many requests', 429, 'rate_limit_error'],
    ['a key that was revoked', 401, 'invalid_request_error'],
    ['a key that may not do this', 403, 'invalid_request_error'],
  ])('is refused with gateway.unreachable on %s', async (_, status, type) => {
    deployment.stripe.trouble.next = [
      { status, error: { type, message: 'x' } },
      { status, error: { type, message: 'x' } },
    ];
    await expect(start(aPayment())).rejects.toMatchObject({ code: 'gateway.unreachable' });
  });

  it('does not repeat for ever what Stripe remembers as failed', async () => {
    deployment.stripe.trouble.next = [{ status: 500, error: { type: 'api_error', message: 'x' } }];
    expect(await start(aPayment())).toContain('https://checkout.stripe.com/');
  });

  it('says that the amount is the reason when it is too small for a card', async () => {
    const error = { type: 'invalid_request_error', code: 'amount_too_small', message: 'x' };
    deployment.stripe.trouble.next = [{ status: 400, error }];
    await expect(start(aPayment({ due: money(38, 'EUR') }))).rejects.toMatchObject({
      code: 'gateway.amount-refused',
      facts: { values: { amount: money(38, 'EUR') } },
    });
  });
});
