import { Temporal } from 'temporal-polyfill';
import type { MovableClock } from './clock.ts';
import type { Timekeeper } from './timekeeper.ts';

export interface DeploymentClock {
  now(): string;
  nowMs(): number;
  /** Sets the clock forward by an ISO 8601 duration such as `P1D` or `PT90M`, running what comes due on the way. */
  advance(duration: string): Promise<void>;
  /** Sets the clock forward to an RFC 3339 instant, running what comes due on the way. */
  moveTo(instant: string): Promise<void>;
}

const MAX_MOVE_YEARS = 10;

export function deploymentClock(clock: MovableClock, timekeeper: Timekeeper): DeploymentClock {
  const moveTo = async (target: Temporal.Instant): Promise<void> => {
    const farthest = zoned(clock.nowMs()).add({ years: MAX_MOVE_YEARS });
    if (target.epochMilliseconds > farthest.epochMilliseconds) {
      throw new RangeError(`The clock moves ${MAX_MOVE_YEARS} years at a time at most.`);
    }
    await timekeeper.moveTo(target.epochMilliseconds);
  };
  return {
    nowMs: () => clock.nowMs(),
    now: () => new Date(clock.nowMs()).toISOString(),
    advance: async (duration) => moveTo(zoned(clock.nowMs()).add(Temporal.Duration.from(duration)).toInstant()),
    moveTo: async (instant) => moveTo(Temporal.Instant.from(instant)),
  };
}

function zoned(instantMs: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO('UTC');
}
