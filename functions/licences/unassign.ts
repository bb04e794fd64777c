import * as contract from '../../lib/contract/licences.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitUnassignment } from '../../lib/store/assignments.ts';
import { memberJson } from '../members/member-json.ts';

export const unassignLicence = route(contract.unassignLicence, async (request) => {
  const member = await commitUnassignment({ ...request.path, actor: request.actor }, request);
  return { body: memberJson(member) };
});
