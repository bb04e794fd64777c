import { id } from '../../lib/contract/shared.ts';
import { findPlan, type Plan } from '../../lib/domain/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { Acting } from '../../lib/pages/views/acting.ts';
import { type Account, loadAccount } from '../../lib/store/accounts.ts';
import { resellerActing } from '../../lib/store/customers.ts';
import type { Member } from '../../lib/store/members.ts';
import { listMemberships, type Membership } from '../../lib/store/memberships.ts';

/** Whoever is signed in, as they stand in an account: as a member, or for the reseller that manages it as its admin. (R2) */
export interface Standing {
  readonly account: Account;
  readonly member: Pick<Member, 'role' | 'active'>;
  /** The reseller they act for. */
  readonly acting?: Acting;
}

const MOST_ACCOUNTS = 100;

/** The accounts of whoever is signed in. Errors: `session.required`. */
export async function membershipsOf(request: PageRequest): Promise<Membership[]> {
  const { user } = request.identity;
  if (user === undefined) throw new Refused('session.required');
  const { memberships } = await listMemberships(user.id, MOST_ACCOUNTS);
  return memberships.filter(({ member }) => !member.former);
}

export const isAdmin = ({ member }: Standing) => member.role !== 'member' && member.active;

/** Errors: `session.required`. */
export async function standingIn(request: PageRequest, account: string): Promise<Standing | undefined> {
  return standingAmong(await membershipsOf(request), request, account);
}

/** As routes let people through: an admin as such, else for the reseller, else as the member they are. */
export async function standingAmong(
  memberships: readonly Membership[],
  request: PageRequest,
  account: string,
): Promise<Standing | undefined> {
  const own = memberships.find((membership) => membership.account.id === account);
  return own !== undefined && isAdmin(own) ? own : ((await actingOn(request, account)) ?? own);
}

async function actingOn({ identity: { user } }: PageRequest, account: string): Promise<Standing | undefined> {
  const parsed = id('acc').safeParse(account);
  if (user === undefined || !parsed.success) return undefined;
  const reseller = await resellerActing(user.id, parsed.data);
  if (reseller === undefined) return undefined;
  const [customer, manager] = await Promise.all([loadAccount(parsed.data), loadAccount(reseller)]);
  if (customer === undefined || manager === undefined) return undefined;
  const acting = { reseller: manager.id, name: manager.organisation, customer: customer.organisation };
  return { account: customer, member: { role: 'admin', active: true }, acting };
}

/** Errors: `session.required`; `account.not-found` for somebody else's account. */
export async function requireStanding(request: PageRequest, account: string | undefined): Promise<Standing> {
  const standing = account === undefined ? undefined : await standingIn(request, account);
  if (standing === undefined) throw new Refused('account.not-found');
  return standing;
}

/** Errors: `account.not-found` for somebody else's account, and for one whose plan is no longer known. */
export function planOf({ catalogue }: PageRequest, standing: Standing | undefined): Plan {
  const plan = standing && findPlan(catalogue, standing.account.plan);
  if (plan === undefined) throw new Refused('account.not-found');
  return plan;
}
