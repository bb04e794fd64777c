import * as contract from '../../lib/contract/resellers.ts';
import { actsFor } from '../../lib/domain/actor.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { managerOf } from '../../lib/store/customers.ts';
import { successorIn, withdrawCustomer } from '../../lib/store/detach-customer.ts';
import type { Member } from '../../lib/store/members.ts';
import { rebillAll } from '../../lib/store/rebill-all.ts';
import { openAnew } from '../rollover/open-anew.ts';

type WithdrawRequest = Request<typeof contract.withdrawReseller>;

export const withdrawReseller = route(contract.withdrawReseller, async (request) => {
  const { path, actor, now, today, catalogue } = request;
  await decideAndCommit(async () => {
    const customer = await requireAccount(path.account);
    const reseller = await managerOf(customer);
    if (reseller === undefined) return { writes: [], result: undefined };
    const owner = await nextOwner(customer, request);
    return { writes: withdrawCustomer({ reseller, customer, owner, actor, now }), result: undefined };
  });
  const moment = { today, now, catalogue };
  await rebillAll(path.account, { actor, moment, open: openAnew(moment) });
  return { body: undefined };
});

/** Errors: `reseller.only-admin` for a reseller who would leave the account without anybody; staff may. */
async function nextOwner(customer: Account, { actor }: WithdrawRequest): Promise<Member | undefined> {
  const owner = await successorIn(customer, actor.kind === 'user' ? actor.id : undefined);
  if (customer.owner === undefined && owner === undefined && actsFor(actor) !== undefined)
    throw new Refused('reseller.only-admin', { links: { members: `/v1/accounts/${customer.id}/members` } });
  return owner;
}
