import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import {
  daysLeft,
  daysOf,
  monthsAfter,
  nextPeriod,
  periodAt,
  wholeMonthsLeft,
} from '../../../lib/domain/licences/period.ts';

/** Month, and the day on which a period begins that is anchored on the 28th, 29th, 30th and 31st of January 2023. */
const TABLE: readonly (readonly [string, number, number, number, number])[] = [
  ['2023-01', 28, 29, 30, 31],
  ['2023-02', 28, 28, 28, 28],
  ['2023-03', 28, 29, 30, 31],
  ['2023-04', 28, 29, 30, 30],
  ['2023-05', 28, 29, 30, 31],
  ['2023-06', 28, 29, 30, 30],
  ['2023-07', 28, 29, 30, 31],
  ['2023-08', 28, 29, 30, 31],
  ['2023-09', 28, 29, 30, 30],
  ['2023-10', 28, 29, 30, 31],
  ['2023-11', 28, 29, 30, 30],
  ['2023-12', 28, 29, 30, 31],
  ['2024-01', 28, 29, 30, 31],
  ['2024-02', 28, 29, 29, 29],
  ['2024-03', 28, 29, 30, 31],
  ['2024-04', 28, 29, 30, 30],
  ['2024-05', 28, 29, 30, 31],
  ['2024-06', 28, 29, 30, 30],
  ['2024-07', 28, 29, 30, 31],
  ['2024-08', 28, 29, 30, 31],
  ['2024-09', 28, 29, 30, 30],
  ['2024-10', 28, 29, 30, 31],
  ['2024-11', 28, 29, 30, 30],
  ['2024-12', 28, 29, 30, 31],
  ['2025-01', 28, 29, 30, 31],
  ['2025-02', 28, 28, 28, 28],
  ['2025-03', 28, 29, 30, 31],
  ['2025-04', 28, 29, 30, 30],
  ['2025-05', 28, 29, 30, 31],
  ['2025-06', 28, 29, 30, 30],
  ['2025-07', 28, 29, 30, 31],
  ['2025-08', 28, 29, 30, 31],
  ['2025-09', 28, 29, 30, 30],
  ['2025-10', 28, 29, 30, 31],
  ['2025-11', 28, 29, 30, 30],
  ['2025-12', 28, 29, 30, 31],
  ['2026-01', 28, 29, 30, 31],
  ['2026-02', 28, 28, 28, 28],
  ['2026-03', 28, 29, 30, 31],
  ['2026-04', 28, 29, 30, 30],
  ['2026-05', 28, 29, 30, 31],
  ['2026-06', 28, 29, 30, 30],
  ['2026-07', 28, 29, 30, 31],
  ['2026-08', 28, 29, 30, 31],
  ['2026-09', 28, 29, 30, 30],
  ['2026-10', 28, 29, 30, 31],
  ['2026-11', 28, 29, 30, 30],
  ['2026-12', 28, 29, 30, 31],
  ['2027-01', 28, 29, 30, 31],
];

const ANCHORS = [28, 29, 30, 31] as const;

function startsOf(anchor: (typeof ANCHORS)[number]): string[] {
  return TABLE.map(([month, ...days]) => `${month}-${days[ANCHORS.indexOf(anchor)]}`);
}

