import type { Plan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { MembersView } from '../../lib/pages/views/members.ts';
import { listMembers } from '../members/list.ts';

/** The members, page by page; on plans with licences, with those they hold. */
export async function membersView(request: PageRequest, account: AccountId, plan: Plan): Promise<MembersView> {
  const cursor = request.query['members'];
  const query: Record<string, string> = cursor === undefined ? {} : { cursor };
  const { body } = await listMembers.call({ ...request.caller, path: { account }, query });
  const rows = body.items.map((member) => ({
    ...member,
    licences:
      plan.kind === 'term'
        ? plan.licenceTypes.filter(({ id }) => member.licences.some(({ type }) => type === id)).map(({ name }) => name)
        : undefined,
  }));
  return { rows, next: body.next_cursor, isFirstPage: cursor === undefined };
}
