import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventRules, type FunctionName, schedules } from '../../functions/manifest.ts';
import type { DeadLetters } from './dead-letters.ts';
import { retryDelayMilliseconds } from './retry.ts';

/** Lambda tries an asynchronous event once and twice more. */
const ATTEMPTS = 3;

export interface AsynchronousEvent {
  readonly name: FunctionName;
  readonly event: unknown;
}

export interface AsynchronousOptions {
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  readonly deadLetters: DeadLetters;
  readonly now: () => string;
}

/** Events nobody waits for: schedules and event rules. What keeps failing becomes a dead letter of the function. */
export class Asynchronous {
  readonly #options: AsynchronousOptions;
  readonly #running = new Map<Promise<void>, AsynchronousEvent>();

  constructor(options: AsynchronousOptions) {
    this.#options = options;
    for (const name of invokedAsynchronously()) {
      options.deadLetters.redriveWith(name, (event) => this.send(name, event));
    }
  }

  send(name: FunctionName, event: unknown): void {
    const run = this.#deliver(name, event);
    this.#running.set(run, { name, event });
    void run.finally(() => this.#running.delete(run));
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all(this.#running.keys());
  }

  /** Every event that is not yet dealt with, for a deployment that keeps its state. */
  pending(): AsynchronousEvent[] {
    return [...this.#running.values()];
  }

  async #deliver(name: FunctionName, event: unknown): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#options.invoke(name, event);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) {
          this.#options.deadLetters.add(
            name,
            { id: randomUUID(), body: event, attempts: attempt, error: String(error), at: this.#options.now() },
            event,
          );
          return;
        }
        await sleep(retryDelayMilliseconds(attempt));
      }
    }
  }
}

function invokedAsynchronously(): FunctionName[] {
  return [
    ...Object.values(schedules).map(({ target }) => target),
    ...Object.values(eventRules).map(({ consumer }) => consumer),
  ];
}
