import type { Instant, PlainDate } from '../domain/dates.ts';
import { keys } from './keys.ts';
import { get, put } from './table.ts';

/** A job that is handed to its workers once a date. */
export type DatedJob = 'night' | 'rollover';

/** Whether a date's work was handed out already. It can be handed out again at any time without harm. */
export async function isPlanned(job: DatedJob, date: PlainDate): Promise<boolean> {
  return (await get(keys.planned(job, date))) !== undefined;
}

/** Notes that all of a date's work was handed out; written last, so that a planner that dies is followed by another. */
export async function commitPlanned(job: DatedJob, date: PlainDate, at: Instant): Promise<void> {
  await put({ Item: { ...keys.planned(job, date), type: 'planned', v: 1, job, date, plannedAt: at } });
}
