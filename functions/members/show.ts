import * as contract from '../../lib/contract/members.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import { requireMember } from '../../lib/store/members.ts';
import { memberJson } from './member-json.ts';

export const getMember = route(contract.getMember, async ({ path }) => {
  const member = await requireMember(path.account, path.member);
  return { body: memberJson(member), headers: etag(member.version) };
});
