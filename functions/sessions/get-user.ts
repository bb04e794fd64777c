import * as contract from '../../lib/contract/sessions.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadUser } from '../../lib/store/users.ts';

export const getUser = route(contract.getUser, async ({ path }) => {
  const user = path.user === 'me' ? undefined : await loadUser(path.user);
  if (user?.email === undefined) throw new Refused('user.not-found');
  const { id, email, name, locale, createdAt } = user;
  return { body: { id, email, name, locale, created_at: createdAt } };
});
