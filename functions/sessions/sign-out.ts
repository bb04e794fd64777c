import * as contract from '../../lib/contract/sessions.ts';
import { route } from '../../lib/runtime/route.ts';
import { signedInUser } from '../../lib/runtime/signed-in-user.ts';
import { transact } from '../../lib/store/table.ts';
import { deleteSession } from '../../lib/store/users.ts';

export const signOut = route(contract.signOut, async ({ identity }) => {
  const user = signedInUser(identity);
  if (identity.sessionHash !== undefined) await transact([deleteSession(user.id, identity.sessionHash)]);
  return { body: undefined };
});
