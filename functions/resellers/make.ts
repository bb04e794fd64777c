import * as contract from '../../lib/contract/resellers.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { managerOf } from '../../lib/store/customers.ts';
import { appointReseller, type Reseller } from '../../lib/store/resellers.ts';
import { resellerJson } from './reseller-json.ts';

export const makeReseller = route(contract.makeReseller, async ({ body, actor, now }) => {
  const reseller = await decideAndCommit<Reseller>(async () => {
    const account = await requireAccount(body.account);
    if (account.reseller !== undefined) {
      if (account.reseller.discount === body.discount_percent)
        return { writes: [], result: { ...account, reseller: account.reseller } };
      throw new Refused('reseller.already-there', { links: { reseller: `/v1/resellers/${account.id}` } });
    }
    if ((await managerOf(account)) !== undefined)
      throw new Refused('reseller.is-customer', { links: { reseller: `/v1/accounts/${account.id}/reseller` } });
    const { writes, reseller: appointed } = appointReseller(account, body.discount_percent, { actor, now });
    return { writes, result: appointed };
  });
  return { body: resellerJson(reseller) };
});
