import type { AccountId } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { TableBusy } from '../../lib/store/table.ts';
import { countEvents, type EventOutcome, type Limit } from '../../lib/store/usage.ts';
import { type CountOf, loadSpread, usedOf } from '../../lib/store/usage-counts.ts';
import { knownEvents, type UsageEvent } from '../../lib/store/usage-events.ts';

/** A count of an account of its own. */
export function freshLimit(allowance: number, change: Partial<CountOf> = {}): Limit {
  return { account: newId('acc'), meter: 'e-mails', countedFor: '2026-01-15', allowance, ...change };
}

let made = 0;
export function anEvent(quantity = 1, eventId?: string, meter = 'e-mails'): UsageEvent {
  made += 1;
  return { meter, quantity, eventId: eventId ?? `event-${made}` };
}

export const someEvents = (count: number, quantity = 1): UsageEvent[] =>
  Array.from({ length: count }, () => anEvent(quantity));

export const kindsOf = (outcomes: readonly EventOutcome[]): string[] => outcomes.map(({ kind }) => kind);

export async function usedFor(limit: Limit): Promise<number> {
  return usedOf(await loadSpread(limit));
}

/** The sum of the events that are known as counted: what the count must be. */
export async function sumOfCounted(account: AccountId, events: readonly UsageEvent[]): Promise<number> {
  let sum = 0;
  for (let from = 0; from < events.length; from += 100) {
    const some = events.slice(from, from + 100);
    const known = await knownEvents(account, some);
    sum += some.reduce((part, { quantity }, index) => (known[index] === 'already-counted' ? part + quantity : part), 0);
  }
  return sum;
}

/** Reports events again and again, as an application does that is told to come back later. */
export async function untilAnswered(limit: Limit, events: readonly UsageEvent[]): Promise<EventOutcome[]> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      return await countEvents(limit, events);
    } catch (error) {
      if (!(error instanceof TableBusy)) throw error;
    }
  }
  throw new Error('always busy');
}
