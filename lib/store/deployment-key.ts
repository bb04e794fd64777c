import { randomSecret } from '../runtime/ids.ts';
import { keys } from './keys.ts';
import { get, putOnce, transact } from './table.ts';

let cached: string | undefined;

export function forgetDeploymentKey(): void {
  cached = undefined;
}

/**
 * A random key of this deployment, made at its first use. It signs cursors, captcha challenges and forms, which are worth
 * nothing to somebody who can read the table already; links and sessions are random tokens and do not depend on it.
 */
export async function deploymentKey(): Promise<string> {
  cached ??= (await readKey()) ?? (await makeKey());
  return cached;
}

async function readKey(): Promise<string | undefined> {
  const item = await get(keys.deploymentKey());
  return item?.['secret'] as string | undefined;
}

/** Two functions may begin at once: the first key written is the one both use. */
async function makeKey(): Promise<string> {
  await transact([putOnce('key', { ...keys.deploymentKey(), type: 'deployment-key', v: 1, secret: randomSecret() })]);
  const written = await readKey();
  if (written === undefined) throw new Error('The deployment key was written and is not there.');
  return written;
}
