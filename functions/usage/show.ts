import { getUsage as contract } from '../../lib/contract/usage.ts';
import { buyLinks } from '../../lib/domain/usage/refusals.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { route } from '../../lib/runtime/route.ts';
import { termPlanOf } from '../../lib/store/deliveries.ts';
import { loadUsed } from '../../lib/store/usage-counts.ts';
import { orBusy } from './busy.ts';
import { loadCounting } from './counting.ts';
import { loadModuleUsage } from './module-usage.ts';

export const getUsage = route(contract, async (request) => {
  const { account } = request.path;
  const { meters, subscription } = await loadCounting(account, request);
  const buy = environment().BASE_URL + buyLinks(account).buy;
  const shown = meters.map(async ({ meter, inPacks, allowance, countedFor, until }) => {
    const used = await orBusy(loadUsed({ account, meter: meter.id, countedFor }));
    return {
      meter: meter.id,
      name: meter.name,
      kind: meter.kind,
      included: meter.included,
      in_packs: inPacks,
      allowance,
      used,
      left: Math.max(0, allowance - used),
      until: until ?? null,
      buy,
    };
  });
  const plan = subscription && termPlanOf(request.catalogue, subscription.plan);
  const modules =
    plan === undefined || subscription === undefined
      ? []
      : await loadModuleUsage(plan, subscription, request.today, buy);
  return { body: { meters: await Promise.all(shown), modules } };
});
