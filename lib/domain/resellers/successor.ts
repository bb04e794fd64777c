import type { Role } from '../accounts/roles.ts';
import type { Instant } from '../dates.ts';
import type { UserId } from '../ids.ts';

/** What of a member says whether they can take an account over. */
export interface Candidate {
  readonly user: UserId;
  readonly role: Role;
  readonly active: boolean;
  readonly former: boolean;
  readonly joinedAt: Instant;
}

/**
 * Who becomes the owner of an account that has none, once no reseller manages it any more.
 *
 * Shape:  the active admin who asks, or else the one who joined first; undefined where there is none.
 * Source: R5, A7: an account has an owner, who can always sign in and buy.
 */
export function successorOf<M extends Candidate>(members: readonly M[], asking: UserId | undefined): M | undefined {
  const admins = members.filter(({ role, active, former }) => role === 'admin' && active && !former);
  const [first] = admins.toSorted((a, b) => (a.joinedAt < b.joinedAt ? -1 : Number(a.joinedAt > b.joinedAt)));
  return admins.find(({ user }) => user === asking) ?? first;
}
