import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { money } from '../../lib/domain/money.ts';
import { webhooksOf } from '../../lib/payments/webhooks.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { log } from '../../lib/runtime/log.ts';
import { useStripeAlone } from './doubles.ts';
import { charge, dispute, intent, session, signed, stripeEvent } from './stripe-events.ts';

const nowMs = Date.parse('2026-01-15T08:00:00.000Z');
const ours = { account: newId('acc'), order: newId('ord') };
const metadata = { ...ours, stage: 'test' };
let deployment: Awaited<ReturnType<typeof useStripeAlone>>;

beforeEach(async () => {
  deployment = await useStripeAlone();
  replaceClock({ nowMs: () => nowMs });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await deployment.clean();
});

function read({ body, headers }: ReturnType<typeof signed>) {
  return webhooksOf('stripe').readWebhook(body, headers);
}

const report = (type: string, object: object) => read(signed(stripeEvent(type, object), nowMs));

describe('T4: what Stripe reports of a payment is known by its PaymentIntent, whatever the event', () => {
  const amount = money(17_568, 'EUR');
  it.each([
    ['checkout.session.completed', session(metadata), 'paid'],
    ['checkout.session.async_payment_succeeded', session(metadata), 'paid'],
    ['checkout.session.async_payment_failed', session(metadata, { payment_status: 'unpaid' }), 'declined'],
    ['payment_intent.payment_failed', intent(metadata), 'declined'],
  ])('%s', async (type, object, kind) => {
    expect(await report(type, object)).toEqual({ kind, reference: 'pi_3Example', ...ours, amount });
  });

  it('an amount in a currency that Stripe counts otherwise arrives in ISO’s minor units', async () => {
    const paid = session(metadata, { amount_total: 500_000, currency: 'isk' });
    expect(await report('checkout.session.completed', paid)).toMatchObject({ amount: money(5000, 'ISK') });
  });

  it('a session that is complete and not paid yet counts for nothing', async () => {
    const debited = session(metadata, { payment_status: 'unpaid' });
    expect(await report('checkout.session.completed', debited)).toBeUndefined();
  });

  it('a paid session of ours that names no payment is an error, so that Stripe reports it again', async () => {
    const odd = session(metadata, { payment_intent: null });
    await expect(report('checkout.session.completed', odd)).rejects.toThrow('says nothing of its payment');
  });
});

describe('T4: what is none of our business is let pass', () => {
  it.each([
    ['a session without metadata', session({})],
    ['a session of another shop in the same Stripe account', session({ order: '4711' })],
    ['a session of another stage', session({ ...metadata, stage: 'prod' })],
  ])('%s', async (_, object) => {
    expect(await report('checkout.session.completed', object)).toBeUndefined();
  });

  it.each(['payment_intent.succeeded', 'charge.succeeded', 'customer.created', 'invented.tomorrow'])(
    'the event %s',
    async (type) => {
      expect(await report(type, intent(metadata))).toBeUndefined();
    },
  );
});

describe('T4: a report is taken only with Stripe’s signature, and only while it is new', () => {
  const event = () => stripeEvent('checkout.session.completed', session(metadata));

  it.each([
    [
      'a body that was changed',
      () => ({ ...signed(event(), nowMs), body: signed(event(), nowMs).body.replace('17568', '1') }),
    ],
    ['another secret', () => signed(event(), nowMs, 'whsec_other')],
    ['a signature that is 301 seconds old', () => signed(event(), nowMs - 301_000)],
    ['no signature', () => ({ ...signed(event(), nowMs), headers: { 'stripe-signature': '' } })],
    ['nonsense', () => ({ ...signed(event(), nowMs), headers: { 'stripe-signature': 't=1,v1=00' } })],
    ['an empty body', () => ({ ...signed(event(), nowMs), body: '' })],
  ])('%s is refused', async (_, made) => {
    await expect(read(made())).rejects.toMatchObject({ code: 'gateway.bad-signature' });
  });

  it('a signature that is 299 seconds old is taken', async () => {
    expect(await read(signed(event(), nowMs - 299_000))).toMatchObject({ kind: 'paid' });
  });

  it.each(['whsec_old', 'whsec_new'])('while a secret is being replaced, %s is enough', async (known) => {
    deployment.parameters.set(deployment.names.webhook, known);
    const made = event();
    const [first, second] = ['whsec_old', 'whsec_new'].map((secret) => signed(made, nowMs, secret));
    const [, other] = second?.headers['stripe-signature'].split(',') ?? [];
    const signature = `${first?.headers['stripe-signature']},${other}`;
    const taken = read({ body: first?.body ?? '', headers: { 'stripe-signature': signature } });
    await expect(taken).resolves.toMatchObject({ kind: 'paid' });
  });

  it('a gateway that this deployment does not use has no webhook', () => {
    expect(() => webhooksOf('sandbox')).toThrow('gateway.unknown');
    expect(() => webhooksOf('none')).toThrow('gateway.unknown');
  });
});

describe('T4: money that leaves at Stripe is told to staff, by ids alone', () => {
  it.each([
    [
      'charge.refunded',
      charge(metadata),
      { charge: 'ch_3Example', reference: 'pi_3Example', refunded: money(5000, 'EUR'), ...ours },
    ],
    ['charge.dispute.created', dispute(), { dispute: 'du_1Example', charge: 'ch_3Example', reference: 'pi_3Example' }],
    ['charge.dispute.closed', dispute(), { dispute: 'du_1Example', status: 'needs_response' }],
  ])('%s', async (type, object, facts) => {
    const warned = vi.spyOn(log, 'warn').mockReturnValue(undefined);
    expect(await report(type, object)).toBeUndefined();
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.any(String), expect.objectContaining(facts));
    expect(JSON.stringify(warned.mock.calls)).not.toMatch(/Example Payer|@example/);
  });

  it('a refund of another shop is not our business', async () => {
    const warned = vi.spyOn(log, 'warn');
    await report('charge.refunded', charge({ order: '4711' }));
    expect(warned).not.toHaveBeenCalled();
  });
});
