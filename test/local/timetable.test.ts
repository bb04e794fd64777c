import { describe, expect, it } from 'vitest';
import { timetable } from '../../infra/local/timetable.ts';

const next = (cron: { minute: string; hour: string }, after: string): string =>
  new Date(timetable('nightly', cron)(Date.parse(after))).toISOString();

describe('a schedule’s next occurrence, in UTC', () => {
  it.each([
    [{ minute: '1', hour: '*' }, '2026-01-15T08:00:00Z', '2026-01-15T08:01:00.000Z'],
    [{ minute: '1', hour: '*' }, '2026-01-15T08:01:00Z', '2026-01-15T09:01:00.000Z'],
    [{ minute: '1', hour: '*' }, '2026-12-31T23:59:59Z', '2027-01-01T00:01:00.000Z'],
    [{ minute: '30', hour: '2' }, '2026-01-15T02:29:59.999Z', '2026-01-15T02:30:00.000Z'],
    [{ minute: '30', hour: '2' }, '2026-02-28T02:30:00Z', '2026-03-01T02:30:00.000Z'],
  ])('of %j after %s is %s', (cron, after, expected) => {
    expect(next(cron, after)).toBe(expected);
  });

  it.each([
    { minute: '*/5', hour: '*' },
    { minute: '*', hour: '*' },
    { minute: '60', hour: '*' },
    { minute: '0', hour: '1,13' },
    { minute: '0', hour: '24' },
  ])('throws for %j, which it does not know', (cron) => {
    expect(() => timetable('nightly', cron)).toThrow(/schedule nightly/);
  });
});
