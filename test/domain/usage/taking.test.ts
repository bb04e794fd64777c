import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundsOf } from '../../../lib/domain/usage/rounds.ts';
import { leaseOf, MOST_SHARDS, widerThan } from '../../../lib/domain/usage/spreading.ts';
import { needOf, takeInOrder } from '../../../lib/domain/usage/taking.ts';

const outcomes = (quantities: number[], used: number, allowance: number) =>
  takeInOrder(quantities, used, allowance).map(({ outcome }) => outcome);

describe('U3: earlier events take what is left first', () => {
  it('3 of 5 leave nothing for 3 more, and 2 for one that takes 2', () => {
    expect(outcomes([3, 3, 2, 1], 0, 5)).toEqual(['fits', 'beyond-allowance', 'fits', 'beyond-allowance']);
  });

  it('what is given back can be taken by the next', () => {
    expect(outcomes([1, -1, 1], 5, 5)).toEqual(['beyond-allowance', 'fits', 'fits']);
    expect(outcomes([-1, 1, -1], 0, 5)).toEqual(['below-zero', 'fits', 'fits']);
  });

  it('above the allowance nothing is taken until enough was given back', () => {
    expect(outcomes([1, -3, 1, 1], 6, 4)).toEqual(['beyond-allowance', 'fits', 'fits', 'beyond-allowance']);
  });

  it('a row fits exactly where its need is met', () => {
    const quantity = fc.integer({ min: -5, max: 5 }).filter((value) => value !== 0);
    const row = fc.array(quantity, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(row, fc.nat(15), fc.nat(15), (quantities, used, allowance) => {
        const need = needOf(quantities);
        const isMet = used >= need.used && (need.left === undefined || used + need.left <= allowance);
        expect(isMet).toBe(outcomes(quantities, used, allowance).every((outcome) => outcome === 'fits'));
        expect(need.net).toBe(quantities.reduce((sum, value) => sum + value, 0));
      }),
    );
  });
});

describe('U3: an event that a request names twice comes again after the others', () => {
  it('in as many rounds as it is named', () => {
    expect(roundsOf(['a', 'b', 'a', 'c', 'a'])).toEqual([[0, 1, 3], [2], [4]]);
    expect(roundsOf([])).toEqual([]);
  });
});

describe('U3: how a count is spread', () => {
  it('lends at least what is needed and, while there is more, at most half of what is left for all', () => {
    const shards = fc.constantFrom(2, 4, 8, 16, 32, 64);
    fc.assert(
      fc.property(shards, fc.nat(10_000_000), fc.integer({ min: 1, max: 5000 }), (count, left, need) => {
        const lease = leaseOf(left, count, need);
        expect(lease).toBeGreaterThanOrEqual(need);
        if (lease > need) expect(lease * count).toBeLessThanOrEqual(left / 2);
        expect(lease).toBeLessThanOrEqual(256 * need);
      }),
    );
  });

  it('doubles up to 64 while there is enough for each, and not towards the end', () => {
    const steps = [1];
    for (let step = 0; step < 8; step += 1) steps.push(widerThan(steps.at(-1) ?? 1, 1_000_000, 1));
    expect(steps).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
    expect(Math.max(...steps)).toBe(MOST_SHARDS);
    expect(widerThan(1, 15, 1)).toBe(1);
    expect(widerThan(1, 16, 1)).toBe(2);
    expect(widerThan(8, 127, 1)).toBe(8);
    expect(widerThan(1, 799, 50)).toBe(1);
  });
});
