import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from '../domain/refusal.ts';
import { nowMs } from '../runtime/clock.ts';

/** How far apart the clocks of sender and receiver may be; an older report is refused, so that it cannot be played again. */
const TOLERANCE_SECONDS = 300;

/** Headers of a webhook in the form of Standard Webhooks: `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature`. */
export function signWebhook(secret: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(nowMs() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature(secret, id, timestamp, body)}`,
  };
}

/** Errors: `gateway.bad-signature` for a wrong, missing or old one. */
export function verifyWebhook(
  secret: string,
  body: string,
  headers: Readonly<Record<string, string | undefined>>,
): void {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const given = (headers['webhook-signature'] ?? '').split(' ');
  const ageSeconds = Math.abs(nowMs() / 1000 - Number(timestamp));
  const expected = Buffer.from(`v1,${signature(secret, id, timestamp, body)}`);
  const matches = given
    .map((text) => Buffer.from(text))
    .some((text) => text.length === expected.length && timingSafeEqual(text, expected));
  if (!matches || !(ageSeconds <= TOLERANCE_SECONDS)) throw new Refused('gateway.bad-signature');
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
}
