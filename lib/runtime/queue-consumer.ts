import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from './log.ts';

/** Works on each message of a batch by itself and names those that failed, so that only they come again. */
export async function consumeBatch(event: SQSEvent, work: (body: unknown) => Promise<void>): Promise<SQSBatchResponse> {
  const failures = await Promise.all(event.Records.map((record) => failureOf(record, work)));
  return { batchItemFailures: failures.filter((failure) => failure !== undefined) };
}

async function failureOf(record: SQSRecord, work: (body: unknown) => Promise<void>) {
  try {
    await work(JSON.parse(record.body));
    return undefined;
  } catch (error) {
    log.error('A message could not be worked on and will come again', {
      messageId: record.messageId,
      error: error as Error,
    });
    return { itemIdentifier: record.messageId };
  }
}
