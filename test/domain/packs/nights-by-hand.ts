import { type DatedPrice, priceOn, type TermPlan } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate } from '../../../lib/domain/dates.ts';
import type { Subscription } from '../../../lib/domain/licences/subscription.ts';
import type { ModuleUser } from '../../../lib/domain/packs/module-users.ts';
import { julianDay, quotient } from '../licences/by-hand.ts';
import type { Holding } from './account.ts';

/** Who was there when each date began. */
export type Nights = ReadonlyMap<PlainDate, readonly ModuleUser[]>;

const USABLE = ['active', 'past-due', 'cancelling'];

/** The users of a module beyond those allowed, one by one. */
function beyond(plan: TermPlan, { state, modules, packs }: Subscription, there: readonly ModuleUser[], module: string) {
  const users = plan.modules.find(({ id }) => id === module)?.users;
  if (users === undefined || !USABLE.includes(state) || !modules.includes(module)) return 0;
  let allowed = users.included;
  for (const held of packs) if (held.pack === 'users' && held.module === module) allowed += held.quantity;
  let using = 0;
  for (const { active, former, profileModules } of there)
    if (active && !former && (profileModules === undefined || profileModules.includes(module))) using += 1;
  return using > allowed ? using - allowed : 0;
}

/** User-days of a module on a plan in a period, every night looked at by itself: who was there, and what held then. */
export function userDaysByHand(
  planOf: (id: string) => TermPlan,
  timeline: readonly Holding[],
  nights: Nights,
  { start, end }: { readonly start: PlainDate; readonly end: PlainDate },
  plan: string,
  module: string,
): number {
  let sum = 0;
  for (let night = start; night < end; night = addDays(night, 1)) {
    const held = timeline.findLast(({ from }) => from <= night)?.subscription;
    if (held === undefined || held.period?.start !== start || held.plan !== plan) continue;
    sum += beyond(planOf(held.plan), held, nights.get(night) ?? [], module);
  }
  return sum;
}

/** Price × user-days ÷ days, to the cent. */
export function consumptionByHand(
  prices: readonly DatedPrice[],
  months: number,
  { start, end }: { readonly start: PlainDate; readonly end: PlainDate },
  userDays: number,
): number {
  const price = BigInt(priceOn(prices, start)) * BigInt(months);
  return Number(quotient(price * BigInt(userDays), julianDay(end) - julianDay(start)));
}
