import * as contract from '../../lib/contract/members.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { listInvitations as load } from '../../lib/store/invitations.ts';
import type { Key } from '../../lib/store/table.ts';
import { invitationJson } from './member-json.ts';

export const listInvitations = route(contract.listInvitations, async ({ path, query, now }) => {
  const { all = false, limit } = query;
  const list = `invitations:${path.account}:${all}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  await requireAccount(path.account);
  const { invitations, last } = await load(path.account, { limit, pendingOnly: !all, now, after });
  return {
    body: {
      items: invitations.map((invitation) => invitationJson(invitation, now)),
      next_cursor: await encodeCursor(list, last),
    },
  };
});
