import * as contract from '../../lib/contract/resellers.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { managerOf } from '../../lib/store/customers.ts';

export const getAccountReseller = route(contract.getAccountReseller, async ({ path }) => {
  const account = await requireAccount(path.account);
  const reseller = await managerOf(account);
  if (reseller === undefined || account.managedBy === undefined) throw new Refused('reseller.none');
  const { id, organisation } = reseller;
  return { body: { account: id, organisation, since: account.managedBy.since } };
});
