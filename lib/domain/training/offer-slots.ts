import { secondsAfter } from '../accounts/lifetimes.ts';
import type { Instant } from '../dates.ts';
import { type Mistake, Refused } from '../refusal.ts';
import type { Slot } from './training.ts';

/** So far ahead a slot may lie; what is farther is a slip of the pen. */
const MAX_DAYS_AHEAD = 730;

/** A slot before it has an id. */
export type SlotTime = Omit<Slot, 'id'>;

/**
 * The times that an operator offers, checked.
 *
 * Shape:  in the order of time, each as long as the session.
 * Units:  minutes.
 * Errors: `request.invalid` with a pointer to each start that has passed, lies too far ahead, or is within another slot.
 * Source: U5.
 */
export function slotTimes(starts: readonly Instant[], minutes: number, now: Instant): SlotTime[] {
  const times = starts.map((startsAt, index) => ({ index, startsAt, endsAt: secondsAfter(startsAt, minutes * 60) }));
  times.sort((one, other) => (one.startsAt < other.startsAt ? -1 : one.startsAt > other.startsAt ? 1 : 0));
  const farthest = secondsAfter(now, MAX_DAYS_AHEAD * 86_400);
  const mistakes = times.flatMap(({ index, startsAt }, place): Mistake[] => {
    const detail = mistakeOf(startsAt, times[place - 1], now, farthest);
    return detail === undefined ? [] : [{ pointer: `/slots/${index}/starts_at`, detail }];
  });
  if (mistakes.length > 0) throw new Refused('request.invalid', { errors: mistakes });
  return times.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
}

function mistakeOf(
  startsAt: Instant,
  previous: SlotTime | undefined,
  now: Instant,
  farthest: Instant,
): string | undefined {
  if (startsAt <= now) return 'must be in the future';
  if (startsAt > farthest) return `must be within the next ${MAX_DAYS_AHEAD} days`;
  if (previous !== undefined && startsAt < previous.endsAt) return 'must not begin before another slot has ended';
  return undefined;
}
