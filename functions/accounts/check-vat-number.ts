import * as contract from '../../lib/contract/accounts.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { askAgain } from '../../lib/tax/refresh-vat-check.ts';
import { accountJson } from './account-json.ts';

export const checkVatNumber = route(contract.checkVatNumber, async ({ path, actor, caller, now }) => {
  const before = await requireAccount(path.account);
  if (before.billing.vatNumber === undefined) throw new Refused('vat-number.none');
  const account = await askAgain(before, actor, now);
  return { body: accountJson(account, caller), headers: etag(account.version) };
});
