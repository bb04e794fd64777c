import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WriteWatch } from '../../infra/local/write-watch.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';

let watch: WriteWatch;
let dynamodb: DynamoDBClient;

beforeEach(() => {
  const endpoint = dynamoDbOfThisFile();
  watch = new WriteWatch(endpoint);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  dynamodb = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
});
afterEach(() => {
  watch.close();
  dynamodb.destroy();
});

const TableName = 'no-such-table';
const Key = { pk: { S: 'A' } };
const put = () => dynamodb.send(new PutItemCommand({ TableName, Item: Key })).catch(() => undefined);

describe('what may have been written', () => {
  it('is not changed by reading', async () => {
    await dynamodb.send(new ListTablesCommand());
    await dynamodb.send(new GetItemCommand({ TableName, Key })).catch(() => undefined);
    expect(watch.count).toBe(0);
  });

  it('changes when a write begins, and again when it ends, whatever its outcome', async () => {
    const writing = put();
    await expect.poll(() => watch.count).toBeGreaterThan(0);
    await writing;
    expect(watch.count).toBe(2);
  });

  it('is not changed by writes to another DynamoDB, or once it is closed', async () => {
    const other = new WriteWatch('http://127.0.0.1:1');
    watch.close();
    await put();
    expect([other.count, watch.count]).toEqual([0, 0]);
    other.close();
  });
});
