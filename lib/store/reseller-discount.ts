import { type Discount, NO_DISCOUNT } from '../domain/resellers/discount-line.ts';
import type { Account } from './accounts.ts';
import { managerOf } from './customers.ts';
import { hasOwnAdmins } from './members.ts';

/**
 * The discount at which an account buys at this moment, whoever orders; undefined for one that no reseller manages, which
 * costs no read. How the reseller's own account stands does not matter. (R1, R4, R6)
 */
export async function discountFor(account: Account): Promise<Discount | undefined> {
  const manager = await managerOf(account);
  if (manager?.reseller === undefined) return undefined;
  if (await hasOwnAdmins(account.id)) return NO_DISCOUNT;
  return { reseller: manager.id, percent: manager.reseller.discount };
}
