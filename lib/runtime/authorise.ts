import type { Caller } from '../../functions/manifest.ts';
import type { Actor } from '../domain/actor.ts';
import { type AccountId, type MemberId, memberOfUser } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { resellerActing } from '../store/customers.ts';
import { loadMember, type Member, type Role } from '../store/members.ts';
import { type Identity, sessionRequired } from './authenticate.ts';

const rank: Readonly<Record<Role, number>> = { member: 1, admin: 2, owner: 3 };

interface Target {
  readonly account?: string;
  readonly member?: string;
  readonly user?: string;
}

/** Who was let through. */
export interface Authorised {
  /** With the reseller for whom they act, where that is what lets them through. (R2) */
  readonly actor: Actor;
  /** Their membership of the account in the path; staff, vendor keys and a reseller's people have none. */
  readonly caller?: Member;
}

/**
 * Lets a caller through or refuses: the manifest's `allow` against who they are and their role in the account.
 *
 * Shape:  an owner or admin of the reseller that manages the account passes where its admins do (R2); who is a member
 *         with the role it takes acts as that member.
 * Errors: `session.required` for nobody; `account.not-found` for an account the user is no member of, so that its
 *         existence is not told; `access.denied` for too small a role, a missing scope, or a member who is not active (A7).
 */
export async function authorise(identity: Identity, allow: readonly Caller[], target: Target): Promise<Authorised> {
  const { actor } = identity;
  if (allow.includes('public')) return { actor };
  if (actor.kind === 'anonymous') throw sessionRequired();
  if (actor.kind === 'operator' && allow.includes('operator')) return { actor };
  if (actor.kind === 'vendor' && actor.scopes.some((scope) => allow.includes(scope as Caller))) return { actor };
  if (actor.kind !== 'user') throw new Refused('access.denied');
  if (allow.includes('user')) return { actor };
  if (target.user !== undefined && target.account === undefined) {
    if (allow.includes('self') && target.user === actor.id) return { actor };
    throw new Refused('access.denied');
  }
  if (target.account === undefined) throw new Refused('access.denied');
  return authoriseInAccount(actor, allow, target.account as AccountId, target.member as MemberId | undefined);
}

async function authoriseInAccount(
  actor: Extract<Actor, { kind: 'user' }>,
  allow: readonly Caller[],
  account: AccountId,
  target: MemberId | undefined,
): Promise<Authorised> {
  const own = memberOfUser(actor.id);
  const caller = await loadMember(account, own);
  if (caller !== undefined && allow.includes('self') && target === own) return { actor, caller };
  const needed = Math.min(...allow.map((who) => rank[who as Role] ?? Number.POSITIVE_INFINITY));
  if (caller?.active === true && !caller.former && rank[caller.role] >= needed) return { actor, caller };
  const reseller = await resellerActing(actor.id, account);
  if (reseller !== undefined && needed <= rank.admin) return { actor: { ...actor, reseller } };
  throw new Refused(caller === undefined && reseller === undefined ? 'account.not-found' : 'access.denied');
}
