import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShardReader } from '../../infra/local/stream-shards.ts';

/** A stream whose shards the test opens, fills and closes, as DynamoDB does every few hours. */
class FakeStream {
  readonly shards = new Map<string, { records: string[]; isClosed: boolean }>();
  expireNext = false;
  #server: Server | undefined;

  async start(): Promise<string> {
    this.#server = createServer(async (message, response) => {
      let body = '';
      for await (const chunk of message) body += chunk;
      const action = String(message.headers['x-amz-target']).split('.')[1] ?? '';
      const answer = this.#answer(action, JSON.parse(body));
      response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.#server?.once('listening', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #answer(action: string, input: Record<string, string>): object {
    if (action === 'DescribeStream') {
      return { StreamDescription: { Shards: [...this.shards.keys()].map((ShardId) => ({ ShardId })) } };
    }
    if (action === 'GetShardIterator') {
      const { records = [] } = this.shards.get(input['ShardId'] ?? '') ?? {};
      const after = records.indexOf(input['SequenceNumber'] ?? '') + 1;
      const index = input['ShardIteratorType'] === 'LATEST' ? records.length : after;
      return { ShardIterator: `${input['ShardId']}:${index}` };
    }
    if (this.expireNext) {
      this.expireNext = false;
      return { __type: 'com.amazonaws.dynamodb.v20120810#ExpiredIteratorException', message: 'expired' };
    }
    const [id = '', index] = (input['ShardIterator'] ?? '').split(':');
    const { records = [], isClosed = false } = this.shards.get(id) ?? {};
    const Records = records.slice(Number(index)).map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
    return { Records, ...(isClosed ? {} : { NextShardIterator: `${id}:${records.length}` }) };
  }
}

const stream = new FakeStream();
vi.stubEnv('AWS_REGION', 'eu-central-1');
vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
afterEach(() => {
  stream.stop();
  stream.shards.clear();
});

async function read(reader: ShardReader): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  await reader.read(async (records) => void seen.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber)));
  return seen;
}

describe('a stream’s shards', () => {
  it('are read to their end, then the ones that follow', async () => {
    const endpoint = await stream.start();
    const first = { records: ['1', '2'], isClosed: false };
    stream.shards.set('a', first);
    const reader = new ShardReader({ endpoint, streamArn: 'arn:stream', start: 'oldest' });
    await reader.open();
    expect(await read(reader)).toEqual(['1', '2']);

    first.records.push('3');
    first.isClosed = true;
    stream.shards.set('b', { records: ['4'], isClosed: false });
    expect(await read(reader)).toEqual(['3', '4']);
    expect(reader.position()).toEqual({ a: 'ended', b: '4' });
    expect(await read(reader)).toEqual([]);
    reader.close();
  });

  it('are read from now on when the table was there before', async () => {
    const endpoint = await stream.start();
    const shard = { records: ['1'], isClosed: false };
    stream.shards.set('a', shard);
    const reader = new ShardReader({ endpoint, streamArn: 'arn:stream', start: 'newest' });
    await reader.open();
    shard.records.push('2');
    expect(await read(reader)).toEqual(['2']);
    reader.close();
  });

  it('are read on after a kept position, and after an iterator expired', async () => {
    const endpoint = await stream.start();
    const shard = { records: ['1', '2'], isClosed: false };
    stream.shards.set('a', shard);
    const reader = new ShardReader({ endpoint, streamArn: 'arn:stream', position: { a: '1' }, start: 'oldest' });
    await reader.open();
    expect(await read(reader)).toEqual(['2']);
    shard.records.push('3');
    stream.expireNext = true;
    expect(await read(reader)).toEqual(['3']);
    reader.close();
  });

  it('are read again from the same record when dealing with it failed', async () => {
    const endpoint = await stream.start();
    stream.shards.set('a', { records: ['1'], isClosed: false });
    const reader = new ShardReader({ endpoint, streamArn: 'arn:stream', start: 'oldest' });
    await reader.open();
    await expect(reader.read(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await read(reader)).toEqual(['1']);
    reader.close();
  });
});
