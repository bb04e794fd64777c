import { keys } from './keys.ts';
import { putOnce, transact } from './table.ts';

/**
 * Takes a solved challenge out of use, until it would have expired anyway. False when somebody took it before.
 *
 * A transaction, because its request token keeps a repeat after a lost answer from being refused as a second use.
 */
export async function takeChallenge(signature: string, expiresEpochSeconds: number): Promise<boolean> {
  const item = { ...keys.captcha(signature), type: 'captcha', v: 1, ttl: expiresEpochSeconds };
  return (await transact([putOnce('captcha', item)])).committed;
}
