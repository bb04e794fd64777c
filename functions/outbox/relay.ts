import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { environment } from '../../lib/runtime/environment.ts';
import { log } from '../../lib/runtime/log.ts';
import { perEnvironment } from '../../lib/runtime/per-environment.ts';
import type { HistoryRecord } from '../../lib/store/history.ts';
import { type Outgoing, outgoingOf } from '../../lib/store/outbox.ts';

/** Both services take ten entries at once. */
const BATCH = 10;
const EVENT_SOURCE = 'seatledger';

const events = perEnvironment(() => new EventBridgeClient({}));
const queues = perEnvironment(() => new SQSClient({}));

/**
 * Passes on what a commit left behind: mails and invoices to their queues, facts as events. Goes on in the stream's order and stops at
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
  const outgoing = records.flatMap((record, index) => {
    const content = outgoingOf(record);
    return content === undefined ? [] : [{ index, content }];
  });
  const failed = await Promise.all([
    attempt(ofKind(outgoing, 'mail'), queueMails),
    attempt(ofKind(outgoing, 'invoice'), queueInvoices),
    attempt(ofKind(outgoing, 'fact'), publishFacts),
  ]);
  return failed.flat().length === 0 ? undefined : records[Math.min(...failed.flat())];
}

type Of<K extends Outgoing['kind']> = Extract<Outgoing, { kind: K }>;

function ofKind<K extends Outgoing['kind']>(entries: readonly Entry<Outgoing>[], kind: K): Entry<Of<K>>[] {
  return entries.filter((entry): entry is Entry<Of<K>> => entry.content.kind === kind);
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

function queueMails(entries: readonly Entry<Of<'mail'>>[]): Promise<number[]> {
  const messages = entries.map(({ index, content: { id } }) => ({ index, content: { id } }));
  return queue(environment().MAIL_QUEUE_URL, messages);
}

function queueInvoices(entries: readonly Entry<Of<'invoice'>>[]): Promise<number[]> {
  const messages = entries.map(({ index, content: { account, invoice } }) => ({
    index,
    content: { account, invoice },
  }));
  return queue(environment().E_INVOICES_QUEUE_URL, messages);
}

async function queue(url: string | undefined, messages: readonly Entry<object>[]): Promise<number[]> {
  const answer = await queues().send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: messages.map(({ index, content }) => ({ Id: String(index), MessageBody: JSON.stringify(content) })),
    }),
  );
  const failed = answer.Failed ?? [];
  if (failed.length > 0) log.error('Messages could not be queued', { url, codes: failed.map(({ Code }) => Code) });
  return failed.map(({ Id }) => Number(Id));
}

async function publishFacts(entries: readonly Entry<Of<'fact'>>[]): Promise<number[]> {
  const answer = await events().send(
    new PutEventsCommand({
      Entries: entries.map(({ content: { fact } }) => ({
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
