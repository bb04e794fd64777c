import { getUsage as contract } from '../../lib/contract/usage.ts';
import { buyLinks } from '../../lib/domain/usage/refusals.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadUsed } from '../../lib/store/usage-counts.ts';
import { orBusy } from './busy.ts';
import { loadCounting } from './counting.ts';
import { loadModuleUsage } from './module-usage.ts';

export const getUsage = route(contract, async (request) => {
  const { account } = request.path;
  const { meters, subscription } = await loadCounting(account, request);
  const buy = environment().BASE_URL + buyLinks(account).buy;
  const shown = meters.map(async ({ meter, included, inPacks, allowance, countedFor, until }) => {
    const used = await orBusy(loadUsed({ account, meter: meter.id, countedFor }));
    return {
      meter: meter.id,
      name: meter.name,
      kind: meter.kind,
      included,
      in_packs: inPacks,
      allowance,
      used,
      left: Math.max(0, allowance - used),
      until: until ?? null,
      buy,
    };
  });
  const modules = subscription === undefined ? [] : await loadModuleUsage(subscription, request, buy);
  return { body: { meters: await Promise.all(shown), modules } };
});
