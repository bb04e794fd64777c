import type { TermPlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { isRunning, isUsable } from '../../lib/domain/licences/subscription.ts';
import { restPrice, termPrice } from '../../lib/domain/licences/term-price.ts';
import { multiply } from '../../lib/domain/money.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { MeterRow } from '../../lib/pages/views/meters.ts';
import type { CoveringPack, ModuleUsersRow } from '../../lib/pages/views/module-users.ts';
import { packField } from '../../lib/pages/views/pack-fields.ts';
import type { SubscriptionJson } from '../../lib/pages/views/subscription.ts';
import { getUsage } from '../usage/show.ts';

export interface UsageView {
  readonly meters: readonly MeterRow[];
  readonly modules: readonly ModuleUsersRow[];
}

/** What is used and counted, with packs that would cover it. (U2, U3) */
export async function usageView(
  request: PageRequest,
  plan: TermPlan,
  subscription: SubscriptionJson,
): Promise<UsageView> {
  const isCounted = plan.meters.length > 0 || plan.modules.some(({ users }) => users !== undefined);
  if (!isCounted || !isUsable(subscription.state)) return { meters: [], modules: [] };
  const { account } = subscription;
  const { body } = await getUsage.call({ ...request.caller, path: { account } });
  return {
    meters: body.meters.map((usage) => ({ usage, buyUrl: urlOfMore(plan, subscription, usage.meter) })),
    modules: body.modules.map((usage) => ({
      usage,
      pack: coveringPack(plan, subscription, usage.module, Math.max(1, usage.beyond), request.today),
    })),
  };
}

/** The form for packs with so many of one filled in. */
function urlOf(account: string, field: string, quantity: number): string {
  return `/account?${new URLSearchParams({ account, [field]: String(quantity) })}#packs`;
}

function urlOfMore(plan: TermPlan, subscription: SubscriptionJson, meter: string): string | undefined {
  const pack = plan.packs.find((offered) => offered.kind === 'quantity' && offered.meter === meter && !offered.retired);
  if (pack === undefined || !isRunning(subscription.state)) return undefined;
  return urlOf(subscription.account, packField(pack.id), 1);
}

/** A pack for so many users of a module, at the price an order would have. (L5) */
function coveringPack(
  plan: TermPlan,
  subscription: SubscriptionJson,
  module: string,
  users: number,
  today: PlainDate,
): CoveringPack | undefined {
  const { account, term, period } = subscription;
  const pack = plan.packs.find(({ kind, retired }) => kind === 'users' && !retired);
  const prices = plan.modules.find(({ id }) => id === module)?.users?.prices;
  if (pack === undefined || prices === undefined || term === null || period === null || !isRunning(subscription.state))
    return undefined;
  const { proration, currency } = plan;
  const dates = { start: period.start as PlainDate, end: period.end as PlainDate, index: 0 };
  return {
    users,
    term,
    price: restPrice(prices, users, { term, period: dates, proration, currency }, today),
    renewal: multiply(termPrice(prices, term, currency, today), users),
    url: urlOf(account, packField(pack.id, module), users),
  };
}
