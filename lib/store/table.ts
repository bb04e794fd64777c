import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { environment } from '../runtime/environment.ts';

export type Item = Record<string, unknown>;
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type WithoutTable<T> = Omit<NonNullable<T>, 'TableName'>;

/** One write of a transaction. `label` names it in the answer when its condition fails. */
export type Write = { readonly label: string } & (
  | { readonly Put: WithoutTable<TransactItem['Put']> }
  | { readonly Update: WithoutTable<TransactItem['Update']> }
  | { readonly Delete: WithoutTable<TransactItem['Delete']> }
  | { readonly ConditionCheck: WithoutTable<TransactItem['ConditionCheck']> }
);

export type Committed = { readonly committed: true };
export interface FailedCondition {
  readonly label: string;
  /** The item as it was when the condition failed; absent when there was none. */
  readonly was: Item | undefined;
}
export type NotCommitted = { readonly committed: false; readonly failed: readonly FailedCondition[] };

/** The table could not serve a write although it was tried again and again; nothing was written. */
export class TableBusy extends Error {
  override name = 'TableBusy';
}

const MAX_TRIES = 14;
const MAX_PAUSE_MS = 400;
let client: DynamoDBDocumentClient | undefined;

/** The document client. Tests add a middleware to it to inject what DynamoDB Local never does: conflicts and throttles. */
export function documentClient(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 8 }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return client;
}

export function forgetClient(): void {
  client?.destroy();
  client = undefined;
}

const tableName = () => environment().TABLE_NAME;

/** Source of the numbers: 0.5 read units for each 4 KB, 1 with `consistent`. */
export async function get(key: Key, consistent = true): Promise<Item | undefined> {
  const answer = await documentClient().send(
    new GetCommand({ TableName: tableName(), Key: key, ConsistentRead: consistent }),
  );
  return answer.Item;
}

/** Up to 100 items in one request, in the order of the keys; `undefined` where there is none. */
export async function getMany(keys: readonly Key[], consistent = true): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  let missing: Key[] = [...keys];
  for (let tries = 0; missing.length > 0; tries += 1) {
    if (tries === MAX_TRIES) throw new TableBusy('reads are being throttled');
    if (tries > 0) await sleep(pauseMs(tries));
    const answer = await documentClient().send(
      new BatchGetCommand({ RequestItems: { [tableName()]: { Keys: missing, ConsistentRead: consistent } } }),
    );
    for (const item of answer.Responses?.[tableName()] ?? []) found.set(keyText(item as unknown as Key), item);
    missing = (answer.UnprocessedKeys?.[tableName()]?.Keys ?? []) as unknown as Key[];
  }
  return keys.map((key) => found.get(keyText(key)));
}

const keyText = (key: Key) => `${key.pk}\n${key.sk}`;

export interface Page {
  readonly items: Item[];
  /** Pass it on as `after` to go on; absent at the end. */
  readonly last: Item | undefined;
}

export interface Range {
  readonly pk: string;
  /** Only sort keys that begin so. */
  readonly prefix?: string;
  /** Only sort keys in this closed interval; instead of `prefix`. */
  readonly between?: readonly [string, string];
  readonly limit?: number;
  readonly after?: Item | undefined;
  readonly newestFirst?: boolean;
  readonly consistent?: boolean;
  readonly index?: string;
  readonly indexKeys?: { readonly pk: string; readonly sk: string };
}

/** One page of a partition in the order of its sort keys. */
export async function queryPage(range: Range): Promise<Page> {
  const answer = await documentClient().send(new QueryCommand(queryInput(range)));
  return { items: answer.Items ?? [], last: answer.LastEvaluatedKey };
}

function queryInput(range: Range): QueryCommandInput {
  const names: Record<string, string> = { '#pk': range.indexKeys?.pk ?? 'pk' };
  const values: Item = { ':pk': range.pk };
  let condition = '#pk = :pk';
  if (range.between !== undefined || range.prefix !== undefined) names['#sk'] = range.indexKeys?.sk ?? 'sk';
  if (range.between !== undefined) {
    condition += ' AND #sk BETWEEN :low AND :high';
    [values[':low'], values[':high']] = range.between;
  } else if (range.prefix !== undefined) {
    condition += ' AND begins_with(#sk, :prefix)';
    values[':prefix'] = range.prefix;
  }
  return {
    TableName: tableName(),
    IndexName: range.index,
    KeyConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ScanIndexForward: !(range.newestFirst ?? false),
    ConsistentRead: range.index === undefined && (range.consistent ?? false),
    Limit: range.limit,
    ExclusiveStartKey: range.after,
  };
}

