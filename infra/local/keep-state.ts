import { releaseMail } from '../../lib/store/mail-delivery.ts';
import type { BackEnd } from './back-end.ts';
import type { MovableClock } from './clock.ts';
import type { Keeper } from './keeper.ts';
import { type KeptState, saveKeptState } from './kept-state.ts';
import type { Message } from './queue.ts';
import type { ShardReader } from './stream-shards.ts';

export interface KeepStateOptions {
  readonly directory: string;
  readonly clock: MovableClock;
  readonly backEnd: BackEnd;
  readonly reader: ShardReader;
  /** Whether the clock is on its way to the real time. */
  readonly isCatchingUp: () => boolean;
}

const SAVE_MILLISECONDS = 2000;
const SAME_TIME_MILLISECONDS = 5000;
/** Well above the time between two saves, however busy the machine. */
const MOST_UNSAVED_MILLISECONDS = 20_000;

export class StateKeeper implements Keeper {
  #kept: KeepStateOptions | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** From now on saves when it is told to, and now and then. */
  start(options: KeepStateOptions): void {
    this.#kept = options;
    this.saveToDisk();
    this.#timer = setInterval(() => this.saveToDisk(), SAVE_MILLISECONDS);
  }

  save(): void {
    this.#write({ toDisk: false, isRunning: true });
  }

  saveToDisk(): void {
    this.#write({ toDisk: true, isRunning: true });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#write({ toDisk: true, isRunning: false });
    this.#kept = undefined;
  }

  #write({ toDisk, isRunning }: { toDisk: boolean; isRunning: boolean }): void {
    if (this.#kept === undefined) return;
    const { directory, clock, backEnd, reader, isCatchingUp } = this.#kept;
    const queues = Object.entries(backEnd.queues).map(([name, queue]) => [name, queue.pending()]);
    const nowMs = clock.nowMs();
    const state: KeptState = {
      version: 2,
      now: new Date(nowMs).toISOString(),
      ...(isRunning ? { runningAt: new Date().toISOString() } : {}),
      dueFrom: new Date(Math.min(nowMs, backEnd.scheduledThroughMs())).toISOString(),
      followsRealTime: isCatchingUp() || Math.abs(nowMs - Date.now()) < SAME_TIME_MILLISECONDS,
      stream: reader.position(),
      queues: Object.fromEntries(queues),
      events: backEnd.asynchronous.pending(),
      deadLetters: backEnd.deadLetters.held(),
    };
    saveKeptState(directory, state, { toDisk });
  }
}

/**
 * The earliest instant a kept clock may go on from. One that was cut off while running may have told later times than the
 * saved one, by the real time that passed until then.
 */
export function latestToldMs({ now, runningAt }: KeptState): number {
  const savedMs = Date.parse(now);
  if (runningAt === undefined) return savedMs;
  const passedMs = Math.max(0, Date.now() - Date.parse(runningAt));
  return savedMs + Math.min(passedMs, MOST_UNSAVED_MILLISECONDS);
}

export async function restoreState(backEnd: BackEnd, kept: KeptState): Promise<void> {
  const messagesOf = (name: string): readonly Message[] => kept.queues[name] ?? [];
  await releaseClaims(messagesOf('mail'));
  backEnd.deadLetters.restore(kept.deadLetters);
  for (const [name, queue] of Object.entries(backEnd.queues)) queue.restore(messagesOf(name));
  for (const { name, event } of kept.events) backEnd.asynchronous.send(name, event);
}

/** No delivery outlives its process: a mail that one was sending when it was killed need not wait for its claim to end. */
async function releaseClaims(messages: readonly Message[]): Promise<void> {
  for (const { body } of messages) {
    const id = mailIdOf(body);
    if (id !== undefined) await releaseMail(id);
  }
}

function mailIdOf(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
