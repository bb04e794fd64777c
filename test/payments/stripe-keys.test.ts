import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stripeClient } from '../../lib/payments/stripe/client.ts';
import { stripeSecret } from '../../lib/payments/stripe/keys.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { SECRET_KEY, useStripeAlone } from './doubles.ts';

const MINUTE_MS = 60_000;
const start = Date.parse('2026-01-15T08:00:00.000Z');
let deployment: Awaited<ReturnType<typeof useStripeAlone>>;
let nowMs = start;

beforeEach(async () => {
  deployment = await useStripeAlone();
  nowMs = start;
  replaceClock({ nowMs: () => nowMs });
});
afterEach(() => deployment.clean());

describe('T4: the keys of Stripe lie in Parameter Store', () => {
  it('are asked for decrypted, by the name that the environment gives', async () => {
    expect(await stripeSecret('secret-key')).toBe(SECRET_KEY);
    const [asked] = deployment.store.heard;
    expect(JSON.parse(asked?.body ?? '')).toEqual({ Names: [deployment.names.key], WithDecryption: true });
  });

  it('are asked for once, however many requests need them at once and within five minutes', async () => {
    await Promise.all(Array.from({ length: 20 }, () => stripeSecret('secret-key')));
    nowMs += 4 * MINUTE_MS;
    await stripeSecret('secret-key');
    expect(deployment.store.heard).toHaveLength(1);
  });

  it('take effect within five minutes when they are replaced', async () => {
    await stripeSecret('secret-key');
    deployment.parameters.set(deployment.names.key, 'sk_test_replaced\n');
    nowMs += 5 * MINUTE_MS;
    expect(await stripeSecret('secret-key')).toBe('sk_test_replaced');
  });

  it('are looked for again at once after they were missing', async () => {
    deployment.parameters.delete(deployment.names.key);
    await expect(stripeSecret('secret-key')).rejects.toThrow(
      'The parameter /seatledger/test/stripe/secret-key is missing; infra/RUNBOOK.md, "Stripe", says how to set it',
    );
    deployment.parameters.set(deployment.names.key, SECRET_KEY);
    expect(await stripeSecret('secret-key')).toBe(SECRET_KEY);
  });
});

describe('T4: test cards pay for nothing in production, and testers are not charged', () => {
  it.each([
    ['test', 'sk_test_x', true],
    ['test', 'rk_test_x', true],
    ['test', 'sk_live_x', false],
    ['live', 'rk_live_x', true],
    ['live', 'sk_test_x', false],
    ['live', 'whsec_x', false],
  ])('in %s mode the key %s is taken: %s', async (mode, key, isTaken) => {
    await deployment.clean();
    deployment = await useStripeAlone({ STRIPE_MODE: mode });
    deployment.parameters.set(deployment.names.key, key);
    if (isTaken) await expect(stripeClient()).resolves.toBeDefined();
    else await expect(stripeClient()).rejects.toThrow(`Stripe's secret key is not one of ${mode} mode`);
  });
});
