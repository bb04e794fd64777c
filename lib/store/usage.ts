import { widerThan } from '../domain/usage/spreading.ts';
import { type Need, needOf, takeInOrder } from '../domain/usage/taking.ts';
import { pauseAfterLostRace } from './pause.ts';
import { type NotCommitted, TableBusy, transact, type Write } from './table.ts';
import {
  type Count,
  type CountOf,
  countOnShard,
  countWhole,
  gather,
  lendAndCount,
  loadCount,
  loadSpread,
  SHARD_LABEL,
  spreadAndCount,
} from './usage-counts.ts';
import { EVENT_LABEL, knownEvents, putEvent, type UsageEvent } from './usage-events.ts';

/** What became of an event; `used` is the count as an event that does not fit found it. */
export type EventOutcome =
  | { readonly kind: 'counted' | 'already-counted' | 'differs' }
  | { readonly kind: 'beyond-allowance' | 'below-zero'; readonly used: number };

/** A meter's count and how far it may go. */
export interface Limit extends CountOf {
  readonly allowance: number;
}

/** Events that one transaction counts: each is one write, beside those of the count. */
const EVENTS_AT_ONCE = 50;
const MOST_TRIES = 60;
const LONGEST_PAUSE = 6;

/** When a transaction met others so often, its items are crowded. */
const CROWDED_TRIES = 3;

/** Gathering sixty-four shards is work for one of those who find them empty: each waits a while for somebody else to do it. */
const GATHER_PAUSE_MS_A_SHARD = 4;

/**
 * Counts events of one meter, each once for good, in their order.
 *
 * Shape:  no two have the same id. An event and what it adds to the count are written in one transaction, so whatever dies
 *         can be asked for again.
 * Errors: {@link TableBusy}: those before may be counted, and are known when they come again.
 * Source: U3.
 */
export async function countEvents(limit: Limit, events: readonly UsageEvent[]): Promise<EventOutcome[]> {
  const outcomes: EventOutcome[] = [];
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
    outcomes.push(...(await countSome(limit, events.slice(from, from + EVENTS_AT_ONCE))));
  }
  return outcomes;
}

/** An event that there is no outcome of yet. */
interface Pending {
  readonly index: number;
  readonly event: UsageEvent;
}

/** As many events as one transaction counts, and what is known of them so far. */
interface Row {
  readonly limit: Limit;
  readonly outcomes: Map<number, EventOutcome>;
}

async function countSome(limit: Limit, events: readonly UsageEvent[]): Promise<EventOutcome[]> {
  const row: Row = { limit, outcomes: new Map() };
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const pending = events.map((event, index) => ({ index, event })).filter(({ index }) => !row.outcomes.has(index));
    if (pending.length === 0) return events.map((_, index) => row.outcomes.get(index) as EventOutcome);
    const count = await loadCount(limit);
    const wentOn = count.shards === 1 ? await onWhole(row, count, pending) : await onShard(row, count, pending);
    if (!wentOn) await pauseAfterLostRace(Math.min(tries, LONGEST_PAUSE));
  }
  throw new TableBusy('too many count the same at once');
}

/** Decides on the count as it was read. What does not fit is refused only together with what is counted before it. */
async function onWhole(row: Row, count: Count, pending: readonly Pending[]): Promise<boolean> {
  const { allowance } = row.limit;
  const decided = takeInOrder(quantitiesOf(pending), count.used, allowance);
  const fitting = pending.filter((_, place) => decided[place]?.outcome === 'fits');
  const refused = pending.flatMap((each, place) => {
    const { outcome, used } = decided[place] ?? { outcome: 'fits', used: 0 };
    return outcome === 'fits' ? [] : [{ ...each, outcome: { kind: outcome, used } }];
  });
  const unknown = await settleKnown(row, refused);
  if (fitting.length > 0) {
    const seen = unknown.length > 0 ? count.used : undefined;
    const need = needOf(quantitiesOf(fitting));
    const wider = seen === undefined ? spreading(row, count, need) : undefined;
    const answer = await send(putsOf(row, fitting), [countWhole(count, need, allowance, seen)], wider);
    if (!answer.committed) return learnFrom(row, answer, fitting);
    noteCounted(row, fitting);
  }
  for (const { index, outcome } of unknown) row.outcomes.set(index, outcome);
  return true;
}

/** Counts all on any shard; one that has too little is lent more, and where there is no more all is gathered. */
async function onShard(row: Row, count: Count, pending: readonly Pending[]): Promise<boolean> {
  if (count.allowance !== row.limit.allowance) return gatherAll(row, count);
  const need = needOf(quantitiesOf(pending));
  const shard = Math.floor(Math.random() * count.shards);
  const puts = putsOf(row, pending);
  const wider = spreading(row, count, need);
  const direct = await send(puts, [countOnShard(count, shard, need)], wider);
  if (direct.committed) return noteCounted(row, pending);
  const [failed] = direct.failed;
  if (failed?.label !== SHARD_LABEL) return learnFrom(row, direct, pending);
  const lend = lendAndCount(count, shard, failed.was, need);
  if (lend === undefined) return gatherAll(row, count);
  const lent = await send(puts, lend, wider);
  return lent.committed ? noteCounted(row, pending) : learnFrom(row, lent, pending);
}

/** Writes events with their count; where that is crowded, they spread it wider instead. */
async function send(puts: readonly Write[], writes: readonly Write[], wider?: readonly Write[]) {
  if (wider === undefined) return transact([...puts, ...writes]);
  try {
    return await transact([...puts, ...writes], CROWDED_TRIES);
  } catch (error) {
    if (!(error instanceof TableBusy)) throw error;
    return transact([...puts, ...wider]);
  }
}

function spreading({ limit: { allowance } }: Row, count: Count, need: Need): Write[] | undefined {
  const size = Math.max(need.left ?? 0, need.used);
  const wider = widerThan(count.shards, allowance - count.taken, size);
  return wider === count.shards ? undefined : spreadAndCount(count, wider, allowance, need);
}

async function gatherAll({ limit }: Row, { shards }: Count): Promise<boolean> {
  await pauseAfterLostRace(LONGEST_PAUSE, GATHER_PAUSE_MS_A_SHARD * shards);
  const spread = await loadSpread(limit);
  return spread.count.shards === 1 || (await transact(gather(spread))).committed;
}

function noteCounted({ outcomes }: Row, counted: readonly Pending[]): true {
  for (const { index } of counted) outcomes.set(index, { kind: 'counted' });
  return true;
}

/** Whether it was learned that some were counted before; otherwise somebody else was faster. */
async function learnFrom(row: Row, answer: NotCommitted, pending: readonly Pending[]): Promise<boolean> {
  if (!isOfEvents(answer)) return false;
  return (await settleKnown(row, pending)).length < pending.length;
}

/** Notes what is known of some, and answers the others. */
async function settleKnown<P extends Pending>(row: Row, pending: readonly P[]): Promise<P[]> {
  const events = pending.map(({ event }) => event);
  const known = await knownEvents(row.limit.account, events);
  return pending.filter(({ index }, place) => {
    const kind = known[place];
    if (kind !== undefined) row.outcomes.set(index, { kind });
    return kind === undefined;
  });
}

function putsOf({ limit }: Row, pending: readonly Pending[]): Write[] {
  return pending.map(({ event }) => putEvent(limit.account, event));
}

function quantitiesOf(pending: readonly Pending[]): number[] {
  return pending.map(({ event }) => event.quantity);
}

function isOfEvents({ failed }: NotCommitted): boolean {
  return failed.some(({ label }) => label === EVENT_LABEL);
}
