import { type Money, money } from '../../domain/money.ts';
import { Refused } from '../../domain/refusal.ts';

/**
 * Where Stripe counts in other units than ISO 4217 does: digits after the point of ISO, and of Stripe. In every other
 * currency both count alike: EUR in cents, JPY in yen, HUF in fillér.
 *
 * Source: docs.stripe.com/currencies: "Zero-decimal currencies" has MGA, which ISO gives two digits; "Special cases" has
 * ISK and UGX, which ISO gives none and Stripe goes on taking with two.
 */
const digits: Readonly<Record<string, { readonly iso: number; readonly stripe: number }>> = {
  ISK: { iso: 0, stripe: 2 },
  UGX: { iso: 0, stripe: 2 },
  MGA: { iso: 2, stripe: 0 },
};

/** Of these Stripe takes thousandths that end in 0 only. Same source, "Three-decimal currencies". */
const threeDigits: readonly string[] = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

export interface StripeAmount {
  readonly amount: number;
  /** In small letters. */
  readonly currency: string;
}

/**
 * An amount as Stripe is asked for it.
 *
 * Errors: `gateway.amount-refused` for what it cannot say, such as 5.125 KWD: another amount than the order's is never asked for.
 */
export function toStripeAmount(due: Money): StripeAmount {
  const currency = due.currency as string;
  const amount = rescale(due.minor, digits[currency], 'stripe');
  const isExact = Number.isSafeInteger(amount) && (!threeDigits.includes(currency) || amount % 10 === 0);
  if (!isExact) throw new Refused('gateway.amount-refused', { values: { amount: due } });
  return { amount, currency: currency.toLowerCase() };
}

/** An amount that Stripe reports, in ISO's minor units. Errors: RangeError for a fraction of one, which Stripe never takes. */
export function fromStripeAmount({ amount, currency }: StripeAmount): Money {
  const code = currency.toUpperCase();
  return money(rescale(amount, digits[code], 'iso'), code);
}

function rescale(amount: number, known: (typeof digits)[string] | undefined, to: 'iso' | 'stripe'): number {
  if (known === undefined) return amount;
  const more = known[to] - known[to === 'iso' ? 'stripe' : 'iso'];
  return more >= 0 ? amount * 10 ** more : amount / 10 ** -more;
}
