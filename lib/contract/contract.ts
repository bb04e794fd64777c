import * as z from 'zod';
import type { Operation } from '../../functions/manifest.ts';
import type { RefusalCode } from '../domain/refusal.ts';

type AnyObject = z.ZodObject;

/** What a route takes and answers. The same schemas validate requests, type the handlers and make the OpenAPI document. */
export interface Contract<
  P extends AnyObject = AnyObject,
  Q extends AnyObject = AnyObject,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly operation: Operation;
  readonly summary: string;
  readonly description?: string;
  readonly path: P;
  readonly query: Q;
  /** `z.undefined()` where the request has no body, `.optional()` where it need not have one. */
  readonly body: B;
  /** What the request's body is, where it is not JSON: it is passed on as text. */
  readonly consumes?: { readonly contentType: 'application/xml'; readonly maxKilobytes: number };
  readonly response: {
    readonly status: 200 | 201 | 202 | 204;
    readonly schema: R;
    /** `application/json` unless it says otherwise. */
    readonly contentType?: string;
  };
  /** The refusals that are this operation's own; those any route may give are not repeated. */
  readonly refusals: readonly RefusalCode[];
  /** The answer carries an ETag, and edits may send it back as If-Match. */
  readonly etag?: true;
}

const none = z.strictObject({});

type Parts = { path?: AnyObject; query?: AnyObject; body?: z.ZodType };
type PartOf<S extends Parts, K extends keyof Parts, D> = S[K] extends z.ZodType ? S[K] : D;
type Spec<R extends z.ZodType> = Parts &
  Omit<Contract, 'path' | 'query' | 'body' | 'response'> & {
    response: { status: 200 | 201 | 202 | 204; schema: R; contentType?: string };
  };

/** Declares a contract; path, query and body are empty where they are left out, and unknown fields are refused. */
export function contract<R extends z.ZodType, const S extends Spec<R>>(
  spec: S & { response: { schema: R } },
): Contract<PartOf<S, 'path', typeof none>, PartOf<S, 'query', typeof none>, PartOf<S, 'body', z.ZodUndefined>, R> {
  return { path: none, query: none, body: z.undefined(), ...spec } as never;
}
