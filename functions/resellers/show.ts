import * as contract from '../../lib/contract/resellers.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireReseller } from '../../lib/store/resellers.ts';
import { resellerJson } from './reseller-json.ts';

export const getReseller = route(contract.getReseller, async ({ path }) => ({
  body: resellerJson(await requireReseller(path.account)),
}));
