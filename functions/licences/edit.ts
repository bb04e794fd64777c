import * as contract from '../../lib/contract/licences.ts';
import { switchRenewal } from '../../lib/domain/licences/licence-pool.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { findLicence, loadPool, loadPools, replaceLicence, replacePool } from '../../lib/store/licences.ts';
import { requireTermPlan } from '../../lib/store/seats.ts';
import { licenceJson } from './licence-json.ts';

export const editLicence = route(contract.editLicence, async ({ path, body, actor, now, catalogue }) => {
  await requireAccount(path.account);
  await requireTermPlan(path.account, catalogue);
  const licence = await decideAndCommit(async () => {
    const types = (await loadPools(path.account)).map(({ pool }) => pool.type);
    const before = types.length === 0 ? undefined : await findLicence(path.account, path.licence, types);
    if (before === undefined) throw new Refused('licence.not-found');
    if (before.autoRenew === body.auto_renew) return { writes: [], result: before };
    const stored = await loadPool(path.account, before.type);
    const pool = switchRenewal(stored.pool, before, body.auto_renew);
    const after = { ...before, autoRenew: body.auto_renew };
    const fact = recordFact({
      account: path.account,
      action: 'licence.renewal-switched',
      actor,
      subject: before.id,
      before: { type: before.type, auto_renew: before.autoRenew },
      after: { type: before.type, auto_renew: after.autoRenew },
      at: now,
    });
    const writes = [replacePool(path.account, stored, pool), replaceLicence(path.account, before, after), fact];
    return { writes, result: after };
  });
  return { body: licenceJson(licence) };
});
