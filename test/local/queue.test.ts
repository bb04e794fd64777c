import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
let sqs: SQSClient;
let batches: string[][];
let consume: (event: SQSEvent) => unknown;

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  batches = [];
  consume = () => undefined;
  const handler = async (event: SQSEvent) => {
    batches.push(event.Records.map(({ body }) => body));
    return consume(event);
  };
  deployment = await startStubbed({ mailer: handler, 'night-worker': handler, 'sandbox-webhooks': handler });
  sqs = new SQSClient();
});
afterEach(async () => {
  sqs.destroy();
  await deployment.stop();
  vi.restoreAllMocks();
});

const mailQueue = () => process.env['MAIL_QUEUE_URL'] ?? '';
const nightQueue = () => process.env['NIGHT_QUEUE_URL'] ?? '';
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Id: `entry-${index}`, MessageBody: `body-${index}` }));

describe('a queue', () => {
  it('delivers what was sent together in batches of its size, as Lambda’s SQS events', async () => {
    const seen: SQSEvent[] = [];
    consume = (event) => void seen.push(event);
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: mailQueue(), Entries: entries(10) }));
    await deployment.settle();
    expect(sent.Successful).toHaveLength(10);
    expect(batches).toEqual([entries(10).map(({ MessageBody }) => MessageBody)]);
    expect(seen[0]?.Records[0]).toMatchObject({
      messageId: sent.Successful?.[0]?.MessageId,
      body: 'body-0',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:mail',
      attributes: { ApproximateReceiveCount: '1' },
    });
  });

  it('delivers again only what a partial batch response names', async () => {
    let isFirst = true;
    consume = ({ Records }) => {
      const failed = isFirst ? Records.filter(({ body }) => body === 'body-1') : [];
      isFirst = false;
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: mailQueue(), Entries: entries(3) }));
    await deployment.settle();
    expect(batches).toEqual([['body-0', 'body-1', 'body-2'], ['body-1']]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('down'))],
    ['names a message it was not given', () => ({ batchItemFailures: [{ itemIdentifier: 'unknown' }] })],
  ])('delivers the whole batch again when the function %s', async (_what, result) => {
    consume = () => (batches.length === 1 ? result() : undefined);
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: mailQueue(), Entries: entries(2) }));
    await deployment.settle();
    expect(batches.flat().sort()).toEqual(['body-0', 'body-0', 'body-1', 'body-1']);
  });

  it('gives up after the manifest’s number of receives, shows the message, and redrives it', async () => {
    let isDown = true;
    const receives: string[] = [];
    consume = ({ Records }) => {
      receives.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
      if (isDown) throw new Error('down');
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: nightQueue(), MessageBody: '{"shard":7}' }));
    const dead = await (await fetch(`${deployment.url}/_local/dead-letters`)).json();
    expect(receives).toEqual(['1', '2', '3', '4', '5']);
    expect(dead).toEqual({
      dead_letters: { night: [expect.objectContaining({ body: { shard: 7 }, attempts: 5, error: 'Error: down' })] },
    });

    isDown = false;
    const redriven = await fetch(`${deployment.url}/_local/dead-letters/night/redrive`, { method: 'POST' });
    expect(await redriven.json()).toEqual({ source: 'night', redriven: 1 });
    expect(receives.at(-1)).toBe('1');
    expect(deployment.deadLetters.all()).toEqual({});
  });

  it('holds a delayed message until the deployment’s clock reaches it', async () => {
    const at: string[] = [];
    consume = () => void at.push(deployment.clock.now());
    await deployment.clock.moveTo('2026-01-15T09:00:00Z');
    await sqs.send(new SendMessageCommand({ QueueUrl: nightQueue(), MessageBody: 'later', DelaySeconds: 600 }));
    await deployment.settle();
    expect(batches).toEqual([]);
    await deployment.clock.advance('PT1H');
    expect(batches).toEqual([['later']]);
    expect(at[0]).toMatch(/^2026-01-15T09:10:0/);
  });

  it('runs no more batches at once than the manifest says', async () => {
    let running = 0;
    let most = 0;
    consume = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
    };
    const QueueUrl = process.env['SANDBOX_WEBHOOKS_QUEUE_URL'];
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(8) }));
    await deployment.settle();
    expect([batches.length, most]).toEqual([8, 2]);
  });

  it.each([
    [{ MessageBody: '' }, 'MissingParameter'],
    [{ MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
    [{ MessageBody: 'x'.repeat(1024 * 1024 + 1) }, 'InvalidParameterValue'],
  ])('refuses what SQS refuses (case %#)', async (message, name) => {
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: mailQueue(), ...message }))).rejects.toMatchObject({
      name,
    });
  });

  it('is not made up: another name does not exist', async () => {
    const send = sqs.send(new SendMessageCommand({ QueueUrl: `${mailQueue()}-other`, MessageBody: 'x' }));
    await expect(send).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});
