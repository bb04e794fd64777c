import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Operation, type Route, routes } from '../../functions/manifest.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { businessDate, type Instant, type PlainDate } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import { type Locale, locales } from '../messages/locales.ts';
import { definedValues, localeFrom } from '../runtime/area.ts';
import { anonymous, type Identity, identityOfSession } from '../runtime/authenticate.ts';
import { now } from '../runtime/clock.ts';
import { randomSecret } from '../runtime/ids.ts';
import { log } from '../runtime/log.ts';
import { statusOf } from '../runtime/problem.ts';
import type { Call } from '../runtime/route.ts';
import { securityHeaders } from '../runtime/security-headers.ts';
import { loadCatalogue } from '../store/catalogue.ts';
import { type AssetArea, assetResponse } from './assets.ts';
import { readCookie, setCookie } from './cookies.ts';
import { FORM_TOKEN, formTokenOf, isFormToken, readForm } from './forms.ts';
import type { Html } from './html.ts';
import type { Frame } from './layout.ts';
import { faultView, refusalView } from './problem-view.ts';

/** A browser's request, with everything a page may need; it is also the {@link Frame} its layout takes. */
export interface PageRequest extends Frame {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The fields of a POST; its form token is checked already. Empty on a GET. */
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly identity: Identity;
  readonly catalogue: Catalogue;
  readonly now: Instant;
  readonly today: PlainDate;
  /** What every in-process call to an API route carries: `handler.call({ ...request.caller, body })`. */
  readonly caller: Pick<Call, 'identity' | 'locale' | 'sourceIp' | 'userAgent'>;
}

/** An answer: a page, somewhere else to go (303), or a ready response for files. */
export type PageReply =
  | {
      readonly html: Html;
      readonly status?: number;
      readonly cookies?: readonly string[];
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly redirect: string; readonly cookies?: readonly string[] }
  | { readonly response: APIGatewayProxyStructuredResultV2 };

export interface Page {
  readonly route: Route;
  /** Takes forms that were not made here: only for what can do no harm, such as a test payment. */
  readonly anyOrigin?: true;
  /** Errors: {@link Refused} becomes a page of its own, unless the page shows it beside its form. */
  answer(request: PageRequest): Promise<PageReply> | PageReply;
}

/** A page of the manifest and what it answers. */
export function page(operation: Operation, answer: Page['answer'], options: Pick<Page, 'anyOrigin'> = {}): Page {
  return { route: pageRoute(operation), answer, ...options };
}

function pageRoute(operation: Operation): Route {
  const route: Route | undefined = routes.find((entry) => entry.operation === operation);
  if (route?.kind !== 'page') throw new Error(`The manifest has no page ${operation}`);
  return route;
}

/** Files of an area, answered without reading the table: nothing in them depends on who asks. */
export interface FilePage {
  readonly route: Route;
  serve(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>;
}

/** The route under which an area serves its files; its path parameter is `asset`. */
export function files(operation: Operation, area: AssetArea): FilePage {
  const route = pageRoute(operation);
  return { route, serve: (event) => assetResponse(area, event.pathParameters?.['asset'] ?? '', event.headers) };
}

/** One area's Lambda where the area answers pages: the counterpart of `area` for people. */
export function pageArea(pages: readonly (Page | FilePage)[]) {
  const byRouteKey = new Map(pages.map((entry) => [`${entry.route.method} ${entry.route.path}`, entry]));
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const requestId = event.requestContext.requestId;
    let request: PageRequest | undefined;
    const newVisit = readCookie(event.cookies, 'visit') === undefined ? randomSecret() : undefined;
    try {
      const found = byRouteKey.get(event.routeKey);
      if (found === undefined) throw new Refused('route.not-found');
      if ('serve' in found) return await found.serve(event);
      request = await requestFrom(event, newVisit);
      if (found.route.method !== 'GET') request = withForm(request, event, found.anyOrigin);
      return toResponse(await found.answer(request), requestId, newVisit);
    } catch (error) {
      return toResponse(problemReply(error, event, request), requestId, newVisit);
    }
  };
}

async function requestFrom(event: APIGatewayProxyEventV2, newVisit: string | undefined): Promise<PageRequest> {
  const { catalogue } = await loadCatalogue();
  const token = readCookie(event.cookies, 'session');
  const identity = (token === undefined ? undefined : await identityOfSession(token)) ?? anonymous;
  const query = definedValues(event.queryStringParameters);
  const binding = identity.sessionHash ?? newVisit ?? readCookie(event.cookies, 'visit') ?? '';
  const locale = localeOf(query['locale'], identity, event.headers['accept-language']);
  const at = now();
  return {
    path: definedValues(event.pathParameters),
    query,
    form: {},
    headers: event.headers,
    identity,
    catalogue,
    locale,
    service: catalogue.service,
    userName: identity.user?.name,
    formToken: await formTokenOf(binding),
    now: at,
    today: businessDate(at, catalogue.billingTimeZone),
    caller: {
      identity,
      locale,
      sourceIp: event.requestContext.http.sourceIp,
      userAgent: event.headers['user-agent'],
    },
  };
}

/** Errors: `form.expired` when the form was not made for this browser, or before it signed in or out. */
function withForm(request: PageRequest, event: APIGatewayProxyEventV2, anyOrigin = false): PageRequest {
  const form = readForm(event);
  if (!anyOrigin && !isFormToken(request.formToken, form[FORM_TOKEN])) throw new Refused('form.expired');
  const locale = localeOf(form['locale'], request.identity, event.headers['accept-language']);
  return { ...request, form, locale, caller: { ...request.caller, locale } };
}

function localeOf(wanted: string | undefined, identity: Identity, acceptLanguage: string | undefined): Locale {
  if ((locales as readonly (string | undefined)[]).includes(wanted)) return wanted as Locale;
  return identity.user?.locale ?? localeFrom(acceptLanguage);
}

function problemReply(error: unknown, event: APIGatewayProxyEventV2, request: PageRequest | undefined): PageReply {
  const frame = request ?? bareFrame(event);
  if (error instanceof Refused) {
    return { html: refusalView(frame, error), status: statusOf[error.code] };
  }
  const { requestId } = event.requestContext;
  log.error('A page failed', { requestId, routeKey: event.routeKey, error: error as Error });
  return { html: faultView(frame, requestId), status: 500 };
}

/** Enough of a frame to say what went wrong when not even the catalogue could be read. */
function bareFrame(event: APIGatewayProxyEventV2): Frame {
  return { locale: localeFrom(event.headers['accept-language']), formToken: '' };
}

/** What a page may load and where its forms may lead, redirects included; `formOrigins` beside this site. */
export function contentSecurityPolicy(formOrigins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    ["form-action 'self'", ...formOrigins].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const pageHeaders = {
  // Its referrer policy matters here: links from e-mails carry a token in the address, which no other site may see.
  ...securityHeaders,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const;

function toResponse(
  reply: PageReply,
  requestId: string,
  newVisit: string | undefined,
): APIGatewayProxyStructuredResultV2 {
  if ('response' in reply) return reply.response;
  const visit = newVisit === undefined ? [] : [setCookie('visit', newVisit)];
  const cookies = [...visit, ...(reply.cookies ?? [])];
  if ('redirect' in reply) {
    const headers = { ...pageHeaders, 'x-request-id': requestId, location: reply.redirect };
    return { statusCode: 303, headers, cookies, body: '' };
  }
  return {
    statusCode: reply.status ?? 200,
    headers: { ...pageHeaders, 'x-request-id': requestId, ...reply.headers },
    cookies,
    body: String(reply.html),
  };
}
