import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { environment } from '../../lib/runtime/environment.ts';
import { log } from '../../lib/runtime/log.ts';
import { perEnvironment } from '../../lib/runtime/per-environment.ts';
import type { HistoryRecord } from '../../lib/store/history.ts';
import { outgoingOf } from '../../lib/store/outbox.ts';

/** Both services take ten entries at once. */
const BATCH = 10;
const EVENT_SOURCE = 'seatledger';

const events = perEnvironment(() => new EventBridgeClient({}));
const queues = perEnvironment(() => new SQSClient({}));

/**
 * Passes on what a commit left behind: mails to their queue, facts as events. Goes on in the stream's order and stops at
 * the first failure, from which the stream begins again; consumers recognise what they had by its id.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (let start = 0; start < event.Records.length; start += BATCH) {
    const slice = event.Records.slice(start, start + BATCH);
    const failed = await passOn(slice);
    if (failed !== undefined) {
      return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}

/** The first record that could not be passed on, if any. */
async function passOn(records: readonly DynamoDBRecord[]): Promise<DynamoDBRecord | undefined> {
  const mails: Entry<string>[] = [];
  const facts: Entry<HistoryRecord>[] = [];
  records.forEach((record, index) => {
    const outgoing = outgoingOf(record);
    if (outgoing?.kind === 'mail') mails.push({ index, content: outgoing.id });
    if (outgoing?.kind === 'fact') facts.push({ index, content: outgoing.fact });
  });
  const failed = (await Promise.all([attempt(mails, queueMails), attempt(facts, publishFacts)])).flat();
  return failed.length === 0 ? undefined : records[Math.min(...failed)];
}

interface Entry<T> {
  /** Place of the record in its batch. */
  readonly index: number;
  readonly content: T;
}

/** Places of the entries that failed; all of them when the whole request did. */
async function attempt<T>(
  entries: readonly Entry<T>[],
  send: (entries: readonly Entry<T>[]) => Promise<number[]>,
): Promise<number[]> {
  if (entries.length === 0) return [];
  try {
    return await send(entries);
  } catch (error) {
    log.error('Outgoing entries could not be passed on', { entries: entries.length, error: error as Error });
    return entries.map(({ index }) => index);
  }
}

async function queueMails(entries: readonly Entry<string>[]): Promise<number[]> {
  const answer = await queues().send(
    new SendMessageBatchCommand({
      QueueUrl: environment().MAIL_QUEUE_URL,
      Entries: entries.map(({ index, content }) => ({
        Id: String(index),
        MessageBody: JSON.stringify({ id: content }),
      })),
    }),
  );
  const failed = answer.Failed ?? [];
  if (failed.length > 0) log.error('Mails could not be queued', { codes: failed.map(({ Code }) => Code) });
  return failed.map(({ Id }) => Number(Id));
}

async function publishFacts(entries: readonly Entry<HistoryRecord>[]): Promise<number[]> {
  const answer = await events().send(
    new PutEventsCommand({
      Entries: entries.map(({ content: fact }) => ({
        EventBusName: environment().EVENT_BUS_NAME,
        Source: EVENT_SOURCE,
        DetailType: fact.action,
        Time: new Date(fact.at),
        Detail: JSON.stringify(detailOf(fact)),
      })),
    }),
  );
  if ((answer.FailedEntryCount ?? 0) === 0) return [];
  const failed = (answer.Entries ?? []).flatMap(({ ErrorCode }, place) =>
    ErrorCode === undefined ? [] : [{ ErrorCode, index: entries[place]?.index ?? 0 }],
  );
  log.error('Events could not be published', { codes: failed.map(({ ErrorCode }) => ErrorCode) });
  return failed.map(({ index }) => index);
}

/** An event's content. `id` is the fact's own, the same on every delivery. */
function detailOf({ id, account, subject, actor, onBehalfOf, before, after, at }: HistoryRecord) {
  return { id, account, subject, actor, on_behalf_of: onBehalfOf, before, after, at };
}
