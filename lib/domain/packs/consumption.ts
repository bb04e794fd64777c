import type { Term, TermPlan } from '../catalogue.ts';
import { daysOf, type Period } from '../licences/period.ts';
import type { TermLine } from '../licences/price-term-order.ts';
import type { Subscription } from '../licences/subscription.ts';
import { termPrice } from '../licences/term-price.ts';
import { add, dividedHalfAway, type Money, money } from '../money.ts';
import type { ByModule, UserDays } from './module-users.ts';

/**
 * The lines that bill users beyond those allowed, one for each module; for each edition where the plan was changed.
 *
 * Shape:  no line for a module without such user-days. Nights are billed at the prices of the plan they were counted on.
 * Units:  price × user-days ÷ days in the period, rounded half away from zero once a line; the price is that of one user
 *         for the whole period, as it was when the period began.
 * Errors: none.
 * Source: U2, L10, M2.
 */
export function consumptionLines(
  planOf: (id: string) => TermPlan,
  { term, plan: current }: Pick<Subscription, 'term' | 'plan'>,
  period: Period,
  userDays: UserDays,
): TermLine[] {
  return Object.entries(userDays).flatMap(([id, ofPlan]) => {
    const plan = planOf(id);
    const named = (name: string) => (id === current ? name : `${name} (${plan.name})`);
    return linesOfPlan(plan, term ?? 1, period, ofPlan).map((line) => ({ ...line, name: named(line.name) }));
  });
}

function linesOfPlan(plan: TermPlan, term: Term, period: Period, userDays: ByModule): TermLine[] {
  return plan.modules.flatMap((module): TermLine[] => {
    const days = userDays[module.id] ?? 0;
    if (module.users === undefined || days === 0) return [];
    const unitPrice = termPrice(module.users.consumptionPrices, term, plan.currency, period.start);
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

/** What the user-days of one module cost. Source: U2. */
export function costOfModule(lines: readonly TermLine[], module: string, currency: string): Money {
  return lines
    .filter(({ subject }) => subject === module)
    .reduce((sum, { amount }) => add(sum, amount), money(0, currency));
}
