import { getUsage as contract } from '../../lib/contract/usage.ts';
import { buyLinks } from '../../lib/domain/usage/refusals.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadUsed } from '../../lib/store/usage-counts.ts';
import { loadCounting } from './counting.ts';

export const getUsage = route(contract, async (request) => {
  const { account } = request.path;
  const { meters } = await loadCounting(account, request);
  const buy = environment().BASE_URL + buyLinks(account).buy;
  const shown = meters.map(async ({ meter, inPacks, allowance, countedFor, until }) => {
    const used = await loadUsed({ account, meter: meter.id, countedFor });
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
  return { body: { meters: await Promise.all(shown), modules: [] } };
});
