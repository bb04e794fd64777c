import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { securityHeaders } from '../../../lib/runtime/security-headers.ts';

/** An answer ready for node:http. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Lambda refuses a larger answer, and the gateway then reports a fault. */
const MAX_REPLY_BYTES = 6 * 1024 * 1024;

/** What API Gateway makes of a function's result, payload format 2.0. A malformed result throws. */
export function gatewayReply(result: unknown): Reply {
  if (!isObject(result) || result['statusCode'] === undefined) {
    const body = typeof result === 'string' ? result : (JSON.stringify(result) ?? '');
    return { status: 200, headers: { 'content-type': 'application/json' }, body: limited(Buffer.from(body)) };
  }
  const status = Number(result['statusCode']);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error(`No HTTP status: ${status}.`);
  const body = result['body'] ?? '';
  if (typeof body !== 'string') throw new Error('The body of a function’s answer is text.');
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(isObject(result['headers']) ? result['headers'] : {})) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  if (Array.isArray(result['cookies'])) headers['set-cookie'] = result['cookies'].map(String);
  const bytes = Buffer.from(body, result['isBase64Encoded'] === true ? 'base64' : 'utf8');
  return { status, headers, body: limited(bytes) };
}

/** The gateway's own words, with the form and the headers of a problem of the API behind it. */
export function problemReply(status: number, code: string, detail: string): Reply {
  const requestId = randomUUID();
  const title = STATUS_CODES[status] ?? 'Error';
  const problem = { type: 'about:blank', title, status, detail, code, request_id: requestId };
  const reply = jsonReply(problem, status, 'application/problem+json');
  return { ...reply, headers: { ...securityHeaders, ...reply.headers, 'x-request-id': requestId } };
}

export function jsonReply(value: unknown, status = 200, contentType = 'application/json'): Reply {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(JSON.stringify(value)) };
}

/** What the gateway answers when a function fails: nothing about why. */
export function faultReply(): Reply {
  return jsonReply({ message: 'Internal Server Error' }, 500);
}

function limited(body: Buffer): Buffer {
  if (body.length > MAX_REPLY_BYTES) throw new Error(`An answer of ${body.length} bytes is more than Lambda returns.`);
  return body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
