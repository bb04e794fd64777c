import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, businessDate, fromEpochDay, plainDate, startOfDate } from '../../lib/domain/dates.ts';

const FIRST = Date.UTC(1975, 0, 1) / 86_400_000;
const LAST = Date.UTC(2060, 0, 1) / 86_400_000;

describe('M3: a date begins at midnight in the billing time zone', () => {
  it.each([
    ['2026-02-28', 'Europe/Paris', '2026-02-27T23:00:00.000Z', 'the end of a month in winter'],
    ['2026-03-01', 'Europe/Paris', '2026-02-28T23:00:00.000Z', 'the first of a month'],
    ['2028-02-29', 'Europe/Paris', '2028-02-28T23:00:00.000Z', 'the 29th of February'],
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z', 'the day on which summer time begins'],
    ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z', 'the day after'],
    ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z', 'the day on which summer time ends'],
    ['2026-10-26', 'Europe/Paris', '2026-10-25T23:00:00.000Z', 'the day after'],
    ['2026-02-28', 'America/New_York', '2026-02-28T05:00:00.000Z', 'west of Greenwich'],
    ['2026-02-28', 'Asia/Kathmandu', '2026-02-27T18:15:00.000Z', 'with quarters of an hour'],
    ['2026-02-28', 'UTC', '2026-02-28T00:00:00.000Z', 'without an offset'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z', 'at one o’clock where summer time skips midnight'],
    ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z', 'once where the hour before it comes twice'],
  ])('%s in %s at %s: %s', (date, timeZone, instant) => {
    expect(startOfDate(plainDate(date), timeZone)).toBe(instant);
  });

  it('is the first instant of it: a millisecond before is the date before', () => {
    const day = fc.integer({ min: FIRST, max: LAST });
    const zone = fc.constantFrom('Europe/Rome', 'America/Santiago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(day, zone, (epochDay, timeZone) => {
        const date = fromEpochDay(epochDay);
        const start = startOfDate(date, timeZone);
        const before = new Date(Date.parse(start) - 1).toISOString();
        expect([businessDate(start, timeZone), businessDate(before, timeZone)]).toEqual([date, addDays(date, -1)]);
        expect(new Date(start).toISOString()).toBe(start);
      }),
    );
  });

  it('fails for a time zone that there is not', () => {
    expect(() => startOfDate(plainDate('2026-02-28'), 'Europe/Nowhere')).toThrow(RangeError);
  });
});
