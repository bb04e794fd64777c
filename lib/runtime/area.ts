import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { gatewayPath, suffixOf } from '../../functions/manifest.ts';
import { Refused } from '../domain/refusal.ts';
import { fallbackLocale, type Locale, locales } from '../messages/locales.ts';
import { authenticate } from './authenticate.ts';
import { environment } from './environment.ts';
import { log } from './log.ts';
import { problemOf } from './problem.ts';
import type { Call, Reply, RouteHandler } from './route.ts';
import { securityHeaders } from './security-headers.ts';

const MAX_BODY_KILOBYTES = 256;

/** One area's Lambda: its routes behind one handler, each found by API Gateway's route key. */
export function area(handlers: readonly RouteHandler[]) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use({ onError: answerWithProblem })
    .handler(async (event): Promise<APIGatewayProxyStructuredResultV2> => {
      const handler = handlerOf(handlers, event);
      if (handler === undefined) throw new Refused('route.not-found');
      const reply = await handler.call(await callFrom(event, handler));
      return toResponse(reply, handler, event.requestContext.requestId);
    });
}

/** The handler of a gateway's route; where several share it, the one whose suffix the path has, such as `.pdf`. */
function handlerOf(handlers: readonly RouteHandler[], event: APIGatewayProxyEventV2): RouteHandler | undefined {
  const candidates = handlers.filter(({ route }) => `${route.method} ${gatewayPath(route.path)}` === event.routeKey);
  const withSuffix = candidates.find(({ route }) => {
    const suffix = suffixOf(route.path);
    return suffix !== '' && event.rawPath.endsWith(suffix);
  });
  return withSuffix ?? candidates.find(({ route }) => suffixOf(route.path) === '');
}

/** The path's parameters; the last one without the suffix that told the routes apart. */
function pathOf({ pathParameters }: APIGatewayProxyEventV2, { route }: RouteHandler): Record<string, string> {
  const values = definedValues(pathParameters);
  const suffix = suffixOf(route.path);
  const last = /\{(\w+)\}$/.exec(gatewayPath(route.path))?.[1];
  if (suffix === '' || last === undefined) return values;
  return { ...values, [last]: (values[last] ?? '').slice(0, -suffix.length) };
}

async function callFrom(event: APIGatewayProxyEventV2, handler: RouteHandler): Promise<Call> {
  const headers = event.headers;
  const identity = await authenticate(headers['authorization']);
  const rawBody = readBody(event, handler.contract.consumes?.maxKilobytes);
  return {
    identity,
    path: pathOf(event, handler),
    query: definedValues(event.queryStringParameters),
    body: bodyFor(handler, rawBody, headers['content-type']),
    rawBody,
    idempotencyKey: headers['idempotency-key'],
    ifMatch: headers['if-match'],
    locale: localeFrom(headers['accept-language']),
    sourceIp: event.requestContext.http.sourceIp,
    userAgent: headers['user-agent'],
    headers,
  };
}

export function definedValues(values: Record<string, string | undefined> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export function readBody(event: APIGatewayProxyEventV2, maxKilobytes = MAX_BODY_KILOBYTES): string {
  const body = event.body ?? '';
  const text = event.isBase64Encoded ? decodeUtf8(Buffer.from(body, 'base64')) : body;
  if (Buffer.byteLength(text) > maxKilobytes * 1024) {
    throw new Refused('request.too-large', { values: { maxKilobytes } });
  }
  return text;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('request.malformed');
  }
}

function bodyFor({ contract }: RouteHandler, text: string, contentType: string | undefined): unknown {
  if (contract.body.def.type === 'undefined') return emptyBody(text);
  if (text === '' && contract.body.def.type === 'optional') return undefined;
  return contract.consumes === undefined ? parseBody(text, contentType) : xmlBody(text, contentType);
}

/** XML says itself how it is encoded, and only UTF-8 gets here. */
function xmlBody(text: string, contentType: string | undefined): string {
  if (!/^(application|text)\/([\w.+-]+\+)?xml\s*(;|$)/i.test(contentType ?? '')) {
    throw new Refused('request.unsupported-type', { values: { expected: 'application/xml' } });
  }
  return text;
}

/** A body sent where none is taken is let pass when it is empty or an empty object; anything else would be ignored silently. */
function emptyBody(text: string): undefined {
  if (text.trim() === '' || /^\{\s*\}$/.test(text.trim())) return undefined;
  throw new Refused('request.invalid', { errors: [{ pointer: '', detail: 'this request takes no body' }] });
}

function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === '') throw new Refused('request.malformed');
  if (!/^application\/([\w.+-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType ?? '')) {
    throw new Refused('request.unsupported-type', { values: { expected: 'application/json' } });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused('request.malformed');
  }
}

/** The first language of the header that we write in. */
export function localeFrom(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((tag): tag is Locale => (locales as readonly string[]).includes(tag)) ?? fallbackLocale;
}

function toResponse(reply: Reply, handler: RouteHandler, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { contentType = 'application/json', status } = handler.contract.response;
  const statusCode = reply.status ?? status;
  const isBinary = reply.body instanceof Uint8Array;
  return {
    statusCode,
    headers: {
      ...securityHeaders,
      'x-request-id': requestId,
      ...(statusCode === 204 ? {} : { 'content-type': isBinary ? contentType : `${contentType}; charset=utf-8` }),
      ...reply.headers,
    },
    ...(statusCode === 204 ? {} : bodyOf(reply.body, contentType)),
  };
}

function bodyOf(
  body: unknown,
  contentType: string,
): Pick<APIGatewayProxyStructuredResultV2, 'body' | 'isBase64Encoded'> {
  if (body instanceof Uint8Array) return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  return { body: contentType === 'application/json' ? JSON.stringify(body) : String(body) };
}

/** Every error becomes problem+json in one place. A bug is logged whole and told to nobody. */
async function answerWithProblem(request: middy.Request): Promise<APIGatewayProxyStructuredResultV2> {
  const event = request.event as APIGatewayProxyEventV2;
  const { requestId } = event.requestContext;
  const locale = localeFrom(event.headers['accept-language']);
  const refused = asRefused(request.error);
  if (refused === undefined) {
    log.error('A request failed', { requestId, routeKey: event.routeKey, error: request.error as Error });
    return problemResponse(500, internalProblem(requestId), {}, requestId);
  }
  const headers: Record<string, string> = {};
  if (refused.facts.retryAfterSeconds !== undefined) headers['retry-after'] = String(refused.facts.retryAfterSeconds);
  if (refused.code === 'session.required') headers['www-authenticate'] = 'Bearer';
  const problem = problemOf(refused, requestId, locale, environment().BASE_URL);
  return problemResponse(problem.status, problem, headers, requestId);
}

function asRefused(error: unknown): Refused | undefined {
  return error instanceof Refused ? error : undefined;
}

function internalProblem(requestId: string) {
  return {
    type: 'about:blank',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'It was recorded. Try again; if it goes on, write to support and name the request_id.',
    code: 'internal',
    request_id: requestId,
  };
}

function problemResponse(statusCode: number, problem: unknown, headers: Record<string, string>, requestId: string) {
  return {
    statusCode,
    headers: { ...securityHeaders, 'content-type': 'application/problem+json', 'x-request-id': requestId, ...headers },
    body: JSON.stringify(problem),
  };
}
