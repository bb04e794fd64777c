/** ISO 4217 code of a currency. */
export type Currency = string & { readonly __brand: 'Currency' };

/** Whole minor units (cents, öre) of one currency, −10^12 to 10^12. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

export const MAX_MINOR = 1_000_000_000_000;

/**
 * An amount of money.
 *
 * Shape:  `minor` is a whole number within ±10^12.
 * Units:  minor units of the currency.
 * Errors: RangeError for a fraction or an amount beyond the limit: a caller's bug, never a customer's.
 * Source: M1.
 */
export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor) || Math.abs(minor) > MAX_MINOR) {
    throw new RangeError(`${minor} is not a whole number of minor units within ${MAX_MINOR}`);
  }
  return { minor: minor === 0 ? 0 : minor, currency: currency as Currency };
}

/** Errors: RangeError when the currencies differ: mixing two is a bug, not a conversion. Source: M1. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

export function multiply(a: Money, times: number): Money {
  return money(a.minor * times, a.currency);
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not mix`);
}

/** `amount × numerator ÷ denominator`, rounded half away from zero, without leaving whole numbers. Source: M2. */
export function dividedHalfAway(amount: number, numerator: number, denominator: number): number {
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return Number(product < 0n ? -rounded : rounded);
}
