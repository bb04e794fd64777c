import type Stripe from 'stripe';
import { environment } from '../../runtime/environment.ts';
import { perEnvironment } from '../../runtime/per-environment.ts';
import { stripeSecret } from './keys.ts';

/** Two tries and the pause between them end well before the customer's request does. */
const PATIENCE_MS = 10_000;
const RETRIES = 1;

const clients = perEnvironment(() => new Map<string, Stripe>());

/** Stripe's SDK, loaded only where it is used. */
export async function stripeSdk(): Promise<typeof Stripe> {
  const { default: sdk } = await import('stripe');
  return sdk;
}

/** A client with the key that holds now. */
export async function stripeClient(): Promise<Stripe> {
  const key = await stripeSecret('secret-key');
  requireMode(key);
  const known = clients().get(key);
  if (known !== undefined) return known;
  const Sdk = await stripeSdk();
  const made = new Sdk(key, { timeout: PATIENCE_MS, maxNetworkRetries: RETRIES, telemetry: false, ...apiAddress() });
  clients().clear();
  clients().set(key, made);
  return made;
}

/** A test key in production would give the service away for test cards, and a live one elsewhere would charge testers. */
function requireMode(key: string): void {
  const { STRIPE_MODE: mode } = environment();
  if (mode === undefined || new RegExp(`^(sk|rk)_${mode}_`).test(key)) return;
  throw new Error(`Stripe's secret key is not one of ${mode} mode; infra/RUNBOOK.md, "Stripe", says which to use`);
}

/** Tests and local trials have a double of Stripe in its place. */
function apiAddress() {
  const { STRIPE_API_URL: address } = environment();
  if (address === undefined) return {};
  const { protocol, hostname, port } = new URL(address);
  return { protocol: protocol === 'http:' ? ('http' as const) : ('https' as const), host: hostname, port };
}
