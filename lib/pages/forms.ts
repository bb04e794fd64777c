import { createHmac, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Refused } from '../domain/refusal.ts';
import { deploymentKey } from '../store/deployment-key.ts';

/** The largest forms here buy from a plan with many modules and packs, far below this. */
const MAX_FORM_KILOBYTES = 32;
const MAX_FIELDS = 200;

/** Name of the hidden field that proves the form was ours. */
export const FORM_TOKEN = 'form_token';

/**
 * What a form of this browser must carry, so that another site cannot send it in the visitor's name.
 *
 * Shape: `binding` is the session's hash, or before signing in the browser's random visit cookie.
 */
export async function formTokenOf(binding: string): Promise<string> {
  return createHmac('sha256', await deploymentKey())
    .update(`form:${binding}`)
    .digest('base64url');
}

export function isFormToken(expected: string, given: string | undefined): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given ?? '');
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The fields of an urlencoded form; a name sent twice counts once. Errors: `request.*` for anything else. */
export function readForm(event: APIGatewayProxyEventV2): Record<string, string> {
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new Refused('request.unsupported-type', { values: { expected: 'application/x-www-form-urlencoded' } });
  }
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > MAX_FORM_KILOBYTES * 1024) {
    throw new Refused('request.too-large', { values: { maxKilobytes: MAX_FORM_KILOBYTES } });
  }
  const fields = [...new URLSearchParams(body.toString('utf8'))];
  if (fields.length > MAX_FIELDS) throw new Refused('request.malformed');
  return Object.fromEntries(fields.reverse());
}
