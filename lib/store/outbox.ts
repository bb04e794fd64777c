import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountId, InvoiceId } from '../domain/ids.ts';
import type { Invoice } from '../domain/invoices/invoice.ts';
import type { HistoryRecord } from './history.ts';

/** What a stream record asks to be passed on: a mail by its id, an invoice by its own and its account's, or a fact as an event. */
export type Outgoing =
  | { readonly kind: 'mail'; readonly id: string }
  | { readonly kind: 'invoice'; readonly account: AccountId; readonly invoice: InvoiceId }
  | { readonly kind: 'fact'; readonly fact: HistoryRecord };

/** Undefined for a record that is none of them. */
export function outgoingOf(record: DynamoDBRecord): Outgoing | undefined {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || image === undefined) return undefined;
  const item = unmarshall(image as Record<string, AttributeValue>);
  switch (item['type']) {
    case 'mail':
      return { kind: 'mail', id: item['id'] as string };
    case 'invoice': {
      const { account, id } = item['document'] as Invoice;
      return { kind: 'invoice', account, invoice: id };
    }
    case 'history': {
      const { pk: _pk, sk: _sk, type: _type, v: _v, ...fact } = item;
      return { kind: 'fact', fact: fact as HistoryRecord };
    }
    default:
      return undefined;
  }
}
