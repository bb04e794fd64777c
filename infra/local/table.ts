import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { tableSchema } from '../../lib/store/schema.ts';

export interface LocalTable {
  readonly streamArn: string;
  /** Whether this call created the table, rather than finding the one of an earlier run. */
  readonly created: boolean;
}

/**
 * Creates the deployment's table, or finds the one it already has. Expiry stays off: DynamoDB expires items by the real
 * time, which is not the deployment's, and would delete sessions and links that are still good. Readers compare the
 * attribute themselves.
 */
export async function ensureTable(endpoint: string, tableName: string): Promise<LocalTable> {
  const client = new DynamoDBClient({ endpoint });
  try {
    const created = await createTable(client, tableName);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
    return { streamArn: Table.LatestStreamArn, created };
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { partitionKey, sortKey } = tableSchema;
  const indexes = Object.values(tableSchema.indexes);
  const keys = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: 'HASH' },
            { AttributeName: index.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}
