import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';

let folder: string;
let deployment: LocalDeployment | undefined;
let planned: string[];
let relayed: (string | undefined)[];
let worked: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatledger-kept-'));
  planned = [];
  relayed = [];
  worked = [];
  vi.stubEnv('DYNAMODB_ENDPOINT', '');
});
afterEach(async () => {
  await deployment?.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

async function run(options: DeploymentOptions = {}): Promise<LocalDeployment> {
  await deployment?.stop();
  deployment = undefined;
  deployment = await startDeployment({
    dataDirectory: folder,
    prepare: async () => ({ signIns: [] }),
    handlers: {
      'night-planner': async ({ time }: ScheduledEvent) => void planned.push(time),
      'night-worker': async ({ Records }: SQSEvent) => void worked.push(...Records.map(({ body }) => body)),
      outbox: async ({ Records }: DynamoDBStreamEvent) =>
        void relayed.push(...Records.map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S)),
    },
    ...options,
  });
  return deployment;
}

async function putMail(tableName: string, sk: string): Promise<void> {
  const dynamodb = new DynamoDBClient();
  const Item = { pk: { S: 'A' }, sk: { S: sk }, type: { S: 'mail' } };
  await dynamodb.send(new PutItemCommand({ TableName: tableName, Item }));
  dynamodb.destroy();
}

describe('--data: a deployment goes on from where it stopped', () => {
  it('with its items, clock, inbox and delayed messages, and without repeating what it has done', async () => {
    const first = await run({ clock: '2026-01-15T08:00:00Z' });
    await first.clock.moveTo('2026-03-01T12:00:00Z');
    await putMail(first.tableName, 'one');
    await new SESClient().send(
      new SendEmailCommand({
        Source: 'no-reply@seatledger.test',
        Destination: { ToAddresses: ['owner@example.test'] },
        Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } },
      }),
    );
    const QueueUrl = process.env['NIGHT_QUEUE_URL'];
    await new SQSClient().send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
    await first.settle();
    expect([relayed, worked]).toEqual([['one'], []]);

    planned = [];
    const second = await run();
    expect(second.clock.now().slice(0, 16)).toBe('2026-03-01T12:00');
    expect(second.inbox.messages('owner@example.test')).toHaveLength(1);
    await putMail(second.tableName, 'two');
    await second.clock.moveTo('2026-03-01T12:30:00Z');
    expect([relayed, worked, planned]).toEqual([['one', 'two'], ['later'], ['2026-03-01T12:01:00Z']]);

    const dynamodb = new DynamoDBClient();
    const Key = { pk: { S: 'A' }, sk: { S: 'one' } };
    expect((await dynamodb.send(new GetItemCommand({ TableName: second.tableName, Key }))).Item).toBeDefined();
    dynamodb.destroy();

    await expect(run({ clock: '2026-02-01T00:00:00Z' })).rejects.toThrow(/--clock cannot be before that/);
  });

  it('after a stop in real time, having run what came due meanwhile', async () => {
    await run();
    await deployment?.stop();
    const file = join(folder, 'deployment.json');
    const threeHoursAgo = new Date(Date.now() - 3 * 3_600_000).toISOString();
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), now: threeHoursAgo }));
    planned = [];
    const again = await run();
    expect(planned).toHaveLength(3);
    expect(Math.abs(again.clock.nowMs() - Date.now())).toBeLessThan(5000);
  });
});
