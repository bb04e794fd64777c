import { type FunctionName, type QueueName, queues as queueSpecs } from '../../functions/manifest.ts';
import { Asynchronous } from './asynchronous.ts';
import { ViesDouble } from './aws/vies.ts';
import type { MovableClock } from './clock.ts';
import { DeadLetters } from './dead-letters.ts';
import { EventBus } from './event-bus.ts';
import { createFunctions, type Handlers, type LocalFunctions } from './functions.ts';
import { Inbox, type InboxFile } from './inbox.ts';
import type { Keeper } from './keeper.ts';
import { Pump } from './pump.ts';
import { LocalQueue } from './queue.ts';
import { scheduleDues } from './schedules.ts';
import type { ShardReader } from './stream-shards.ts';
import { Streams } from './streams.ts';
import { type Due, Timekeeper } from './timekeeper.ts';
import type { WriteWatch } from './write-watch.ts';

export interface BackEndOptions {
  readonly clock: MovableClock;
  /** From when on schedules are due; before the clock's time where it ran on without them. */
  readonly dueFromMs: number;
  readonly keeper: Keeper;
  readonly inboxFile: InboxFile | undefined;
  readonly handlers: Handlers;
  readonly reader: ShardReader;
  readonly streamArn: string;
  readonly writes: WriteWatch;
}

/** Everything behind the HTTP API: functions, queues, stream, event bus, mail, VIES and what is due when. */
export interface BackEnd {
  readonly functions: LocalFunctions;
  readonly queues: Readonly<Record<QueueName, LocalQueue>>;
  readonly streams: Streams;
  readonly asynchronous: Asynchronous;
  readonly bus: EventBus;
  readonly inbox: Inbox;
  readonly deadLetters: DeadLetters;
  readonly vies: ViesDouble;
  readonly pump: Pump;
  readonly timekeeper: Timekeeper;
  /** The last millisecond before a schedule is due. */
  scheduledThroughMs(): number;
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Waits for a move of the clock to end, then for all its effects. */
  settle(): Promise<void>;
}

export function createBackEnd(options: BackEndOptions): BackEnd {
  const { clock, dueFromMs, keeper, inboxFile, handlers, reader, streamArn, writes } = options;
  const nowMs = (): number => clock.nowMs();
  const now = (): string => new Date(nowMs()).toISOString();
  const deadLetters = new DeadLetters();
  const functions = createFunctions(handlers);
  const invoke = (name: FunctionName, event: unknown): Promise<unknown> =>
    functions.invoke(name, event).finally(() => pump.nudge());
  const asynchronous = new Asynchronous({ invoke, deadLetters, now });
  const queues = mapValues(queueSpecs, (spec, name) => new LocalQueue({ name, spec, invoke, nowMs, deadLetters }));
  const streams = new Streams({ reader, streamArn, invoke, nowMs, deadLetters, writes });
  const pump = new Pump({ streams, queues: Object.values(queues), asynchronous });
  const send = (name: FunctionName, event: unknown): void => asynchronous.send(name, event);
  const schedules = scheduleDues(dueFromMs, send);
  const timekeeper = new Timekeeper({
    clock,
    dues: [...schedules, ...Object.values(queues).map(delayedMessages)],
    settle: () => pump.drain(),
    settleDue: () => pump.drainOwn(),
    keeper,
  });
  return {
    functions,
    queues,
    streams,
    asynchronous,
    bus: new EventBus({ send, now }),
    inbox: new Inbox(inboxFile),
    vies: new ViesDouble(now),
    deadLetters,
    pump,
    timekeeper,
    scheduledThroughMs: () => Math.min(...schedules.map((due) => due.nextMs() ?? Number.POSITIVE_INFINITY)) - 1,
    invoke,
    async settle() {
      await timekeeper.idle();
      await pump.drain();
    },
  };
}

function delayedMessages(queue: LocalQueue): Due {
  return { nextMs: () => queue.nextDueMs(), run: () => queue.releaseDue() };
}

function mapValues<Key extends string, From, To>(
  record: Readonly<Record<Key, From>>,
  map: (value: From, key: Key) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(record).map(([key, value]) => [key, map(value, key as Key)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}
