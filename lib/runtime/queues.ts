import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueueName } from '../../functions/manifest.ts';
import { environment, queueUrlVariable } from './environment.ts';
import { perEnvironment } from './per-environment.ts';

const client = perEnvironment(() => new SQSClient({ maxAttempts: 6 }));

/** What SQS takes in one request. */
const BATCH = 10;

/**
 * Sends messages to a queue; a batch that is refused in part is an error, so that the caller sends it all again.
 *
 * Units:  `delaySeconds` up to 900.
 */
export async function sendToQueue(queue: QueueName, messages: readonly object[], delaySeconds = 0): Promise<void> {
  const url = environment()[queueUrlVariable[queue]];
  if (url === undefined) throw new Error(`This function may not send to the queue ${queue}`);
  for (let start = 0; start < messages.length; start += BATCH) {
    const entries = messages.slice(start, start + BATCH).map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
      DelaySeconds: delaySeconds,
    }));
    const answer = await client().send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
    if ((answer.Failed ?? []).length > 0) throw new Error(`${answer.Failed?.length} messages were refused by ${queue}`);
  }
}
