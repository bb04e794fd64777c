import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentText, readPercent } from '../../../lib/domain/resellers/discount.ts';

describe('R1: a discount is a percentage with at most two decimals', () => {
  it.each([
    ['20', 2000],
    ['12.5', 1250],
    ['0.01', 1],
    ['100', 10_000],
    ['100.00', 10_000],
    [' 7.25 ', 725],
  ])('reads %j as %i hundredths', (text, hundredths) => {
    expect(readPercent(text)).toBe(hundredths);
  });

  it.each(['0', '0.00', '100.01', '101', '12.345', '-5', '1e1', '', '12,5', '.5', '5.', 'x'])('reads no %j', (text) => {
    expect(readPercent(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (hundredths) => {
        expect(readPercent(percentText(hundredths))).toBe(hundredths);
      }),
    );
  });

  it.each([
    [2000, '20'],
    [1250, '12.5'],
    [1, '0.01'],
    [10_000, '100'],
  ])('writes %i as %j', (hundredths, text) => {
    expect(percentText(hundredths)).toBe(text);
  });
});
