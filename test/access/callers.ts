import type { Caller, Route } from '../../functions/manifest.ts';
import { type ApiKeyScope, apiKeyScopes } from '../../lib/domain/api-key.ts';

/** A kind of people, or of keys, that may call: one column of the matrix. */
interface CallerKind {
  /** Head of its column. */
  readonly column: string;
  /** As which callers of the manifest they count where the account of the matrix is in the path. */
  readonly counts: readonly Caller[];
  /** The same where that account's reseller is in the path; as anyone signed in without it. */
  readonly countsInReseller?: readonly Caller[];
  /** Whether they know of the account: its members, in whatever state, and who manages it. */
  readonly knowsAccount?: true;
}

const user = ['public', 'user'] as const;

/** Everybody who signs in. */
export const peopleKinds = {
  'a member, about themselves': {
    column: 'member, themselves',
    counts: [...user, 'member', 'self'],
    knowsAccount: true,
  },
  'a member, about somebody else': { column: 'member', counts: [...user, 'member'], knowsAccount: true },
  'an inactive member, about themselves': {
    column: 'inactive, themselves',
    counts: [...user, 'self'],
    knowsAccount: true,
  },
  'an inactive admin': { column: 'inactive admin', counts: user, knowsAccount: true },
  'an admin': { column: 'admin', counts: [...user, 'member', 'admin'], knowsAccount: true },
  'the owner': { column: 'owner', counts: [...user, 'member', 'admin', 'owner'], knowsAccount: true },
  'an admin of another account': { column: 'other account', counts: user },
  'an admin of its reseller': {
    column: 'reseller',
    counts: [...user, 'member', 'admin'],
    knowsAccount: true,
    countsInReseller: [...user, 'member', 'admin'],
  },
  'a plain member of its reseller': {
    column: 'reseller’s member',
    counts: user,
    countsInReseller: [...user, 'member'],
  },
  'an admin of another customer’s reseller': { column: 'other reseller', counts: user },
  'an admin of a reseller whose access was withdrawn': { column: 'withdrawn reseller', counts: user },
  'an admin of a reseller who is none any more': { column: 'ended reseller', counts: user },
} as const satisfies Record<string, CallerKind>;

export type PersonKind = keyof typeof peopleKinds;
export type KeyKind = `a key for ${ApiKeyScope}`;
export type Kind = 'nobody' | PersonKind | KeyKind | 'a revoked key';

const keyKinds = Object.fromEntries(
  apiKeyScopes.map((scope) => [`a key for ${scope}`, { column: scope, counts: ['public', scope] }]),
) as unknown as Record<KeyKind, CallerKind>;

/** Every column of the matrix. A new scope of API keys is a new one. */
export const kinds: Readonly<Record<Kind, CallerKind>> = {
  nobody: { column: 'nobody', counts: ['public'] },
  ...peopleKinds,
  ...keyKinds,
  // What is no token is not taken for nobody, or a mistyped one would be found out late.
  'a revoked key': { column: 'revoked key', counts: [] },
};
export const kindNames = Object.keys(kinds) as Kind[];

export type RefusalOfAccess = 'session.required' | 'access.denied' | 'account.not-found';
export type Cell = 'allowed' | RefusalOfAccess;

export function isPerson(kind: Kind): kind is PersonKind {
  return kind in peopleKinds;
}

/** What the manifest says of a cell: allowed, or how the caller is told that they may not. */
export function cellOf(route: Route, kind: Kind): Cell {
  const counts = countsIn(route, kind);
  if (route.allow.some((caller) => counts.includes(caller))) return 'allowed';
  if (!counts.includes('user')) return isKey(kind, route) ? 'access.denied' : 'session.required';
  const isAboutAccount = route.path.includes('{account}') || route.kind === 'page';
  return isAboutAccount && !knowsAccount(route, kind) ? 'account.not-found' : 'access.denied';
}

function countsIn(route: Route, kind: Kind): readonly Caller[] {
  const { counts, countsInReseller = user } = kinds[kind];
  if (isPerson(kind)) return isOfReseller(route) ? countsInReseller : counts;
  // Browsers send cookies: to a page every key is nobody.
  return route.kind === 'page' ? ['public'] : counts;
}

/** Whether it is a key that opens something, and is looked at. */
function isKey(kind: Kind, route: Route): boolean {
  return kind !== 'nobody' && kind !== 'a revoked key' && route.kind !== 'page';
}

/** Whether they know that the account in the path exists. */
export function knowsAccount(route: Route, kind: Kind): boolean {
  return (isOfReseller(route) ? kinds[kind].countsInReseller !== undefined : kinds[kind].knowsAccount) === true;
}

/** Whether the account that is asked for is the reseller. */
export function isOfReseller({ path }: Pick<Route, 'path'>): boolean {
  return path.startsWith('/v1/resellers/{account}') || path.startsWith('/customers');
}
