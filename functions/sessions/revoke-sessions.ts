import * as contract from '../../lib/contract/sessions.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { signedInUser } from '../../lib/runtime/signed-in-user.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { loadUser, replaceUser } from '../../lib/store/users.ts';

/** One write ends every session, however many there are. (A5) */
export const revokeSessions = route(contract.revokeSessions, async ({ identity }) => {
  const { id } = signedInUser(identity);
  await decideAndCommit(async () => {
    const user = await loadUser(id);
    if (user === undefined) throw new Refused('user.not-found');
    const after = { ...user, sessionEpoch: user.sessionEpoch + 1 };
    return { writes: [replaceUser(user, after)], result: undefined };
  });
  return { body: undefined };
});
