import type { Clock } from '../../lib/runtime/clock.ts';

/** The deployment's clock: it runs on with the real time, can be set forward, and stands still while a job is run. */
export class MovableClock implements Clock {
  #setToMs: number;
  #setAtRealMs = Date.now();
  #isStanding = false;
  #latestMs: number;

  constructor(startMs: number) {
    this.#setToMs = startMs;
    this.#latestMs = startMs;
  }

  /** Never less than it said before, even where the machine's own clock is set back. */
  nowMs(): number {
    const passedMs = this.#isStanding ? 0 : Date.now() - this.#setAtRealMs;
    this.#latestMs = Math.max(this.#latestMs, this.#setToMs + passedMs);
    return this.#latestMs;
  }

  /** Stands at an instant, or at the present one where that is later. */
  standAt(instantMs: number): void {
    this.#setToMs = Math.max(instantMs, this.nowMs());
    this.#latestMs = this.#setToMs;
    this.#isStanding = true;
  }

  runOn(): void {
    this.#setToMs = this.nowMs();
    this.#setAtRealMs = Date.now();
    this.#isStanding = false;
  }
}
