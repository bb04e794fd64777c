import type { Caller } from '../../functions/manifest.ts';
import { type AccountId, type MemberId, memberOfUser } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { loadMember, type Member, type Role } from '../store/members.ts';
import { type Identity, sessionRequired } from './authenticate.ts';

const rank: Readonly<Record<Role, number>> = { member: 1, admin: 2, owner: 3 };

interface Target {
  readonly account?: string;
  readonly member?: string;
  readonly user?: string;
}

/**
 * Lets a caller through or refuses: the manifest's `allow` against who they are and their role in the account.
 *
 * Errors: `session.required` for nobody; `account.not-found` for an account the user is no member of, so that its
 * existence is not told; `access.denied` for too small a role, a missing scope, or a member who is not active (A7).
 */
export async function authorise(
  identity: Identity,
  allow: readonly Caller[],
  target: Target,
): Promise<Member | undefined> {
  const { actor } = identity;
  if (allow.includes('public')) return undefined;
  if (actor.kind === 'anonymous') throw sessionRequired();
  if (actor.kind === 'operator' && allow.includes('operator')) return undefined;
  if (actor.kind === 'vendor' && actor.scopes.some((scope) => allow.includes(scope as Caller))) return undefined;
  if (actor.kind !== 'user') throw new Refused('access.denied');
  if (allow.includes('user')) return undefined;
  if (target.user !== undefined && target.account === undefined) {
    if (allow.includes('self') && target.user === actor.id) return undefined;
    throw new Refused('access.denied');
  }
  if (target.account === undefined) throw new Refused('access.denied');
  return authoriseMember(identity, allow, target.account as AccountId, target.member as MemberId | undefined);
}

async function authoriseMember(
  { actor }: Identity,
  allow: readonly Caller[],
  account: AccountId,
  target: MemberId | undefined,
): Promise<Member> {
  if (actor.kind !== 'user') throw new Refused('access.denied');
  const own = memberOfUser(actor.id);
  const caller = await loadMember(account, own);
  if (caller === undefined) throw new Refused('account.not-found');
  if (allow.includes('self') && target === own) return caller;
  const needed = Math.min(...allow.map((who) => rank[who as Role] ?? Number.POSITIVE_INFINITY));
  if (!caller.active || caller.former || rank[caller.role] < needed) throw new Refused('access.denied');
  return caller;
}
