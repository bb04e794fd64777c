import { startDynamoDbLocal } from './dynamodb-local.ts';
import { ShardReader, type StreamPosition } from './stream-shards.ts';
import { ensureTable } from './table.ts';
import { WriteWatch } from './write-watch.ts';

export interface DatabaseOptions {
  readonly endpoint: string | undefined;
  readonly tableName: string;
  readonly directory: string | undefined;
  readonly position: StreamPosition | undefined;
  readonly progress: (line: string) => void;
}

export interface Database {
  readonly endpoint: string;
  readonly tableName: string;
  readonly streamArn: string;
  /** Whether the table is new. */
  readonly created: boolean;
  readonly reader: ShardReader;
  readonly writes: WriteWatch;
  close(): Promise<void>;
}

/** The DynamoDB that was named, or a DynamoDB Local of this deployment's own, with the table and its stream. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { tableName, position, progress } = options;
  if (options.endpoint === undefined) progress('Starting DynamoDB Local');
  const own =
    options.endpoint === undefined
      ? await startDynamoDbLocal(options.directory === undefined ? {} : { directory: options.directory })
      : undefined;
  const endpoint = own?.endpoint ?? options.endpoint ?? '';
  try {
    const { streamArn, created } = await ensureTable(endpoint, tableName);
    // A table that someone else made may hold a day of old changes, whose effects are not this deployment's.
    const start = created || own !== undefined ? 'oldest' : 'newest';
    const reader = new ShardReader({ endpoint, streamArn, position, start });
    await reader.open();
    const writes = new WriteWatch(endpoint);
    const close = async (): Promise<void> => {
      writes.close();
      await own?.stop();
    };
    return { endpoint, tableName, streamArn, created, reader, writes, close };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}
