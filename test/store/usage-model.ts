import type { AccountId } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { TableBusy, transact } from '../../lib/store/table.ts';
import { countEvents, type EventOutcome, type Limit } from '../../lib/store/usage.ts';
import { type CountOf, gather, loadCount, loadSpread, spreadAndCount, usedOf } from '../../lib/store/usage-counts.ts';
import { knownEvents, type UsageEvent } from '../../lib/store/usage-events.ts';
import { type Fault, injectFaults, seeded } from '../support/faults.ts';

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

const NOTHING = { net: 0, left: undefined, used: 0 };

/** Spreads a count over twice as many shards, as crowded writes do; not where too little is left for it. */
export async function spreadOnce(limit: Limit): Promise<void> {
  const count = await loadCount(limit);
  const wider = Math.min(64, 2 * count.shards);
  const writes = wider === count.shards ? undefined : spreadAndCount(count, wider, limit.allowance, NOTHING);
  if (writes !== undefined) await transact(writes);
}

export async function spreadOver(limit: Limit, shards: number): Promise<void> {
  for (let wider = 2; wider <= shards; wider *= 2) await spreadOnce(limit);
  if ((await loadCount(limit)).shards !== shards) throw new Error('too little is left to spread it');
}

/** A third of the writes meets a conflict or a throttle, and some answers are lost. Answers how to stop it. */
export function roughWeather(seed: number): () => void {
  const random = seeded(seed);
  return injectFaults((): Fault => {
    const dice = random();
    if (dice < 0.2) return 'conflict';
    if (dice < 0.3) return 'throttle';
    if (dice < 0.35) return 'lost-request';
    return dice < 0.42 ? 'lost-response' : 'none';
  });
}

export async function gatherOnce(limit: Limit): Promise<void> {
  const spread = await loadSpread(limit);
  if (spread.count.shards > 1) await transact(gather(spread));
}

/** What counting is, without a table. */
export class UsageModel {
  used = 0;
  readonly #counted = new Map<string, UsageEvent>();

  count(event: UsageEvent, allowance: number): EventOutcome['kind'] {
    const before = this.#counted.get(event.eventId);
    if (before !== undefined) return before.quantity === event.quantity ? 'already-counted' : 'differs';
    if (event.quantity > 0 && this.used + event.quantity > allowance) return 'beyond-allowance';
    if (this.used + event.quantity < 0) return 'below-zero';
    this.used += event.quantity;
    this.#counted.set(event.eventId, event);
    return 'counted';
  }

  /** Up to three events that were counted, the third of them so much larger. */
  repeat(which: number, more: number): UsageEvent[] {
    const counted = [...this.#counted.values()];
    const some = counted.slice(which % Math.max(1, counted.length)).slice(0, 3);
    return some.map((event, place) => (place === 2 ? { ...event, quantity: event.quantity + more } : event));
  }
}
