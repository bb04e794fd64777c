import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../lib/domain/money.ts';
import { commitCreditNote } from '../../lib/store/credit-notes.ts';
import { listInvoices } from '../../lib/store/invoices.ts';
import { commitPayment } from '../../lib/store/payments.ts';
import { documentClient, type Item } from '../../lib/store/table.ts';
import { creditOrder, paymentOf } from './buying.ts';
import { momentOn, openAccount } from './heads.ts';
import { expectBooksBalance } from './journal.ts';
import { useTable } from './table.ts';

let table: Awaited<ReturnType<typeof useTable>>;
const moment = momentOn('2026-01-10');

beforeAll(async () => {
  table = await useTable();
  const account = await openAccount(moment, { boughtMinor: 5000 });
  const order = await creditOrder(account, moment, 2500);
  await commitPayment(paymentOf(order, { gateway: 'bank', amount: money(1000, 'EUR') }), moment);
  await commitPayment(paymentOf(order, { gateway: 'bank', amount: money(2100, 'EUR') }), moment);
  await commitPayment(paymentOf(order), moment);
  const open = await creditOrder(account, moment, 2500);
  await commitPayment(paymentOf(open, { gateway: 'bank', amount: money(1, 'EUR') }), moment);
  const [invoice] = (await listInvoices(account, 1, { kind: 'system', id: 'test' })).invoices;
  if (invoice === undefined) throw new Error('no invoice');
  const lines = [{ line: 1, amount: money(100, 'EUR') }];
  const actor = { kind: 'system', id: 'test' } as const;
  await commitCreditNote({ account, invoice: invoice.document.id, lines, reason: 'Too much', actor }, moment);
});
afterAll(() => table.clean());

const tableName = () => process.env['TABLE_NAME'];

async function oneOf(type: string, among: (item: Item) => boolean = () => true): Promise<Item> {
  const { Items = [] } = await documentClient().send(new ScanCommand({ TableName: tableName() }));
  const found = Items.find((item) => item['type'] === type && among(item));
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
}
const put = (item: Item) => documentClient().send(new PutCommand({ TableName: tableName(), Item: item }));
const remove = ({ pk, sk }: Item) =>
  documentClient().send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }));
const plusOne = (amount: unknown) => ({ ...(amount as object), minor: (amount as { minor: number }).minor + 1 });

interface Corruption {
  readonly what: string;
  readonly type: string;
  readonly among?: (item: Item) => boolean;
  /** What the item becomes; without it, it is lost. */
  readonly into?: (item: Item) => Item;
  readonly says: RegExp;
}

const isUnbilled = ({ invoice }: Item) => invoice === undefined;
const kindOf = (item: Item) => (item['document'] as { kind: string }).kind;

const corruptions: readonly Corruption[] = [
  { what: 'a movement is lost', type: 'journal', says: /lies in each ledger/ },
  {
    what: 'a posting is a cent off',
    type: 'journal',
    into: (item) => {
      const [first, ...others] = item['postings'] as { amount: unknown }[];
      return { ...item, postings: [{ ...first, amount: plusOne(first?.amount) }, ...others] };
    },
    says: /of the movement jrn_/,
  },
  {
    what: 'a movement is there twice',
    type: 'journal',
    into: (item) => ({ ...item, sk: `${item['sk']}again` }),
    says: /lies in each ledger/,
  },
  {
    what: 'credit is there that nobody paid for',
    type: 'credit',
    into: (item) => ({ ...item, b: (item['b'] as number) + 1 }),
    says: /lies in each ledger/,
  },
  {
    what: 'an invoice is paid and no payment went to it',
    type: 'invoice',
    into: (item) => ({ ...item, paid: plusOne(item['paid']) }),
    says: /paid of doc_/,
  },
  {
    what: 'a part payment is forgotten',
    type: 'order',
    among: (item) => isUnbilled(item),
    into: (item) => ({ ...item, received: money(0, 'EUR') }),
    says: /lies in each ledger/,
  },
  { what: 'a payment is lost', type: 'payment', says: /lies in each ledger/ },
  {
    what: 'more was credited than credit notes say',
    type: 'invoice',
    among: (item) => kindOf(item) === 'credit-note',
    says: /lies in each ledger/,
  },
  { what: 'a number is missing', type: 'registered-invoice', says: /the register/ },
  {
    what: 'a number is there twice',
    type: 'invoice',
    among: (item) =>
      kindOf(item) === 'invoice' && item['document'] !== undefined && numberOf(item) === 'INV-2026-000001',
    into: (item) => ({ ...item, document: { ...(item['document'] as object), number: 'INV-2026-000002' } }),
    says: /the register/,
  },
  { what: 'the series has gone further', type: 'series', into: (item) => ({ ...item, last: 9 }), says: /9/ },
];

function numberOf(item: Item): string {
  return (item['document'] as { number: string }).number;
}

describe('the check of the books', () => {
  it('finds them right after purchases, parts, money that is over, and a credit note', () => expectBooksBalance());

  it.each(corruptions)('finds that $what', async ({ type, among, into, says }) => {
    const before = await oneOf(type, among);
    const after = into?.(before);
    if (after === undefined) await remove(before);
    else await put(after);
    try {
      await expect(expectBooksBalance()).rejects.toThrow(says);
    } finally {
      if (after !== undefined) await remove(after);
      await put(before);
    }
  });
});
