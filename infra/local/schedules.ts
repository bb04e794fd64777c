import { randomUUID } from 'node:crypto';
import { type FunctionName, type ScheduleName, schedules } from '../../functions/manifest.ts';
import { AWS_ACCOUNT, AWS_REGION } from './names.ts';
import type { Due } from './timekeeper.ts';
import { timetable } from './timetable.ts';

/** The event a schedule sends its function. */
export function scheduledEvent(name: ScheduleName, occurrenceMs: number): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: AWS_ACCOUNT,
    time: `${new Date(occurrenceMs).toISOString().slice(0, 19)}Z`,
    region: AWS_REGION,
    resources: [`arn:aws:events:${AWS_REGION}:${AWS_ACCOUNT}:rule/${name}`],
    detail: {},
  };
}

/** Every schedule of the manifest, from an instant on: each occurrence is run once, in order. */
export function scheduleDues(fromMs: number, send: (name: FunctionName, event: unknown) => void): Due[] {
  return (Object.keys(schedules) as ScheduleName[]).map((name) => {
    const occurrenceAfter = timetable(name, schedules[name].cron);
    let next = occurrenceAfter(fromMs);
    return {
      nextMs: () => next,
      run: (dueMs) => {
        next = occurrenceAfter(dueMs);
        send(schedules[name].target, scheduledEvent(name, dueMs));
      },
    };
  });
}
