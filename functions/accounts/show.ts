import * as contract from '../../lib/contract/accounts.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { accountJson } from './account-json.ts';

export const getAccount = route(contract.getAccount, async ({ path, caller }) => {
  const account = await requireAccount(path.account);
  return { body: accountJson(account, caller), headers: etag(account.version) };
});
