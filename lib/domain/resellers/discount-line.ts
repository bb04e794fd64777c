import type { AccountId } from '../ids.ts';
import type { TermLine } from '../licences/price-term-order.ts';
import { add, dividedHalfAway, type Money, money, subtract } from '../money.ts';
import { WHOLE } from './discount.ts';

/** What an account that a reseller manages pays less than others. (R1, R4) */
export interface Discount {
  /** Whose prices they are; undefined while the discount is off. */
  readonly reseller: AccountId | undefined;
  /** Hundredths of a percent; 0 while it is off. */
  readonly percent: number;
}

/** While the account has an admin of its own, and once its reseller is none any more. */
export const NO_DISCOUNT: Discount = { reseller: undefined, percent: 0 };

/**
 * What lines come to less at a discount, as one more line.
 *
 * Shape:  its amount is below zero; undefined where it would be nothing.
 * Units:  hundredths of a percent of the sum of the lines, rounded half away from zero once.
 * Errors: none.
 * Source: R1, M2.
 */
export function discountLine(lines: readonly TermLine[], percent: number, currency: string): TermLine | undefined {
  const sum = lines.reduce((total, { amount }) => add(total, amount), money(0, currency));
  const off = shareOf(sum, percent);
  if (off.minor <= 0) return undefined;
  const amount = money(-off.minor, currency);
  return {
    kind: 'discount',
    subject: '',
    name: 'Discount',
    quantity: 1,
    unitPrice: amount,
    period: undefined,
    basis: { kind: 'percent', percent },
    amount,
  };
}

/** Lines with their discount, where there is one. Source: R1. */
export function withDiscount(lines: readonly TermLine[], discount: Discount | undefined, currency: string): TermLine[] {
  const off = discountLine(lines, discount?.percent ?? 0, currency);
  return off === undefined ? [...lines] : [...lines, off];
}

/** What an amount comes to at a discount. Units: the discount is rounded half away from zero. Source: R1, M2. */
export function lessDiscount(amount: Money, discount: Discount | undefined): Money {
  return subtract(amount, shareOf(amount, discount?.percent ?? 0));
}

function shareOf(amount: Money, percent: number): Money {
  return money(dividedHalfAway(amount.minor, percent, WHOLE), amount.currency);
}
