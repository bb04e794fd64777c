import * as contract from '../../lib/contract/members.ts';
import { route } from '../../lib/runtime/route.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { requirePendingInvitation, withdrawInvitation as withdraw } from '../../lib/store/invitations.ts';

export const withdrawInvitation = route(contract.withdrawInvitation, async ({ path, actor, now }) => {
  await decideAndCommit(async () => {
    const invitation = await requirePendingInvitation(path.account, path.invitation, now);
    return { writes: await withdraw(invitation, actor, now), result: undefined };
  });
  return { body: undefined };
});
