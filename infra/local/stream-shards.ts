import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** How far each shard was read: a sequence number, or `ended` for a closed shard read to its end. */
export type StreamPosition = Record<string, string>;

export interface ShardReaderOptions {
  readonly endpoint: string;
  readonly streamArn: string;
  /** Where an earlier run stopped; without it reading starts at `start`. */
  readonly position?: StreamPosition | undefined;
  readonly start: 'oldest' | 'newest';
}

const ENDED = 'ended';

/** Reads a table's stream, shard after shard, parents before children. */
export class ShardReader {
  readonly #options: ShardReaderOptions;
  readonly #client: DynamoDBStreamsClient;
  readonly #position: StreamPosition;
  readonly #iterators = new Map<string, string>();
  #shards: readonly string[] = [];

  constructor(options: ShardReaderOptions) {
    this.#options = options;
    this.#client = new DynamoDBStreamsClient({ endpoint: options.endpoint });
    this.#position = { ...options.position };
  }

  /** Hands over what came since the last read, page by page; a page counts as read once `handle` has dealt with it. */
  async read(handle: (records: readonly _Record[]) => Promise<void>): Promise<void> {
    let open = this.#openShards();
    if (open.length === 0) open = await this.#lookForShards();
    while (open.length > 0) {
      let hasEnded = false;
      for (const id of open) hasEnded = (await this.#readShard(id, handle)) || hasEnded;
      // A shard that has ended may have one that follows, and all that is written is to be read.
      open = hasEnded ? await this.#lookForShards() : [];
    }
  }

  position(): StreamPosition {
    return { ...this.#position };
  }

  /** Settles where reading begins, so that what is written from now on is not missed. */
  async open(): Promise<void> {
    this.#shards = await this.#describe();
    const isResumed = Object.keys(this.#position).length > 0;
    for (const id of this.#shards) {
      const type = isResumed || this.#options.start === 'oldest' ? 'TRIM_HORIZON' : 'LATEST';
      if (this.#position[id] === undefined) this.#iterators.set(id, await this.#iterator(id, type));
    }
  }

  close(): void {
    this.#client.destroy();
  }

  #openShards(): string[] {
    return this.#shards.filter((id) => this.#position[id] !== ENDED);
  }

  async #lookForShards(): Promise<string[]> {
    this.#shards = await this.#describe();
    return this.#openShards();
  }

  /** Whether the shard has ended. */
  async #readShard(id: string, handle: (records: readonly _Record[]) => Promise<void>): Promise<boolean> {
    for (;;) {
      const ShardIterator = this.#iterators.get(id) ?? (await this.#iterator(id, 'AFTER_POSITION'));
      let page: { Records?: _Record[] | undefined; NextShardIterator?: string | undefined };
      try {
        page = await this.#client.send(new GetRecordsCommand({ ShardIterator }));
      } catch (error) {
        if (!(error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException)) throw error;
        this.#iterators.delete(id);
        if (error instanceof TrimmedDataAccessException) delete this.#position[id];
        continue;
      }
      const records = page.Records ?? [];
      await handle(records);
      const last = records.at(-1)?.dynamodb?.SequenceNumber;
      if (last !== undefined) this.#position[id] = last;
      if (page.NextShardIterator === undefined) {
        this.#position[id] = ENDED;
        this.#iterators.delete(id);
        return true;
      }
      this.#iterators.set(id, page.NextShardIterator);
      if (records.length === 0) return false;
    }
  }

  async #iterator(id: string, from: 'TRIM_HORIZON' | 'LATEST' | 'AFTER_POSITION'): Promise<string> {
    const position = this.#position[id];
    const after = from === 'AFTER_POSITION' && position !== undefined;
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#options.streamArn,
        ShardId: id,
        ShardIteratorType: after ? 'AFTER_SEQUENCE_NUMBER' : from === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
        ...(after ? { SequenceNumber: position } : {}),
      }),
    );
    if (ShardIterator === undefined) throw new Error(`The stream’s shard ${id} cannot be read.`);
    return ShardIterator;
  }

  /** DynamoDB lists shards parents first, some at a time. */
  async #describe(): Promise<readonly string[]> {
    const shards: string[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const { StreamDescription } = await this.#client.send(
        new DescribeStreamCommand({
          StreamArn: this.#options.streamArn,
          ...(ExclusiveStartShardId === undefined ? {} : { ExclusiveStartShardId }),
        }),
      );
      shards.push(...(StreamDescription?.Shards ?? []).map(({ ShardId = '' }) => ShardId));
      ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    return shards;
  }
}
