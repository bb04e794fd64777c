import { getCredit as contract } from '../../lib/contract/credit.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadSettledHead, planOf } from '../../lib/store/credit.ts';
import { panelOf } from './panel.ts';

export const getCredit = route(contract, async ({ path, today, catalogue }) => {
  const { head } = await loadSettledHead(path.account, { today, catalogue });
  return { body: panelOf(head, planOf(catalogue, head), today) };
});
