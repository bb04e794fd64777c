import type { Instant } from '../dates.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How long each kind of link can be used, in seconds. Source: A2. */
export const linkLifetimeSeconds = {
  'confirm-sign-up': DAY,
  invitation: 7 * DAY,
  'password-reset': HOUR,
  'set-password': 7 * DAY,
} as const;

/** How long things are kept after they have ended, so that a late click is told what happened. */
export const keptSeconds = {
  link: 90 * DAY,
  signUp: 30 * DAY,
  closedInvitation: 90 * DAY,
  removedMember: 7 * DAY,
} as const;

/** Errors: RangeError for a text that is no instant. */
export function secondsAfter(instant: Instant, seconds: number): Instant {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}

/** Whole epoch seconds, as the table's `ttl` wants them. */
export function epochSeconds(instant: Instant): number {
  return Math.floor(Date.parse(instant) / 1000);
}
