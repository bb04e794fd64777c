import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../lib/domain/money.ts';
import { readAmount, writeAmount } from '../../lib/pages/amounts.ts';

describe('M1: an amount as a person types it becomes whole minor units', () => {
  it.each([
    ['144', 'EUR', 14_400],
    ['144.5', 'EUR', 14_450],
    ['144,05', 'EUR', 14_405],
    [' 1 200.00 ', 'EUR', 120_000],
    ['1\u202f200', 'EUR', 120_000],
    ["1'200", 'CHF', 120_000],
    ['0.01', 'EUR', 1],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
  ])('"%s" %s is %i', (text, currency, minor) => {
    expect(readAmount(text, currency)).toEqual(money(minor, currency));
  });

  it.each([
    ['1.200', 'EUR'],
    ['1,200.00', 'EUR'],
    ['-1', 'EUR'],
    ['+1', 'EUR'],
    ['1e3', 'EUR'],
    ['0x10', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['1.5', 'JPY'],
    ['99999999999', 'EUR'],
    ['٣', 'EUR'],
  ])('"%s" %s is refused rather than guessed', (text, currency) => {
    expect(readAmount(text, currency)).toBeUndefined();
  });

  it('what is written is read back, for any amount and currency', () => {
    const currencies = fc.constantFrom('EUR', 'SEK', 'JPY', 'KWD');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), currencies, (minor, currency) => {
        expect(readAmount(writeAmount(money(minor, currency)), currency)).toEqual(money(minor, currency));
      }),
    );
  });
});
