import { keys } from './keys.ts';
import { ABSENT, put } from './table.ts';

/** Takes a solved challenge out of use, until it would have expired anyway. False when somebody took it before. */
export async function takeChallenge(signature: string, expiresEpochSeconds: number): Promise<boolean> {
  const outcome = await put({
    Item: { ...keys.captcha(signature), type: 'captcha', v: 1, ttl: expiresEpochSeconds },
    ConditionExpression: ABSENT,
  });
  return outcome.committed;
}
