import type { Plan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { MemberFormsView } from '../../lib/pages/views/member-forms.ts';
import type { MembersView } from '../../lib/pages/views/members.ts';
import { listMembers } from '../members/list.ts';

/** What a refused form adds. */
export type MembersExtras = Partial<Pick<MemberFormsView, 'entered' | 'asksDiscount'>>;

/** The members, page by page, with the licences they hold and the modules they may use. */
export async function membersView(
  request: PageRequest,
  account: AccountId,
  plan: Plan,
  extras: MembersExtras & { readonly mistakes: MemberFormsView['mistakes'] | undefined },
): Promise<MembersView> {
  const cursor = request.query['members'];
  const hasFormer = request.query['former'] === 'true';
  const query = { ...(cursor === undefined ? {} : { cursor }), ...(hasFormer ? { former: 'true' } : {}) };
  const { body } = await listMembers.call({ ...request.caller, path: { account }, query });
  const rows = body.items.map((member) => ({
    ...member,
    licenceTypes: member.licences.map(({ type }) => type),
    licences: licencesOf(member, plan),
    modules: modulesOf(member, plan),
  }));
  const { entered, asksDiscount } = extras;
  // Other forms of the page have fields of their own.
  const mistakes = entered === undefined ? {} : (extras.mistakes ?? {});
  return {
    rows,
    next: body.next_cursor,
    isFirstPage: cursor === undefined,
    hasFormer,
    forms: { plan, entered, asksDiscount, mistakes },
  };
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
