import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { MembersView } from '../../lib/pages/views/members.ts';
import { listMembers } from '../members/list.ts';

/** The members, page by page. */
export async function membersView(request: PageRequest, account: AccountId): Promise<MembersView> {
  const cursor = request.query['members'];
  const query: Record<string, string> = cursor === undefined ? {} : { cursor };
  const { body } = await listMembers.call({ ...request.caller, path: { account }, query });
  return { rows: body.items, next: body.next_cursor, isFirstPage: cursor === undefined };
}
