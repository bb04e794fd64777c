import { createHash } from 'node:crypto';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { QueueName } from '../../../functions/manifest.ts';
import type { LocalQueue } from '../queue.ts';
import { AwsFault } from './fault.ts';
import type { JsonService } from './server.ts';

export type Queues = Readonly<Record<QueueName, LocalQueue>>;

const MAX_BATCH_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;
const MAX_DELAY_SECONDS = 900;

interface Entry {
  readonly Id?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Readonly<Record<string, { DataType: string; StringValue?: string }>>;
}

/** The part of SQS that senders use. Consumers are called by the queue itself, as Lambda's poller would. */
export function sqsService(queues: Queues): JsonService {
  return (action, input) => {
    if (action === 'SendMessage') return send(queueOf(queues, input), input);
    if (action === 'SendMessageBatch') return sendBatch(queueOf(queues, input), (input['Entries'] ?? []) as Entry[]);
    throw new AwsFault('UnknownOperationException', `SQS ${action} is not answered locally.`);
  };
}

function queueOf(queues: Queues, input: Record<string, unknown>): LocalQueue {
  const name = String(input['QueueUrl']).split('/').at(-1) as QueueName;
  const queue = Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (queue === undefined) {
    throw new AwsFault('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
  }
  return queue;
}

function sendBatch(queue: LocalQueue, entries: readonly Entry[]): unknown {
  if (entries.length === 0) {
    throw new AwsFault('com.amazonaws.sqs#EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_BATCH_ENTRIES) {
    throw new AwsFault(
      'com.amazonaws.sqs#TooManyEntriesInBatchRequest',
      'There are more than 10 entries in the request.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsFault('com.amazonaws.sqs#BatchEntryIdsNotDistinct', 'Two entries of the request have the same id.');
  }
  const bytes = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody ?? ''), 0);
  if (bytes > MAX_BYTES) {
    throw new AwsFault('com.amazonaws.sqs#BatchRequestTooLong', 'The entries together are too long.');
  }
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...send(queue, entry) });
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function send(queue: LocalQueue, entry: Entry): { MessageId: string; MD5OfMessageBody: string } {
  const { MessageBody: body = '', DelaySeconds: delay = 0 } = entry;
  if (body === '') throw new AwsFault('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > MAX_BYTES) {
    throw new AwsFault('InvalidParameterValue', `The message must be shorter than ${MAX_BYTES} bytes.`);
  }
  if (!Number.isInteger(delay) || delay < 0 || delay > MAX_DELAY_SECONDS) {
    throw new AwsFault('InvalidParameterValue', `DelaySeconds must be between 0 and ${MAX_DELAY_SECONDS}.`);
  }
  const MessageId = queue.send(body, attributes(entry), delay);
  return { MessageId, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
}

function attributes(entry: Entry): SQSMessageAttributes {
  const converted: SQSMessageAttributes = {};
  for (const [name, { DataType, StringValue }] of Object.entries(entry.MessageAttributes ?? {})) {
    if (StringValue === undefined) {
      throw new AwsFault('InvalidParameterValue', `The attribute ${name} is not text, which is not answered locally.`);
    }
    converted[name] = { dataType: DataType as 'String', stringValue: StringValue };
  }
  return converted;
}
