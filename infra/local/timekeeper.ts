import type { MovableClock } from './clock.ts';
import type { Keeper } from './keeper.ts';

/** Something that becomes due at an instant of the deployment's clock: a schedule's occurrence, a delayed message. */
export interface Due {
  nextMs(): number | undefined;
  /** Starts what is due; settling waits for it to end. */
  run(dueMs: number): void;
}

export interface TimekeeperOptions {
  readonly clock: MovableClock;
  readonly dues: readonly Due[];
  /** Lets everything that was caused so far, by whomever, finish. */
  readonly settle: () => Promise<void>;
  /** Lets everything that a due job caused finish before the next one. */
  readonly settleDue: () => Promise<void>;
  /** Keeps the clock and what has started, so that neither is behind what a due job leaves in the table. */
  readonly keeper: Keeper;
}

export class ClockCannotGoBack extends Error {}

const TICK_MILLISECONDS = 250;

/** Runs what comes due, in order: as real time passes, and all at once when the clock is moved. */
export class Timekeeper {
  readonly #options: TimekeeperOptions;
  #queue: Promise<unknown> = Promise.resolve();
  #ticking: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: TimekeeperOptions) {
    this.#options = options;
  }

  /** From now on, what comes due while real time passes is run too. */
  start(): void {
    let isBusy = false;
    this.#ticking = setInterval(() => {
      if (isBusy || (this.#nextDue()?.atMs ?? Number.POSITIVE_INFINITY) > this.#options.clock.nowMs()) return;
      isBusy = true;
      this.inTurn(() => this.#runThrough(this.#options.clock.nowMs(), false))
        .catch((error: unknown) => console.error('A due job failed:', error))
        .finally(() => {
          isBusy = false;
        });
    }, TICK_MILLISECONDS);
  }

  /** A move that is under way ends after the job it is running. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#ticking);
    await this.idle();
  }

  /** Sets the clock forward, running every job that came due on the way with the clock standing at its instant. */
  moveTo(targetMs: number): Promise<void> {
    return this.inTurn(async () => {
      const { clock, settle, keeper } = this.#options;
      if (targetMs < clock.nowMs()) {
        throw new ClockCannotGoBack(
          `It is ${new Date(clock.nowMs()).toISOString()} already; the clock only moves forward.`,
        );
      }
      await settle();
      try {
        await this.#runThrough(targetMs, true);
        await settle();
        // Others may have written meanwhile, with effects that are due by now.
        await this.#runThrough(targetMs, true);
        clock.standAt(targetMs);
      } finally {
        clock.runOn();
        keeper.saveToDisk();
      }
    });
  }

  /** Runs a job between moves, never during one. */
  inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.catch(() => undefined).then(job);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Resolves when no move is under way. */
  async idle(): Promise<void> {
    await this.#queue.catch(() => undefined);
  }

  async #runThrough(targetMs: number, standing: boolean): Promise<void> {
    for (let next = this.#nextDue(); next !== undefined && next.atMs <= targetMs; next = this.#nextDue()) {
      if (this.#isStopped) return;
      if (standing) this.#options.clock.standAt(next.atMs);
      next.due.run(next.atMs);
      this.#options.keeper.save();
      await this.#options.settleDue();
    }
  }

  #nextDue(): { due: Due; atMs: number } | undefined {
    let next: { due: Due; atMs: number } | undefined;
    for (const due of this.#options.dues) {
      const atMs = due.nextMs();
      if (atMs !== undefined && (next === undefined || atMs < next.atMs)) next = { due, atMs };
    }
    return next;
  }
}
