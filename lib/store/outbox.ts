import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { HistoryRecord } from './history.ts';

/** What a stream record asks to be passed on: a mail by its id, or a fact as an event. */
export type Outgoing =
  | { readonly kind: 'mail'; readonly id: string }
  | { readonly kind: 'fact'; readonly fact: HistoryRecord };

/** Undefined for a record that is neither. */
export function outgoingOf(record: DynamoDBRecord): Outgoing | undefined {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || image === undefined) return undefined;
  const item = unmarshall(image as Record<string, AttributeValue>);
  if (item['type'] === 'mail') return { kind: 'mail', id: item['id'] as string };
  if (item['type'] !== 'history') return undefined;
  const { pk: _pk, sk: _sk, type: _type, v: _v, ...fact } = item;
  return { kind: 'fact', fact: fact as HistoryRecord };
}
