import * as contract from '../../lib/contract/licences.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { emptyPool, type LicencePool } from '../../lib/domain/licences/licence-pool.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { ordersAsTheyAre } from '../../lib/store/deliveries.ts';
import { listLicences as load, loadPools } from '../../lib/store/licences.ts';
import { loadOpenQuantities } from '../../lib/store/orders.ts';
import { requireTermPlan } from '../../lib/store/seats.ts';
import type { Key } from '../../lib/store/table.ts';
import { countsJson, licenceJson } from './licence-json.ts';

/** The counts are one query, whatever there is of a type. (L2) */
export const listLicences = route(contract.listLicences, async ({ path, query, now, catalogue }) => {
  const list = `licences:${path.account}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  await requireAccount(path.account);
  const plan = await requireTermPlan(path.account, catalogue);
  const [pools, buying, page] = await Promise.all([
    loadPools(path.account),
    loadOpenQuantities(path.account, ordersAsTheyAre(now), now),
    load(path.account, query.limit, after),
  ]);
  const shown = poolsToShow(
    plan,
    pools.map(({ pool }) => pool),
    buying,
  );
  return {
    body: {
      types: shown.map((pool) => countsJson(pool, plan, buying[pool.type] ?? 0)),
      licences: page.licences.map(licenceJson),
      next_cursor: await encodeCursor(list, page.last),
    },
  };
});

/** Every type on offer, in the plan's order, and others of which there is something. */
function poolsToShow(
  plan: TermPlan,
  pools: readonly LicencePool[],
  buying: Readonly<Record<string, number>>,
): LicencePool[] {
  const poolOf = (type: string) => pools.find((pool) => pool.type === type) ?? emptyPool(type);
  const hasAny = ({ type, total, minimum }: LicencePool) => total > 0 || minimum > 0 || (buying[type] ?? 0) > 0;
  const ofPlan = plan.licenceTypes
    .filter(({ id, retired }) => !retired || hasAny(poolOf(id)))
    .map(({ id }) => poolOf(id));
  const others = pools.filter((pool) => hasAny(pool) && !plan.licenceTypes.some(({ id }) => id === pool.type));
  return [...ofPlan, ...others];
}
