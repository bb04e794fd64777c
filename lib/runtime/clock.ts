/** The one place that reads the time. A deployment in AWS never replaces it; the local deployment's clock can be moved. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}

const systemClock: Clock = { nowMs: () => Date.now() };
let current: Clock = systemClock;

/** Now, as an RFC 3339 instant in UTC with milliseconds. */
export function now(): string {
  return new Date(current.nowMs()).toISOString();
}

export function nowMs(): number {
  return current.nowMs();
}

export function replaceClock(clock: Clock | undefined): void {
  current = clock ?? systemClock;
}
