import type { TermPlan } from '../catalogue.ts';
import { daysOf, type Period } from '../licences/period.ts';
import type { TermLine } from '../licences/price-term-order.ts';
import type { Subscription } from '../licences/subscription.ts';
import { termPrice } from '../licences/term-price.ts';
import { dividedHalfAway, type Money, money } from '../money.ts';
import type { ByModule } from './module-users.ts';

/**
 * The lines that bill users beyond those allowed, one for each module.
 *
 * Shape:  no line for a module without such user-days.
 * Units:  price × user-days ÷ days in the period, rounded half away from zero once a line; the price is that of one user
 *         for the whole period, as it was when the period began.
 * Errors: none.
 * Source: U2, M2.
 */
export function consumptionLines(
  plan: TermPlan,
  { term }: Pick<Subscription, 'term'>,
  period: Period,
  userDays: ByModule,
): TermLine[] {
  return plan.modules.flatMap((module): TermLine[] => {
    const days = userDays[module.id] ?? 0;
    if (module.users === undefined || days === 0) return [];
    const unitPrice = termPrice(module.users.consumptionPrices, term ?? 1, plan.currency, period.start);
    return [
      {
        kind: 'consumption',
        subject: module.id,
        name: module.name,
        quantity: days,
        unitPrice,
        period: { start: period.start, end: period.end },
        basis: { kind: 'user-days', userDays: days, days: daysOf(period) },
        amount: consumed(unitPrice, days, period),
      },
    ];
  });
}

function consumed(unitPrice: Money, userDays: number, period: Period): Money {
  return money(dividedHalfAway(unitPrice.minor, userDays, daysOf(period)), unitPrice.currency);
}

/** What a number of users beyond those allowed costs for so many nights of a period. Source: U2. */
export function costOfUsers(
  plan: TermPlan,
  subscription: Pick<Subscription, 'term'>,
  period: Period,
  module: string,
  userDays: number,
): Money {
  const [line] = consumptionLines(plan, subscription, period, { [module]: userDays });
  return line?.amount ?? money(0, plan.currency);
}
