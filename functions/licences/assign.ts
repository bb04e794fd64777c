import * as contract from '../../lib/contract/licences.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitAssignment } from '../../lib/store/assignments.ts';
import { memberJson } from '../members/member-json.ts';

export const assignLicence = route(contract.assignLicence, async (request) => {
  const member = await commitAssignment({ ...request.path, actor: request.actor }, request);
  return { body: memberJson(member) };
});
