import type { GatewaySecretName } from '../../../functions/manifest.ts';
import { nowMs } from '../../runtime/clock.ts';
import { environment, gatewaySecretVariable } from '../../runtime/environment.ts';
import { perEnvironment } from '../../runtime/per-environment.ts';

/** After this long a key is read again, so that one that was replaced takes effect without a deployment. */
const KEPT_MS = 5 * 60_000;

interface Kept {
  readonly value: Promise<string>;
  readonly readAtMs: number;
}
const kept = perEnvironment(() => new Map<GatewaySecretName, Kept>());

const client = perEnvironment(async () => {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return new SSMClient({ maxAttempts: 4 });
});

/** One of Stripe's secrets, from its SecureString parameter. Errors: an Error that names the parameter, for the log. */
export function stripeSecret(name: GatewaySecretName): Promise<string> {
  const known = kept().get(name);
  const ageMs = known === undefined ? Number.POSITIVE_INFINITY : nowMs() - known.readAtMs;
  if (known !== undefined && ageMs >= 0 && ageMs < KEPT_MS) return known.value;
  const secrets = kept();
  const entry = { value: read(name), readAtMs: nowMs() };
  secrets.set(name, entry);
  // What failed is not kept: the next request tries again.
  entry.value.catch(() => secrets.get(name) === entry && secrets.delete(name));
  return entry.value;
}

async function read(name: GatewaySecretName): Promise<string> {
  const variable = gatewaySecretVariable[name];
  const parameter = environment()[variable];
  if (parameter === undefined) throw new Error(`This function may not read Stripe's ${name}: ${variable} is not set`);
  const { GetParametersCommand } = await import('@aws-sdk/client-ssm');
  const answer = await (await client()).send(new GetParametersCommand({ Names: [parameter], WithDecryption: true }));
  const value = answer.Parameters?.[0]?.Value?.trim();
  if (!value) throw new Error(`The parameter ${parameter} is missing; infra/RUNBOOK.md, "Stripe", says how to set it`);
  return value;
}
