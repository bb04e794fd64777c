import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
let dynamodb: DynamoDBClient;
let batches: DynamoDBRecord[][];
let consume: (records: DynamoDBRecord[]) => unknown;

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  batches = [];
  consume = () => undefined;
  deployment = await startStubbed({
    outbox: async ({ Records }: DynamoDBStreamEvent) => {
      batches.push(Records);
      return consume(Records);
    },
  });
  dynamodb = new DynamoDBClient();
});
afterEach(async () => {
  dynamodb.destroy();
  await deployment.stop();
  vi.restoreAllMocks();
});

const put = (sk: string, type = 'mail') =>
  dynamodb.send(
    new PutItemCommand({
      TableName: deployment.tableName,
      Item: { pk: { S: 'A' }, sk: { S: sk }, type: { S: type }, bytes: { B: Buffer.from('hi') } },
    }),
  );
const names = () => batches.map((records) => records.map(({ dynamodb: change }) => change?.Keys?.['sk']?.S));

describe('the table’s stream', () => {
  it('reaches its consumer as Lambda’s records, with only the item types of the manifest', async () => {
    await put('one');
    await put('other', 'session');
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: deployment.tableName,
        Key: { pk: { S: 'A' }, sk: { S: 'one' } },
        UpdateExpression: 'SET seen = :yes',
        ExpressionAttributeValues: { ':yes': { BOOL: true } },
      }),
    );
    await put('two', 'history');
    await deployment.settle();
    expect(names().flat()).toEqual(['one', 'two']);
    expect(batches[0]?.[0]).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'A' }, sk: { S: 'one' } },
        NewImage: { pk: { S: 'A' }, sk: { S: 'one' }, type: { S: 'mail' }, bytes: { B: 'aGk=' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_IMAGE',
      },
      eventSourceARN: expect.stringContaining(deployment.tableName),
    });
  });

  it('arrives by itself, without anyone settling', async () => {
    await put('one');
    await vi.waitUntil(() => batches.length > 0, 5000);
  });

  it('comes in order, tries again from the first failed record, and then goes on', async () => {
    let failures = 2;
    consume = (records) => {
      const second = records.find(({ dynamodb: change }) => change?.Keys?.['sk']?.S === 'two');
      if (second === undefined || failures === 0) return { batchItemFailures: [] };
      failures -= 1;
      return { batchItemFailures: [{ itemIdentifier: second.dynamodb?.SequenceNumber }] };
    };
    for (const name of ['one', 'two', 'three']) await put(name);
    await deployment.settle();
    const attempts = names().flat();
    expect(attempts.filter((name) => name === 'one')).toHaveLength(1);
    expect(attempts.filter((name) => name === 'two')).toHaveLength(3);
    expect(attempts.at(-1)).toBe('three');
  });

  it('gives a record up after the manifest’s number of retries, and can redrive it', async () => {
    consume = () => Promise.reject(new Error('down'));
    await put('one');
    await deployment.settle();
    expect(batches).toHaveLength(21);
    expect(deployment.deadLetters.of('outbox')).toMatchObject([{ attempts: 21, error: 'Error: down' }]);

    consume = () => undefined;
    deployment.deadLetters.redrive('outbox');
    await deployment.settle();
    expect(batches).toHaveLength(22);
  });
});