/** One page of a partition of the index `listing`: the items themselves, in the order they are listed in. */
export async function queryListing(listing: string, limit: number, after: Key | undefined): Promise<Listed> {
  const page = await queryPage({
    pk: listing,
    index: 'listing',
    indexKeys: { pk: 'listing', sk: 'listed' },
    limit,
    after: after as Item | undefined,
  });
  // The index holds keys only.
  const wanted = page.items.map(({ pk, sk }) => ({ pk, sk }) as Key);
  const found = wanted.length === 0 ? [] : await getMany(wanted);
  return { items: found.filter((item) => item !== undefined), last: page.last as Key | undefined };
}

export interface Listed {
  readonly items: Item[];
  readonly last: Key | undefined;
}

/** Every item of a range, page after page. */
export async function* queryAll(range: Range): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await queryPage({ ...range, after });
    yield* page.items;
    after = page.last;
  } while (after !== undefined);
}

/** Writes one item when its condition holds. 1 write unit for each KB. */
export async function put(input: Omit<PutCommandInput, 'TableName'>): Promise<Committed | NotCommitted> {
  try {
    await documentClient().send(
      new PutCommand({ ...input, TableName: tableName(), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    return { committed: true };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return { committed: false, failed: [{ label: 'put', was: unmarshalled(error.Item) }] };
  }
}

/**
 * Writes all or nothing. A conflict with another writer or a throttle is tried again with full jitter; all tries carry
 * one token, so that a try whose answer was lost counts once, and the next one learns that it did.
 *
 * Errors: {@link TableBusy} after `mostTries` that met others; nothing was written.
 */
export async function transact(
  writes: readonly Write[],
  mostTries: number = MAX_TRIES,
): Promise<Committed | NotCommitted> {
  if (writes.length > 100) throw new RangeError(`${writes.length} writes do not fit one transaction`);
  const request = { TransactItems: writes.map(toTransactItem), ClientRequestToken: randomUUID() };
  for (let tries = 1; ; tries += 1) {
    try {
      await documentClient().send(new TransactWriteCommand(request));
      return { committed: true };
    } catch (error) {
      const failed = failedConditions(error, writes);
      if (failed.length > 0) return { committed: false, failed };
      // What nobody knows the end of is asked about to the last, so that no other try comes beside it.
      const most = error instanceof TransactionCanceledException ? mostTries : MAX_TRIES;
      if (tries >= most) throw new TableBusy(error instanceof Error ? error.message : undefined);
      await sleep(pauseMs(tries));
    }
  }
}

function toTransactItem({ label: _, ...write }: Write): TransactItem {
  const [kind, input] = Object.entries(write)[0] as [string, object];
  return {
    [kind]: { ...input, TableName: tableName(), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
  } as TransactItem;
}

function reasons(error: TransactionCanceledException) {
  return error.CancellationReasons ?? [];
}

const RETRYABLE = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Faults of the way there or back, and throttles, when the SDK has used up its own tries. */
const PASSING = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TimeoutError',
]);

/** The transaction's token makes another try safe, whether or not this one was carried out. */
function isPassing(error: unknown): boolean {
  return error instanceof Error && PASSING.has(error.name);
}

/** None when it is worth another try: a conflict, a throttle, or the same transaction still under way. */
function failedConditions(error: unknown, writes: readonly Write[]): FailedCondition[] {
  if (error instanceof TransactionInProgressException || isPassing(error)) return [];
  if (!(error instanceof TransactionCanceledException)) throw error;
  return reasons(error).flatMap((reason, index) => {
    if (reason.Code === 'ConditionalCheckFailed') {
      return [{ label: writes[index]?.label ?? 'unknown', was: unmarshalled(reason.Item) }];
    }
    if (!RETRYABLE.has(reason.Code ?? 'None')) throw error;
    return [];
  });
}

/** The document client leaves the items inside errors as DynamoDB wrote them. */
function unmarshalled(item: unknown): Item | undefined {
  return item === undefined ? undefined : unmarshall(item as Record<string, AttributeValue>);
}

function isConditionFailure(error: unknown): error is Error & { Item?: unknown } {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** Full jitter, so that writers that met once do not meet again. */
function pauseMs(tries: number): number {
  return Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** tries);
}

/** Condition of a write that must not find an item under its key. */
export const ABSENT = 'attribute_not_exists(pk)';
export const PRESENT = 'attribute_exists(pk)';

/** Put that succeeds once for ever. */
export function putOnce(label: string, item: Item): Write {
  return { label, Put: { Item: item, ConditionExpression: ABSENT } };
}
