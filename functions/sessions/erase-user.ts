import * as contract from '../../lib/contract/sessions.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { erasePerson } from '../../lib/store/erasure.ts';

export const eraseUser = route(contract.eraseUser, async ({ path, actor, now, today, catalogue }) => {
  if (path.user === 'me') throw new Refused('user.not-found');
  await erasePerson(path.user, actor, { now, today, catalogue });
  return { body: undefined };
});
