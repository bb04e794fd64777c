import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const CHANNELS = ['http.client.request.start', 'http.client.response.finish', 'http.client.request.error'];
const READS = /\.(GetItem|BatchGetItem|TransactGetItems|Query|Scan|DescribeTable|ListTables)$/;

/**
 * Counts what this process may have written to the table, by the requests it makes, so that a stream in which there can
 * be nothing new need not be read. A request counts when it begins and when it ends: it may have written in between.
 */
export class WriteWatch {
  readonly #host: string;
  #count = 0;

  constructor(dynamodbEndpoint: string) {
    this.#host = new URL(dynamodbEndpoint).host;
    for (const channel of CHANNELS) subscribe(channel, this.#look);
  }

  get count(): number {
    return this.#count;
  }

  close(): void {
    for (const channel of CHANNELS) unsubscribe(channel, this.#look);
  }

  readonly #look = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    const target = String(request.getHeader('x-amz-target') ?? '');
    const mayWrite = target.startsWith('DynamoDB_') && !READS.test(target);
    if (mayWrite && request.getHeader('host') === this.#host) this.#count += 1;
  };
}
