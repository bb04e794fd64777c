import * as contract from '../../lib/contract/resellers.ts';
import { route } from '../../lib/runtime/route.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { changeDiscount, type Reseller, requireReseller } from '../../lib/store/resellers.ts';
import { resellerJson } from './reseller-json.ts';

export const editReseller = route(contract.editReseller, async ({ path, body, actor, now }) => {
  const reseller = await decideAndCommit<Reseller>(async () => {
    const before = await requireReseller(path.account);
    const { writes, reseller: after } = changeDiscount(before, body.discount_percent, { actor, now });
    return { writes, result: after };
  });
  return { body: resellerJson(reseller) };
});
