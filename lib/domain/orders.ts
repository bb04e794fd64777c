import type { PrepaidPlan } from './catalogue.ts';
import { add, type Money, money } from './money.ts';
import { Refused } from './refusal.ts';

/** What a customer asks for. */
export interface CreditItem {
  readonly kind: 'credit';
  readonly amount: Money;
}

export interface PricedOrder {
  readonly lines: readonly CreditItem[];
  readonly total: Money;
}

/** Errors: `credit.wrong-currency`: an amount in another currency is refused, never converted. Source: M1. */
export function requireCurrency(plan: PrepaidPlan, amount: Money, pointer = '/amount'): void {
  if (amount.currency === plan.currency) return;
  throw new Refused('credit.wrong-currency', {
    values: { currency: plan.currency },
    errors: [{ pointer: `${pointer}/currency`, detail: `must be ${plan.currency}` }],
  });
}

/** Errors: `credit.wrong-currency`; `credit.amount-out-of-range` outside what one purchase may be. Source: P8. */
export function requirePurchasable(plan: PrepaidPlan, amount: Money, pointer = '/amount'): void {
  requireCurrency(plan, amount, pointer);
  const { least, most } = plan.purchaseMinor;
  if (amount.minor >= least && amount.minor <= most) return;
  throw outOfRange(plan, `${pointer}/amount`, 'must be');
}

function outOfRange({ purchaseMinor: { least, most }, currency }: PrepaidPlan, pointer: string, must: string): Refused {
  return new Refused('credit.amount-out-of-range', {
    values: { minimum: money(least, currency), maximum: money(most, currency) },
    errors: [{ pointer, detail: `${must} from ${least} to ${most}` }],
  });
}

/**
 * Prices what a customer asks for; a preview and an order come from here alike.
 *
 * Shape:  one line per item, in their order.
 * Errors: as {@link requirePurchasable}, for each item and for the total.
 * Source: P6, P8, L4.
 */
export function priceOrder(plan: PrepaidPlan, items: readonly CreditItem[]): PricedOrder {
  items.forEach((item, index) => {
    requirePurchasable(plan, item.amount, `/items/${index}/amount`);
  });
  const total = items.reduce((sum, item) => add(sum, item.amount), money(0, plan.currency));
  if (total.minor > plan.purchaseMinor.most) throw outOfRange(plan, '/items', 'must together be');
  return { lines: items, total };
}
