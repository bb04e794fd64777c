import { setTimeout as sleep } from 'node:timers/promises';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { type FunctionName, streams } from '../../functions/manifest.ts';
import type { DeadLetters } from './dead-letters.ts';
import { AWS_REGION } from './names.ts';
import { retryDelayMilliseconds } from './retry.ts';
import type { ShardReader } from './stream-shards.ts';
import type { WriteWatch } from './write-watch.ts';

type StreamName = keyof typeof streams;

export interface StreamsOptions {
  readonly reader: ShardReader;
  readonly streamArn: string;
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  readonly nowMs: () => number;
  readonly deadLetters: DeadLetters;
  /** Counts what this process may have written to the table. */
  readonly writes: WriteWatch;
}

/** Carries the table's stream to the manifest's consumers as Lambda's event source mappings do. */
export class Streams {
  readonly #options: StreamsOptions;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #redriven: { name: StreamName; records: DynamoDBRecord[] }[] = [];
  #writesRead = -1;
  #isStopped = false;

  constructor(options: StreamsOptions) {
    this.#options = options;
    for (const name of Object.keys(streams) as StreamName[]) {
      const again = (record: DynamoDBRecord): void => void this.#redriven.push({ name, records: [record] });
      options.deadLetters.redriveWith(name, again);
    }
  }

  /** Reads and delivers what the stream holds now; answers how many records reached a consumer. */
  poll(): Promise<number> {
    const result = this.#turn.catch(() => undefined).then(() => this.#pollOnce());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Whether this process has written nothing since the stream was last read, and nothing is to be redriven. */
  get isRead(): boolean {
    return this.#writesRead === this.#options.writes.count && this.#redriven.length === 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#turn.catch(() => undefined);
    this.#options.reader.close();
  }

  async #pollOnce(): Promise<number> {
    if (this.#isStopped) return 0;
    const writesBefore = this.#options.writes.count;
    let delivered = 0;
    for (const { name, records } of this.#redriven.splice(0)) delivered += await this.#deliverAll(name, records);
    await this.#options.reader.read(async (records) => {
      for (const name of Object.keys(streams) as StreamName[]) {
        const wanted = records.filter((record) => isWanted(name, record)).map((record) => this.#lambdaRecord(record));
        delivered += await this.#deliverAll(name, wanted);
      }
    });
    this.#writesRead = writesBefore;
    return delivered;
  }

  async #deliverAll(name: StreamName, records: readonly DynamoDBRecord[]): Promise<number> {
    const { batchSize } = streams[name];
    for (let start = 0; start < records.length; start += batchSize) {
      await this.#deliverBatch(name, records.slice(start, start + batchSize));
    }
    return records.length;
  }

  /** In order: a failed record, and those after it in the batch, are tried again before any later one. */
  async #deliverBatch(name: StreamName, batch: readonly DynamoDBRecord[]): Promise<void> {
    const { consumer, maxRetries } = streams[name];
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      let reason = 'The function reported it as failed.';
      try {
        rest = failedRest(rest, await this.#options.invoke(consumer, { Records: rest }));
      } catch (error) {
        reason = String(error);
      }
      if (rest.length === 0) return;
      // Thrown, so that these records do not count as read and a deployment that keeps its state finds them again.
      if (this.#isStopped) throw new Error('The deployment has stopped.');
      if (attempt > maxRetries) return this.#giveUp(name, rest, attempt, reason);
      await sleep(retryDelayMilliseconds(attempt));
    }
  }

  #giveUp(name: StreamName, records: readonly DynamoDBRecord[], attempts: number, error: string): void {
    const at = new Date(this.#options.nowMs()).toISOString();
    for (const record of records) {
      const letter = { id: record.dynamodb?.SequenceNumber ?? '', body: record, attempts, error, at };
      this.#options.deadLetters.add(name, letter, record);
    }
  }

  #lambdaRecord(record: _Record): DynamoDBRecord {
    const change = record.dynamodb;
    return withBase64({
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion,
      eventSource: 'aws:dynamodb',
      awsRegion: AWS_REGION,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#options.nowMs() / 1000),
        Keys: change?.Keys,
        NewImage: change?.NewImage,
        SequenceNumber: change?.SequenceNumber,
        SizeBytes: change?.SizeBytes,
        StreamViewType: change?.StreamViewType,
      },
      eventSourceARN: this.#options.streamArn,
    }) as DynamoDBRecord;
  }
}

function isWanted(name: StreamName, record: _Record): boolean {
  const { eventNames, itemTypes } = streams[name];
  const type = record.dynamodb?.NewImage?.['type']?.S;
  return (
    (eventNames as readonly string[]).includes(record.eventName ?? '') &&
    (itemTypes as readonly string[]).includes(type ?? '')
  );
}

/** What a partial batch response leaves to do: everything from the first failed record on. */
function failedRest(batch: readonly DynamoDBRecord[], response: unknown): readonly DynamoDBRecord[] {
  const failures = (response as DynamoDBBatchResponse | null | undefined)?.batchItemFailures ?? [];
  if (failures.length === 0) return [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  const first = batch.findIndex((record) => failed.has(record.dynamodb?.SequenceNumber ?? ''));
  return first === -1 ? batch : batch.slice(first);
}

/** Lambda's JSON carries binary attributes in base64. */
function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withBase64);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withBase64(part)]));
}
