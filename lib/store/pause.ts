import { setTimeout as sleep } from 'node:timers/promises';

const MAX_PAUSE_MS = 250;

/** Full jitter, so that those who met once do not meet again. */
export function pauseAfterLostRace(tries: number): Promise<void> {
  return sleep(Math.random() * Math.min(MAX_PAUSE_MS, 4 * 2 ** tries));
}
