const FIRST_MILLISECONDS = 50;
const LONGEST_MILLISECONDS = 250;

/**
 * How long a failed delivery waits before the next, in real time. In AWS it is minutes; here someone is watching, and
 * the order and number of the attempts are what has to be the same.
 */
export function retryDelayMilliseconds(failures: number): number {
  return Math.min(FIRST_MILLISECONDS * 2 ** Math.max(0, failures - 1), LONGEST_MILLISECONDS);
}
