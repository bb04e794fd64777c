import type { Asynchronous } from './asynchronous.ts';
import type { LocalQueue } from './queue.ts';
import type { Streams } from './streams.ts';

export interface PumpOptions {
  readonly streams: Streams;
  readonly queues: readonly LocalQueue[];
  readonly asynchronous: Asynchronous;
}

const IDLE_MILLISECONDS = 500;
const FAILED_MILLISECONDS = 5000;

/** Keeps effects flowing: the stream is read soon after each call and now and then, and can be drained on request. */
export class Pump {
  readonly #options: PumpOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = true;
  #isPolling = false;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.#pollIn(0);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** A function has just run, so there may be something to carry on. */
  nudge(): void {
    if (!this.#isPolling) this.#pollIn(0);
  }

  /** Resolves when everything that was caused so far, and what that caused in turn, has been dealt with. */
  drain(): Promise<void> {
    return this.#drain(() => false);
  }

  /** The same for what this process caused: the stream is not read where nothing has been written since. */
  drainOwn(): Promise<void> {
    return this.#drain(() => this.#options.streams.isRead);
  }

  async #drain(hasNothingNew: () => boolean): Promise<void> {
    const { streams, queues, asynchronous } = this.#options;
    const isIdle = (): boolean => asynchronous.isIdle && queues.every((queue) => queue.isIdle);
    for (;;) {
      await Promise.all([asynchronous.idle(), ...queues.map((queue) => queue.idle())]);
      // What follows takes the place of the read that a call has just asked for.
      this.#pollIn(IDLE_MILLISECONDS);
      if (isIdle() && hasNothingNew()) return;
      const delivered = await streams.poll();
      if (delivered === 0 && isIdle()) return;
    }
  }

  #pollIn(milliseconds: number): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), milliseconds);
  }

  async #poll(): Promise<void> {
    this.#isPolling = true;
    let pause = IDLE_MILLISECONDS;
    try {
      await this.#options.streams.poll();
    } catch (error) {
      if (!this.#isStopped) console.error('The table’s stream cannot be read:', error);
      pause = FAILED_MILLISECONDS;
    }
    this.#isPolling = false;
    this.#pollIn(pause);
  }
}
