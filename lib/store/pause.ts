import { setTimeout as sleep } from 'node:timers/promises';

const MAX_PAUSE_MS = 250;

/** Full jitter, so that those who met once do not meet again; where many meet, they wait longer. */
export function pauseAfterLostRace(tries: number, mostMs = MAX_PAUSE_MS): Promise<void> {
  return sleep(Math.random() * Math.min(mostMs, 4 * 2 ** tries));
}
