/** What was given up on: a queue's message, a stream's record, or an event a function failed on. */
export interface DeadLetter {
  readonly id: string;
  readonly body: unknown;
  readonly attempts: number;
  readonly error: string;
  readonly at: string;
}

interface Held {
  readonly letter: DeadLetter;
  readonly redrive: () => void;
}

/** The dead-letter queues of this deployment, one for each queue, stream consumer and asynchronous function. */
export class DeadLetters {
  readonly #held = new Map<string, Held[]>();

  add(source: string, letter: DeadLetter, redrive: () => void): void {
    const held = this.#held.get(source) ?? [];
    held.push({ letter, redrive });
    this.#held.set(source, held);
    console.error(`${source}: gave up on ${letter.id} after ${letter.attempts} attempts: ${letter.error}`);
  }

  all(): Record<string, DeadLetter[]> {
    return Object.fromEntries([...this.#held].map(([source, held]) => [source, held.map(({ letter }) => letter)]));
  }

  of(source: string): DeadLetter[] {
    return (this.#held.get(source) ?? []).map(({ letter }) => letter);
  }

  /** Sends everything a source gave up on once more, as new; answers how many that was. */
  redrive(source: string): number {
    const held = this.#held.get(source) ?? [];
    this.#held.delete(source);
    for (const { redrive } of held) redrive();
    return held.length;
  }
}
