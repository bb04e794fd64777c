import type { Plan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { MembersView } from '../../lib/pages/views/members.ts';
import { listMembers } from '../members/list.ts';

/** The members, page by page, with the licences they hold and the modules they may use. */
export async function membersView(request: PageRequest, account: AccountId, plan: Plan): Promise<MembersView> {
  const cursor = request.query['members'];
  const query: Record<string, string> = cursor === undefined ? {} : { cursor };
  const { body } = await listMembers.call({ ...request.caller, path: { account }, query });
  const rows = body.items.map((member) => ({
    ...member,
    licences: licencesOf(member, plan),
    modules: modulesOf(member, plan),
  }));
  return { rows, next: body.next_cursor, isFirstPage: cursor === undefined };
}

type MemberJson = Awaited<ReturnType<typeof listMembers.call>>['body']['items'][number];

function licencesOf({ licences }: MemberJson, plan: Plan): string[] | undefined {
  if (plan.kind === 'prepaid' || plan.licenceTypes.length === 0) return undefined;
  return plan.licenceTypes.filter(({ id }) => licences.some(({ type }) => type === id)).map(({ name }) => name);
}

/** Where users of modules are counted it matters who may use which. (U2, A8) */
function modulesOf({ profile }: MemberJson, plan: Plan): string[] | 'every' | undefined {
  if (plan.kind === 'prepaid' || plan.modules.every(({ users }) => users === undefined)) return undefined;
  if (profile === null) return 'every';
  return plan.modules.filter(({ id }) => profile.modules.includes(id)).map(({ name }) => name);
}
