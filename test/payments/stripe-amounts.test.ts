import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../lib/domain/money.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { fromStripeAmount, toStripeAmount } from '../../lib/payments/stripe/amounts.ts';

describe('T4: Stripe is asked for the very amount, in its own units', () => {
  it.each([
    ['12.00 EUR', 1200, 'EUR', 1200],
    ['500 JPY, which has no smaller unit', 500, 'JPY', 500],
    ['1250.00 HUF, charged with two digits', 125_000, 'HUF', 125_000],
    ['900.00 TWD, charged with two digits', 90_000, 'TWD', 90_000],
    ['5 ISK, which Stripe goes on taking with two digits', 5, 'ISK', 500],
    ['3700 UGX, which Stripe goes on taking with two digits', 3700, 'UGX', 370_000],
    ['45000.00 MGA, which Stripe takes without digits', 4_500_000, 'MGA', 45_000],
    ['5.120 KWD', 5120, 'KWD', 5120],
  ])('%s', (_, minor, currency, amount) => {
    const asked = toStripeAmount(money(minor, currency));
    expect(asked).toEqual({ amount, currency: currency.toLowerCase() });
    expect(fromStripeAmount(asked)).toEqual(money(minor, currency));
  });

  it.each([
    ['5.125 KWD', 5125, 'KWD'],
    ['0.001 TND', 1, 'TND'],
    ['45000.20 MGA', 4_500_020, 'MGA'],
  ])('%s, which it cannot take, is refused rather than rounded', (_, minor, currency) => {
    const asking = () => toStripeAmount(money(minor, currency));
    expect(asking).toThrow(Refused);
    expect(asking).toThrow('gateway.amount-refused');
  });

  it('a fraction of the smallest unit, which it never reports, stops the report', () => {
    expect(() => fromStripeAmount({ amount: 550, currency: 'isk' })).toThrow(RangeError);
  });

  it('comes back as it went, in any currency and amount', () => {
    const currencies = fc.constantFrom('EUR', 'SEK', 'JPY', 'ISK', 'UGX', 'HUF', 'KRW', 'USD');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), currencies, (minor, currency) => {
        expect(fromStripeAmount(toStripeAmount(money(minor, currency)))).toEqual(money(minor, currency));
      }),
    );
  });
});
