/** What was given up on: a queue's message, a stream's record, or an event a function failed on. */
export interface DeadLetter {
  readonly id: string;
  readonly body: unknown;
  readonly attempts: number;
  readonly error: string;
  readonly at: string;
}

export interface HeldLetter {
  readonly letter: DeadLetter;
  /** What its source needs to send it once more, as JSON. */
  readonly original: unknown;
}

/** The dead-letter queues of this deployment, one for each queue, stream consumer and asynchronous function. */
export class DeadLetters {
  readonly #held = new Map<string, HeldLetter[]>();
  readonly #senders = new Map<string, (original: never) => void>();

  /** How what a source gave up on is sent once more, as new. */
  redriveWith<Original>(source: string, send: (original: Original) => void): void {
    this.#senders.set(source, send);
  }

  add(source: string, letter: DeadLetter, original: unknown): void {
    const held = this.#held.get(source) ?? [];
    held.push({ letter, original });
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
    const send = this.#senders.get(source);
    if (send === undefined) return 0;
    this.#held.delete(source);
    for (const { original } of held) send(original as never);
    return held.length;
  }

  /** Everything, for a deployment that keeps its state. */
  held(): Readonly<Record<string, readonly HeldLetter[]>> {
    return Object.fromEntries(this.#held);
  }

  restore(held: Readonly<Record<string, readonly HeldLetter[]>>): void {
    for (const [source, letters] of Object.entries(held)) this.#held.set(source, [...letters]);
  }
}
