const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Cron {
  readonly minute: string;
  readonly hour: string;
}

/** When a schedule next occurs, strictly after an instant, in UTC. A cron field it does not know throws at once. */
export function timetable(name: string, cron: Cron): (afterMs: number) => number {
  const minute = field(name, 'minute', cron.minute, 59);
  const hour = cron.hour === '*' ? undefined : field(name, 'hour', cron.hour, 23);
  const periodMs = hour === undefined ? HOUR_MS : DAY_MS;
  const offsetMs = (hour ?? 0) * HOUR_MS + minute * MINUTE_MS;
  return (afterMs) => Math.floor((afterMs - offsetMs) / periodMs) * periodMs + periodMs + offsetMs;
}

function field(name: string, unit: string, text: string, max: number): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw new Error(`The schedule ${name} has the ${unit} "${text}", which the local deployment cannot run.`);
}
