import * as contract from '../../lib/contract/catalogue.ts';
import { actorId } from '../../lib/domain/actor.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitApiKeyRevocation } from '../../lib/store/api-keys.ts';

/** A key cannot end itself, so that staff never locks itself out. */
export const revokeApiKey = route(contract.revokeApiKey, async ({ path, actor }) => {
  if (path.key === actorId(actor)) throw new Refused('api-key.own');
  if (!(await commitApiKeyRevocation(path.key))) throw new Refused('api-key.not-found');
  return { body: undefined };
});
