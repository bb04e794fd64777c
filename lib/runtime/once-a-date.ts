import type { Catalogue } from '../domain/catalogue.ts';
import { businessDate, type PlainDate } from '../domain/dates.ts';
import { readCatalogue } from '../store/catalogue.ts';
import { commitPlanned, type DatedJob, isPlanned } from '../store/planned.ts';
import { now } from './clock.ts';
import { log } from './log.ts';
import { perEnvironment } from './per-environment.ts';

/** The last date that a planner saw planned; its time zone never changes, so the date can be told without a read. */
interface Remembered {
  date?: PlainDate;
  timeZone?: string;
}

/**
 * A planner: starts a job once for each business date, in the billing time zone.
 *
 * It is asked every hour, because a local midnight falls on another UTC hour in summer. A planner that dies before it is
 * through leaves the date unplanned, and the next one hands all of it out again: workers find what is done already.
 */
export function onceADate(
  job: DatedJob,
  handOut: (date: PlainDate, catalogue: Catalogue) => Promise<number>,
): () => Promise<void> {
  const remembered = perEnvironment<Remembered>(() => ({}));
  return async () => {
    const at = now();
    const last = remembered();
    if (last.timeZone !== undefined && businessDate(at, last.timeZone) === last.date) return;
    const stored = await readCatalogue();
    if (stored === undefined) {
      log.warn('There is no catalogue yet, so there is nothing to do', { job });
      return;
    }
    const { catalogue } = stored;
    const date = businessDate(at, catalogue.billingTimeZone);
    if (!(await isPlanned(job, date))) {
      const parts = await handOut(date, catalogue);
      await commitPlanned(job, date, at);
      log.info('A job was started', { job, date, parts });
    }
    Object.assign(last, { date, timeZone: catalogue.billingTimeZone });
  };
}
