import * as contract from '../../lib/contract/sessions.ts';
import { route } from '../../lib/runtime/route.ts';
import { signedInUser } from '../../lib/runtime/signed-in-user.ts';
import { listSessions as load } from '../../lib/store/users.ts';

export const listSessions = route(contract.listSessions, async ({ identity, now }) => {
  const sessions = await load(signedInUser(identity), now);
  const newestFirst = sessions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return {
    body: {
      items: newestFirst.map((session) => ({
        created_at: session.createdAt,
        expires_at: session.expiresAt,
        user_agent: session.userAgent ?? null,
        current: session.hash === identity.sessionHash,
      })),
    },
  };
});
