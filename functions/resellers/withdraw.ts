import * as contract from '../../lib/contract/resellers.ts';
import { actsFor } from '../../lib/domain/actor.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { successorOf } from '../../lib/domain/resellers/successor.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { detachCustomer, managerOf } from '../../lib/store/customers.ts';
import { recordFact } from '../../lib/store/history.ts';
import { loadAllMembers, type Member, replaceMember } from '../../lib/store/members.ts';
import { rebillAll } from '../../lib/store/rebill-all.ts';
import type { Write } from '../../lib/store/table.ts';
import { userStays } from '../../lib/store/users.ts';
import { openAnew } from '../rollover/open-anew.ts';

type WithdrawRequest = Request<typeof contract.withdrawReseller>;

export const withdrawReseller = route(contract.withdrawReseller, async (request) => {
  const { path, actor, now, today, catalogue } = request;
  await decideAndCommit(async () => {
    const customer = await requireAccount(path.account);
    const reseller = await managerOf(customer);
    if (reseller === undefined) return { writes: [], result: undefined };
    const owner = customer.owner === undefined ? await nextOwner(customer, request) : undefined;
    const changes = owner === undefined ? {} : { owner: owner.user };
    const detached = detachCustomer({ reseller, customer, changes, actor, now });
    const handed = owner === undefined ? [] : handedTo(owner, request);
    return { writes: [...detached, ...handed], result: undefined };
  });
  const moment = { today, now, catalogue };
  await rebillAll(path.account, { actor, moment, open: openAnew(moment) });
  return { body: undefined };
});

/** Errors: `reseller.only-admin` for a reseller who would leave the account without anybody; staff may. */
async function nextOwner({ id }: Account, { actor }: WithdrawRequest): Promise<Member | undefined> {
  const owner = successorOf(await loadAllMembers(id), actor.kind === 'user' ? actor.id : undefined);
  if (owner === undefined && actsFor(actor) !== undefined)
    throw new Refused('reseller.only-admin', { links: { members: `/v1/accounts/${id}/members` } });
  return owner;
}

function handedTo(owner: Member, { actor, now }: WithdrawRequest): Write[] {
  const fact = recordFact({
    account: owner.account,
    action: 'account.handed-over',
    actor,
    subject: owner.account,
    before: { owner: null },
    after: { owner: owner.user },
    at: now,
  });
  return [replaceMember(owner, { ...owner, role: 'owner' }), userStays(owner.user), fact];
}
