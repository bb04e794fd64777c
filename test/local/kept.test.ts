import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { keptInbox } from '../../infra/local/kept-inbox.ts';
import type { KeptState } from '../../infra/local/kept-state.ts';
import { now } from '../../lib/runtime/clock.ts';
import { keys } from '../../lib/store/keys.ts';
import { claimMail } from '../../lib/store/mail-delivery.ts';

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

async function putMail(tableName: string, sk: string, pk = 'A'): Promise<void> {
  const dynamodb = new DynamoDBClient();
  const Item = { pk: { S: pk }, sk: { S: sk }, type: { S: 'mail' } };
  await dynamodb.send(new PutItemCommand({ TableName: tableName, Item }));
  dynamodb.destroy();
}

function editState(edit: (state: KeptState) => KeptState): void {
  const file = join(folder, 'deployment.json');
  writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(file, 'utf8')))));
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
    const threeHoursAgo = new Date(Date.now() - 3 * 3_600_000).toISOString();
    editState((state) => ({ ...state, now: threeHoursAgo, dueFrom: threeHoursAgo }));
    planned = [];
    const again = await run();
    expect(planned).toHaveLength(3);
    expect(Math.abs(again.clock.nowMs() - Date.now())).toBeLessThan(5000);
  });

  it('sends a mail that was claimed when it was cut off, without waiting for the claim to end', async () => {
    const first = await run({ clock: '2026-01-15T08:00:00Z' });
    const { pk, sk } = keys.mail('claimed');
    await putMail(first.tableName, sk, pk);
    expect(await claimMail('claimed', first.clock.now())).toBe('taken');
    expect(await claimMail('claimed', first.clock.now())).toBe('busy');
    await first.stop();
    const sentAtMs = Date.parse('2026-01-15T08:00:00Z');
    const message = { id: '1', body: '{"id":"claimed"}', attributes: {}, sentAtMs, dueAtMs: sentAtMs, receives: 1 };
    editState(({ queues, ...state }) => ({ ...state, queues: { ...queues, mail: [message] } }));

    const claims: string[] = [];
    const again = await run({
      handlers: {
        mailer: async ({ Records }: SQSEvent) => {
          for (const { body } of Records) claims.push(await claimMail(JSON.parse(body).id, now()));
        },
      },
    });
    await again.settle();
    expect(claims).toEqual(['taken']);
  });

  it('with its dead letters, which can still be redriven', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const down = { 'night-worker': () => Promise.reject(new Error('down')) };
    const first = await run({ clock: '2026-01-15T08:00:00Z', handlers: down });
    const QueueUrl = process.env['NIGHT_QUEUE_URL'];
    await new SQSClient().send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
    await first.settle();
    expect(first.deadLetters.of('night')).toHaveLength(1);

    const second = await run();
    expect(second.deadLetters.of('night')).toMatchObject([{ body: 'lost', attempts: 5, error: 'Error: down' }]);
    expect(second.deadLetters.redrive('night')).toBe(1);
    await second.settle();
    expect([worked, second.deadLetters.all()]).toEqual([['lost'], {}]);
    vi.restoreAllMocks();
  });

  it('with a message that was accepted a moment before it was cut off', async () => {
    const first = await run({ clock: '2026-01-15T08:00:00Z' });
    const QueueUrl = process.env['NIGHT_QUEUE_URL'];
    await new SQSClient().send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept', DelaySeconds: 900 }));
    const atOnce = readFileSync(join(folder, 'deployment.json'), 'utf8');
    await first.stop();
    writeFileSync(join(folder, 'deployment.json'), atOnce);
    const second = await run();
    await second.clock.advance('PT20M');
    expect(worked).toEqual(['kept']);
  });

  it('and runs a schedule that was due when it was cut off, with the clock no earlier than it was', async () => {
    await run({ clock: '2026-01-15T08:00:00Z' });
    await deployment?.stop();
    const [saved, dueFrom] = ['2026-01-15T09:01:30.000Z', '2026-01-15T09:00:30.000Z'];
    const runningAt = new Date(Date.now() - 60_000).toISOString();
    editState((state) => ({ ...state, now: saved, dueFrom, runningAt }));
    const again = await run();
    expect(again.clock.nowMs()).toBeGreaterThanOrEqual(Date.parse(saved));
    await vi.waitUntil(() => planned.length > 0);
    expect(planned).toEqual(['2026-01-15T09:01:00Z']);
  });
});

describe('a kept inbox', () => {
  const message = (id: string) => ({
    ...{ id, to: 'owner@example.test', from: 'a@example.test', subject: id, text: id, html: '', links: [] },
    attachments: [],
    sent_at: '2026-01-15T08:00:00.000Z',
  });

  it('drops a last line that a crash cut short, and goes on after it', () => {
    keptInbox(folder).append(message('one'));
    appendFileSync(join(folder, 'inbox.jsonl'), '{"id":"tw');
    const file = keptInbox(folder);
    expect(file.load()).toEqual([message('one')]);
    file.append(message('three'));
    expect(keptInbox(folder).load()).toEqual([message('one'), message('three')]);
  });

  it('is empty once it is cleared', () => {
    const file = keptInbox(folder);
    file.append(message('one'));
    file.clear();
    expect(file.load()).toEqual([]);
    file.append(message('two'));
    expect(file.load()).toEqual([message('two')]);
  });
});
