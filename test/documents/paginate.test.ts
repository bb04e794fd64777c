import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paginate } from '../../lib/documents/pdf/paginate.ts';

const sumOf = (heights: readonly number[]) => heights.reduce((sum, height) => sum + height, 0);

describe('lines are laid onto pages, and the sums after them', () => {
  it.each([
    ['fit on one page', { rows: [30, 30], sums: 40 }, [[0, 2, true]]],
    [
      'take the last two lines along',
      { rows: [20, 20, 20, 20], sums: 40 },
      [
        [0, 2, false],
        [2, 4, true],
      ],
    ],
    [
      'leave a line behind',
      { rows: [40, 40], sums: 40 },
      [
        [0, 1, false],
        [1, 2, true],
      ],
    ],
    [
      'leave the only line where it is',
      { rows: [90], sums: 40 },
      [
        [0, 1, false],
        [1, 1, true],
      ],
    ],
    [
      'take one line along where two do not fit',
      { rows: [10, 60, 30], sums: 120 },
      [
        [0, 2, false],
        [2, 3, true],
      ],
    ],
    [
      'follow lines of several pages',
      { rows: [60, 60, 60, 60, 20], sums: 40 },
      [
        [0, 1, false],
        [1, 3, false],
        [3, 5, true],
      ],
    ],
  ] as const)('%s', (_what, { rows, sums }, pages) => {
    const filled = paginate({ rows, sums, firstRoom: 100, nextRoom: 150 });
    expect(filled.map(({ from, to, hasSums }) => [from, to, hasSums])).toEqual(pages);
  });

  it('holds for any heights: each line once and in order, no page too full, the sums last and below a line', () => {
    const heights = fc.record({
      rows: fc.array(fc.integer({ min: 10, max: 90 }), { minLength: 1, maxLength: 80 }),
      sums: fc.integer({ min: 50, max: 300 }),
      firstRoom: fc.integer({ min: 100, max: 400 }),
      nextRoom: fc.integer({ min: 400, max: 600 }),
    });
    fc.assert(
      fc.property(heights, (room) => {
        const pages = paginate(room);
        expect(pages.map(({ from }) => from)).toEqual([0, ...pages.slice(0, -1).map(({ to }) => to)]);
        expect(pages.at(-1)?.to).toBe(room.rows.length);
        pages.forEach(({ from, to, hasSums }, index) => {
          const used = sumOf(room.rows.slice(from, to)) + (hasSums ? room.sums : 0);
          expect(used).toBeLessThanOrEqual(index === 0 ? room.firstRoom : room.nextRoom);
          expect(hasSums).toBe(index === pages.length - 1);
        });
        const last = pages.at(-1);
        if (room.rows.length > 1) expect((last?.to ?? 0) - (last?.from ?? 0)).toBeGreaterThan(0);
      }),
    );
  });
});
