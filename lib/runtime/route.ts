import type * as z from 'zod';
import { type Route, routes } from '../../functions/manifest.ts';
import type { Contract } from '../contract/contract.ts';
import { check } from '../contract/mistakes.ts';
import { actorId } from '../domain/actor.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { businessDate, type Instant, type PlainDate } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import type { Locale } from '../messages/locales.ts';
import { findCatalogue, inForce } from '../store/catalogue.ts';
import { type RepeatableRequest, RepeatedRequest, recallReply, rememberReply } from '../store/idempotency.ts';
import type { Member } from '../store/members.ts';
import { TableBusy, type Write } from '../store/table.ts';
import type { Identity } from './authenticate.ts';
import { authorise } from './authorise.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { sha256 } from './hashes.ts';

/** A request before it is checked, from HTTP or from a page of this deployment. */
export interface Call {
  readonly identity: Identity;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly locale?: Locale;
  readonly sourceIp: string;
  readonly userAgent?: string | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The body exactly as it was sent, for signatures. */
  readonly rawBody?: string;
}

/** A checked request with all that a decision may need; nothing below reads the clock. (M5) */
export interface Request<C extends Contract = Contract> {
  readonly path: z.output<C['path']>;
  readonly query: z.output<C['query']>;
  readonly body: z.output<C['body']>;
  readonly identity: Identity;
  /** Who calls, with the reseller for whom they act on this account, where they do. (R2) */
  readonly actor: Identity['actor'];
  /** The caller's membership of the account in the path; absent for staff, vendor keys and the reseller's people. */
  readonly caller: Member | undefined;
  readonly now: Instant;
  /** The business date, in the catalogue's time zone. */
  readonly today: PlainDate;
  /** Errors: `catalogue.missing` where the deployment has none yet, as {@link today}. */
  readonly catalogue: Catalogue;
  readonly call: Call;
  /** Version from If-Match, when the caller sent one. */
  readonly expectedVersion: number | undefined;
  /** The write that remembers the reply; for routes that move money, to be part of their transaction. */
  remember(reply: Reply): Write[];
}

export interface Reply<R = unknown> {
  readonly status?: number;
  readonly body: R;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RouteHandler<C extends Contract = Contract> {
  readonly contract: C;
  readonly route: Route;
  /** Checks, authorises and carries out a call. Errors: {@link Refused} for everything a customer can cause. */
  call(call: Call): Promise<Reply<z.output<C['response']['schema']>>>;
}

/** One route: its contract, and what it decides. */
export function route<C extends Contract>(
  contract: C,
  carryOut: (request: Request<C>) => Promise<Reply<z.input<C['response']['schema']>>>,
): RouteHandler<C> {
  const found = routes.find((entry) => entry.operation === contract.operation);
  if (found === undefined) throw new Error(`The manifest has no operation ${contract.operation}`);
  const spec: Route = found;
  const call = async (incoming: Call): Promise<Reply> => {
    const path = withOwnId(parsePart(contract.path, incoming.path ?? {}, '/path'), incoming.identity);
    const { actor, caller } = await authorise(incoming.identity, spec.allow, path);
    const query = parsePart(contract.query, incoming.query ?? {}, '/query');
    const body = parsePart(contract.body, incoming.body, '');
    const repeatable = repeatableRequest(spec, incoming, [path, body]);
    const before = repeatable === undefined ? undefined : await replay(repeatable);
    if (before !== undefined) return before;
    const stored = await findCatalogue();
    const at = now();
    const request = {
      path,
      query,
      body,
      identity: incoming.identity,
      actor,
      caller,
      now: at,
      get today() {
        return businessDate(at, inForce(stored).catalogue.billingTimeZone);
      },
      get catalogue() {
        return inForce(stored).catalogue;
      },
      call: incoming,
      expectedVersion: versionFrom(incoming.ifMatch),
      remember: (reply: Reply) => remembered(repeatable, contract, reply),
    } as Request<C>;
    return checked(contract, await carryOutOrReplay(request, carryOut as never, repeatable));
  };
  return { contract, route: spec, call: call as RouteHandler<C>['call'] };
}

/** `me` in a path is the person who is signed in. */
function withOwnId(path: Record<string, unknown>, { actor }: Identity): Record<string, unknown> {
  return path['user'] === 'me' && actor.kind === 'user' ? { ...path, user: actor.id } : path;
}

async function carryOutOrReplay(
  request: Request,
  carryOut: (request: Request) => Promise<Reply>,
  repeatable: RepeatableRequest | undefined,
): Promise<Reply> {
  try {
    return await carryOut(request);
  } catch (error) {
    if (error instanceof TableBusy) throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
    if (!(error instanceof RepeatedRequest) || repeatable === undefined) throw error;
    const before = await replay(repeatable);
    if (before === undefined) throw new Refused('idempotency.in-flight', { retryAfterSeconds: 1 });
    return before;
  }
}

function remembered(repeatable: RepeatableRequest | undefined, contract: Contract, reply: Reply): Write[] {
  if (repeatable === undefined) return [];
  return [rememberReply(repeatable, { status: reply.status ?? contract.response.status, body: reply.body })];
}

async function replay(repeatable: RepeatableRequest): Promise<Reply | undefined> {
  const reply = await recallReply(repeatable);
  return reply === undefined ? undefined : { ...reply, headers: { 'idempotency-replayed': 'true' } };
}

/** What is asked counts as it is understood, so that another order of the fields is the same request. */
function repeatableRequest(spec: Route, call: Call, asked: readonly unknown[]): RepeatableRequest | undefined {
  if (spec.money === undefined) return undefined;
  const key = call.idempotencyKey;
  if (key === undefined || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Refused('idempotency.key-required');
  return {
    actor: actorId(call.identity.actor),
    key,
    requestHash: sha256(JSON.stringify([spec.operation, ...asked])),
    at: now(),
  };
}

/** Checks one part of a request. Errors: `request.invalid` with a pointer to each mistake. */
export function parsePart<S extends z.ZodType>(schema: S, input: unknown, prefix: string): z.output<S> {
  const result = check(schema, input, prefix);
  if (result.ok) return result.value;
  throw new Refused('request.invalid', { errors: result.mistakes });
}

function versionFrom(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const version = /^"(\d{1,12})"$/.exec(ifMatch)?.[1];
  if (version === undefined) throw new Refused('edit.stale');
  return Number(version);
}

/** Locally every answer is checked against its contract, so that the OpenAPI document cannot drift from what is sent. */
function checked(contract: Contract, reply: Reply): Reply {
  if (environment().STAGE === 'local') {
    const result = contract.response.schema.safeParse(reply.body);
    if (!result.success) throw new Error(`${contract.operation} answers against its contract: ${result.error.message}`);
  }
  return reply;
}

export function etag(version: number): Record<string, string> {
  return { etag: `"${version}"` };
}

/** Errors: `edit.stale` when the caller edits another version than the one that is there. */
export function requireVersion(expected: number | undefined, actual: number): void {
  if (expected !== undefined && expected !== actual) throw new Refused('edit.stale', { extra: { version: actual } });
}
