import * as contract from '../../lib/contract/resellers.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { endReseller as end } from '../../lib/store/resellers.ts';

export const endReseller = route(contract.endReseller, async ({ path, actor, now }) => {
  await decideAndCommit(async () => {
    const { reseller, ...account } = await requireAccount(path.account);
    const writes = reseller === undefined ? [] : end({ ...account, reseller }, { actor, now });
    return { writes, result: undefined };
  });
  return { body: undefined };
});
