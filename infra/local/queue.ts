import { createHash, randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { FunctionName, QueueName, QueueSpec } from '../../functions/manifest.ts';
import type { DeadLetters } from './dead-letters.ts';
import { AWS_ACCOUNT, AWS_REGION } from './names.ts';
import { retryDelayMilliseconds } from './retry.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: SQSMessageAttributes;
  readonly sentAtMs: number;
  /** Until this instant of the deployment's clock the message is not delivered. */
  readonly dueAtMs: number;
  receives: number;
  firstReceivedAtMs?: number;
}

export interface QueueOptions {
  readonly name: QueueName;
  readonly spec: QueueSpec;
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  readonly nowMs: () => number;
  readonly deadLetters: DeadLetters;
}

/**
 * An SQS queue and its Lambda: batches, a limit on concurrent batches, delays on the deployment's clock, partial batch
 * failures, and a dead-letter queue after so many receives. Where a failed message would wait out its visibility
 * timeout, here it waits a short real time.
 */
export class LocalQueue {
  readonly #options: QueueOptions;
  readonly #delayed = new Set<Message>();
  readonly #waiting = new Map<Message, NodeJS.Timeout>();
  readonly #inFlight = new Set<Message>();
  #visible: Message[] = [];
  #batchesRunning = 0;
  #isPumping = false;
  #whenIdle: (() => void)[] = [];
  #isStopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    const again = (message: Message): void => this.#show({ ...message, receives: 0 });
    options.deadLetters.redriveWith(options.name, again);
  }

  send(body: string, attributes: SQSMessageAttributes = {}, delaySeconds = 0): string {
    const now = this.#options.nowMs();
    const message = {
      id: randomUUID(),
      body,
      attributes,
      sentAtMs: now,
      dueAtMs: now + delaySeconds * 1000,
      receives: 0,
    };
    if (delaySeconds > 0) this.#delayed.add(message);
    else this.#show(message);
    return message.id;
  }

  /** When the first delayed message is due. */
  nextDueMs(): number | undefined {
    let first: number | undefined;
    for (const { dueAtMs } of this.#delayed) first = Math.min(first ?? dueAtMs, dueAtMs);
    return first;
  }

  releaseDue(): void {
    const now = this.#options.nowMs();
    for (const message of this.#delayed) {
      if (message.dueAtMs > now) continue;
      this.#delayed.delete(message);
      this.#show(message);
    }
  }

  /** Nothing is under way or about to be; a message whose delay the clock has not reached does not count. */
  get isIdle(): boolean {
    return this.#visible.length === 0 && this.#waiting.size === 0 && this.#inFlight.size === 0;
  }

  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Every message that is not yet dealt with, for a deployment that keeps its state. */
  pending(): Message[] {
    return [...this.#delayed, ...this.#visible, ...this.#waiting.keys(), ...this.#inFlight];
  }

  restore(messages: readonly Message[]): void {
    for (const message of messages) this.#delayed.add({ ...message });
    this.releaseDue();
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #show(message: Message): void {
    this.#visible.push(message);
    this.#pumpSoon();
  }

  /** A moment later, so that messages sent together travel in one batch. */
  #pumpSoon(): void {
    if (this.#isPumping || this.#isStopped) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { maxConcurrency, batchSize } = this.#options.spec;
    while (this.#visible.length > 0 && this.#batchesRunning < maxConcurrency && !this.#isStopped) {
      const batch = this.#visible.slice(0, batchSize);
      this.#visible = this.#visible.slice(batchSize);
      this.#batchesRunning += 1;
      void this.#deliver(batch).finally(() => {
        this.#batchesRunning -= 1;
        this.#pump();
        if (this.isIdle) for (const resolve of this.#whenIdle.splice(0)) resolve();
      });
    }
  }

  async #deliver(batch: readonly Message[]): Promise<void> {
    const { spec, invoke, nowMs } = this.#options;
    for (const message of batch) {
      message.receives += 1;
      message.firstReceivedAtMs ??= nowMs();
      this.#inFlight.add(message);
    }
    let failures: ReadonlyMap<string, string>;
    try {
      const event: SQSEvent = { Records: batch.map((message) => this.#record(message)) };
      failures = failedIds(batch, await invoke(spec.consumer, event));
    } catch (error) {
      failures = new Map(batch.map(({ id }) => [id, String(error)]));
    }
    for (const message of batch) {
      this.#inFlight.delete(message);
      const reason = failures.get(message.id);
      if (reason !== undefined) this.#retryOrGiveUp(message, reason);
    }
  }

  #retryOrGiveUp(message: Message, reason: string): void {
    const { name, spec, deadLetters, nowMs } = this.#options;
    if (message.receives < spec.maxReceives) {
      const show = (): void => {
        this.#waiting.delete(message);
        this.#show(message);
      };
      this.#waiting.set(message, setTimeout(show, retryDelayMilliseconds(message.receives)));
      return;
    }
    deadLetters.add(
      name,
      {
        id: message.id,
        body: readable(message.body),
        attempts: message.receives,
        error: reason,
        at: new Date(nowMs()).toISOString(),
      },
      message,
    );
  }

  #record(message: Message): SQSRecord {
    return {
      messageId: message.id,
      receiptHandle: `${message.id}#${message.receives}`,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAtMs),
        SenderId: AWS_ACCOUNT,
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
      },
      messageAttributes: message.attributes,
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${AWS_REGION}:${AWS_ACCOUNT}:${this.#options.name}`,
      awsRegion: AWS_REGION,
    };
  }
}

/** Which messages of a batch failed. As in AWS, an answer that names an unknown or empty id fails the whole batch. */
function failedIds(batch: readonly Message[], response: unknown): ReadonlyMap<string, string> {
  const failures = (response as SQSBatchResponse | null | undefined)?.batchItemFailures ?? [];
  const known = new Set(batch.map(({ id }) => id));
  const named = failures.map(({ itemIdentifier }) => itemIdentifier);
  const failed = named.every((id) => known.has(id)) ? named : [...known];
  return new Map(failed.map((id) => [id, 'The function reported it as failed.']));
}

function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
