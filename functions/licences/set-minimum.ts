import * as contract from '../../lib/contract/licences.ts';
import { setMinimum } from '../../lib/domain/licences/licence-pool.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { ordersAsTheyAre } from '../../lib/store/deliveries.ts';
import { recordFact } from '../../lib/store/history.ts';
import { loadPool, replacePool } from '../../lib/store/licences.ts';
import { loadOpenQuantities } from '../../lib/store/orders.ts';
import { requireTermPlan } from '../../lib/store/seats.ts';
import { countsJson } from './licence-json.ts';

export const setLicenceMinimum = route(contract.setLicenceMinimum, async (request) => {
  const { path, body, actor, now, catalogue } = request;
  await requireAccount(path.account);
  const plan = await requireTermPlan(path.account, catalogue);
  const pool = await decideAndCommit(async () => {
    const stored = await loadPool(path.account, path.type);
    const isKnown = stored.version > 0 || plan.licenceTypes.some(({ id }) => id === path.type);
    if (!isKnown) throw unknownType(path.type);
    if (stored.pool.minimum === body.minimum) return { writes: [], result: stored.pool };
    const after = setMinimum(stored.pool, body.minimum);
    const fact = recordFact({
      account: path.account,
      action: 'licence.minimum-set',
      actor,
      subject: path.account,
      before: { type: path.type, minimum: stored.pool.minimum },
      after: { type: path.type, minimum: after.minimum },
      at: now,
    });
    return { writes: [replacePool(path.account, stored, after), fact], result: after };
  });
  const buying = await loadOpenQuantities(path.account, ordersAsTheyAre(now), now);
  return { body: countsJson(pool, plan, buying[path.type] ?? 0) };
});

function unknownType(type: string): Refused {
  const errors = [{ pointer: '/path/type', detail: 'is not a licence type of this account' }];
  return new Refused('licence.unknown-type', { values: { type }, errors });
}
