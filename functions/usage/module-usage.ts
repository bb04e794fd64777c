import type * as z from 'zod';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { getUsage } from '../../lib/contract/usage.ts';
import { type Catalogue, termPlanOf } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { type ModuleUsage, moduleUsage } from '../../lib/domain/packs/module-usage.ts';
import { countsUsers, loadModuleUsers } from '../../lib/store/module-users.ts';

type ModuleUsageJson = z.input<typeof getUsage.response.schema>['modules'][number];

/** Users of the account's modules with what they cost; one more read, on plans that count them only. (U2) */
export async function loadModuleUsage(
  subscription: Subscription,
  { catalogue, today }: { readonly catalogue: Catalogue; readonly today: PlainDate },
  buy: string,
): Promise<ModuleUsageJson[]> {
  if (!countsUsers(catalogue.plans)) return [];
  const planOf = (id: string) => termPlanOf(catalogue, id);
  const counts = await loadModuleUsers(subscription.account, today);
  return moduleUsage(planOf, subscription, counts, today).map((usage) => moduleUsageJson(usage, buy));
}

function moduleUsageJson(usage: ModuleUsage, buy: string): ModuleUsageJson {
  const { module, name, users, included, inPacks } = usage;
  return {
    module,
    name,
    users,
    included,
    in_packs: inPacks,
    beyond: Math.max(0, users - included - inPacks),
    user_days: usage.userDays,
    cost: moneyJson(usage.cost),
    expected_user_days: usage.expectedUserDays,
    expected_cost: moneyJson(usage.expectedCost),
    next_user_cost: moneyJson(usage.nextUserCost),
    billed_on: usage.billedOn,
    buy,
  };
}
