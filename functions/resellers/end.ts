import * as contract from '../../lib/contract/resellers.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { rebillAll } from '../../lib/store/rebill-all.ts';
import { endReseller as end } from '../../lib/store/resellers.ts';
import { openAnew } from '../rollover/open-anew.ts';

export const endReseller = route(contract.endReseller, async ({ path, actor, now, today, catalogue }) => {
  await decideAndCommit(async () => {
    const { reseller, ...account } = await requireAccount(path.account);
    const writes = reseller === undefined ? [] : end({ ...account, reseller }, { actor, now });
    return { writes, result: undefined };
  });
  const moment = { today, now, catalogue };
  await rebillAll(path.account, { actor, moment, open: openAnew(moment) });
  return { body: undefined };
});