describe('M4: a period’s day of the month is kept for ever', () => {
  it.each(ANCHORS)('begins 48 monthly periods as the table says when it is the %ith', (day) => {
    const anchor = plainDate(`2023-01-${day}`);
    const starts = startsOf(day);
    const periods = Array.from({ length: 48 }, (_, index) => periodAt(anchor, 1, index));
    expect(periods.map(({ start }) => start)).toEqual(starts.slice(0, 48));
    expect(periods.map(({ end }) => end)).toEqual(starts.slice(1));
  });

  it.each(ANCHORS)('gets there one by one as well when it is the %ith', (day) => {
    const anchor = plainDate(`2023-01-${day}`);
    let period = periodAt(anchor, 1, 0);
    for (const start of startsOf(day).slice(0, 48)) {
      expect(period.start).toBe(start);
      period = nextPeriod(anchor, 1, period);
    }
  });

  it('goes on from 29 February month by month, and is the 28th a year later', () => {
    const starts = Array.from({ length: 14 }, (_, index) => periodAt(plainDate('2024-02-29'), 1, index).start);
    expect(starts.slice(0, 3)).toEqual(['2024-02-29', '2024-03-29', '2024-04-29']);
    expect(starts.slice(11)).toEqual(['2025-01-29', '2025-02-28', '2025-03-29']);
  });

  it.each([
    ['2024-02-29', ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28']],
    ['2096-02-29', ['2096-02-29', '2097-02-28', '2098-02-28', '2099-02-28', '2100-02-28', '2101-02-28']],
    ['2099-02-28', ['2099-02-28', '2100-02-28', '2101-02-28', '2102-02-28', '2103-02-28', '2104-02-28']],
    ['2023-12-31', ['2023-12-31', '2024-12-31', '2025-12-31', '2026-12-31', '2027-12-31', '2028-12-31']],
    ['2024-03-30', ['2024-03-30', '2025-03-30', '2026-03-30', '2027-03-30', '2028-03-30', '2029-03-30']],
  ])('renews a year from %s on the dates written down', (anchor, starts) => {
    const periods = starts.map((_, index) => periodAt(plainDate(anchor), 12, index));
    expect(periods.map(({ start }) => start)).toEqual(starts);
    expect(periods.slice(0, -1).map(({ end }) => end)).toEqual(starts.slice(1));
  });

  it('agrees with a calendar counted by hand, for any anchor of 400 years', () => {
    const anchors = fc.record({
      year: fc.integer({ min: 1900, max: 2300 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    });
    fc.assert(
      fc.property(anchors, fc.integer({ min: 0, max: 600 }), ({ year, month, day }, months) => {
        const first = dayByHand(year, month, day);
        expect(monthsAfter(plainDate(first), months)).toBe(laterByHand(first, months));
      }),
    );
  });
});

/** A calendar of its own: no library, no code of the rules. */
function lengthByHand(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dayByHand(year: number, month: number, day: number): string {
  const two = (number: number) => `${number < 10 ? '0' : ''}${number}`;
  return `${year}-${two(month)}-${two(Math.min(day, lengthByHand(year, month)))}`;
}

function laterByHand(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  return dayByHand(Math.floor(index / 12), (index % 12) + 1, day);
}

describe('M3: a period includes its first day and not its last', () => {
  it('has 28, 29, 30 or 31 days in a month and 365 or 366 in a year', () => {
    expect(daysOf(periodAt(plainDate('2025-01-31'), 1, 1))).toBe(31);
    expect(daysOf(periodAt(plainDate('2025-01-31'), 1, 0))).toBe(28);
    expect(daysOf(periodAt(plainDate('2024-01-31'), 1, 0))).toBe(29);
    expect(daysOf(periodAt(plainDate('2024-02-29'), 12, 0))).toBe(365);
    expect(daysOf(periodAt(plainDate('2024-02-29'), 12, 3))).toBe(366);
  });

  it('has all of its days left on the first, one on the last, and none when it is over', () => {
    const january = periodAt(plainDate('2026-01-01'), 1, 0);
    expect(
      ['2026-01-01', '2026-01-31', '2026-02-01', '2026-03-01'].map((day) => daysLeft(january, plainDate(day))),
    ).toEqual([31, 1, 0, 0]);
  });
});

describe('L5: months left are whole months counted from today', () => {
  const year = periodAt(plainDate('2026-01-01'), 12, 0);

  it.each([
    ['2026-11-12', 50, 2],
    ['2026-12-01', 31, 1],
    ['2026-11-30', 32, 2],
    ['2026-12-31', 1, 1],
    ['2026-01-01', 365, 12],
    ['2026-07-01', 184, 6],
    ['2027-01-01', 0, 0],
  ])('on %s, with %i days left, they are %i', (today, days, months) => {
    expect(daysLeft(year, plainDate(today))).toBe(days);
    expect(wholeMonthsLeft(year, plainDate(today))).toBe(months);
  });

  it.each([
    ['2025-01-31', 1, 1],
    ['2027-02-28', 1, 1],
    ['2024-02-29', 12, 4],
  ] as const)('are never more than the period has: from %s for %i month(s), the %ith period', (anchor, term, index) => {
    const period = periodAt(plainDate(anchor), term, index - 1);
    expect(wholeMonthsLeft(period, period.start)).toBe(term);
    const after = periodAt(plainDate(anchor), term, index);
    expect(wholeMonthsLeft(after, after.start)).toBe(term);
  });
});
