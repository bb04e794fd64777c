import * as contract from '../../lib/contract/invoices.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { monthOf, type PlainMonth } from '../../lib/domain/dates.ts';
import { plainAmount } from '../../lib/messages/format.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import * as store from '../../lib/store/journal.ts';
import { csvPage, MOST_LINES } from './csv-page.ts';

export const listJournal = route(contract.listJournal, async ({ query, today }) => {
  const month = (query.month ?? monthOf(today)) as PlainMonth;
  const list = `journal:${month}`;
  const after = await decodeCursor<store.JournalPlace>(list, query.cursor);
  const page = await store.listJournal(month, query.limit, after);
  return { body: { items: page.entries.map(entryJson), next_cursor: await encodeCursor(list, page.last) } };
});

function entryJson({ id, on, at, cause, postings }: store.JournalEntry) {
  const { kind, account, order, invoice, payment, bookedOn } = cause;
  return {
    id,
    on,
    at,
    cause: {
      kind,
      account: account ?? null,
      order: order ?? null,
      invoice: invoice ?? null,
      payment: payment ?? null,
      booked_on: bookedOn ?? null,
    },
    postings: postings.map(({ ledger, amount }) => ({ ledger, amount: moneyJson(amount) })),
  };
}

const columns = [
  'date',
  'entry',
  'cause',
  'account',
  'order',
  'invoice',
  'payment',
  'booked_on',
  'ledger',
  'debit',
  'credit',
  'currency',
];

/** Entries are asked for so many at once that their postings, three or four of each, do not outgrow an answer. */
const ENTRIES = MOST_LINES / 4;

export const exportJournal = route(contract.exportJournal, async ({ query, today }) => {
  const month = (query.month ?? monthOf(today)) as PlainMonth;
  const list = `journal.csv:${month}`;
  const after = await decodeCursor<store.JournalPlace>(list, query.cursor);
  const { entries, last } = await store.listJournal(month, ENTRIES, after);
  const rows = entries.flatMap(rowsOf);
  const path = `/v1/journal.csv?month=${month}`;
  return csvPage({ columns, rows }, { name: `journal-${month}`, path, list, last });
});

function rowsOf({ id, on, cause, postings }: store.JournalEntry): string[][] {
  const { kind, account = '', order = '', invoice = '', payment = '', bookedOn = '' } = cause;
  return postings.map(({ ledger, amount }) => {
    const text = plainAmount({ ...amount, minor: Math.abs(amount.minor) });
    const sides = amount.minor > 0 ? [text, ''] : ['', text];
    return [on, id, kind, account, order, invoice, payment, bookedOn, ledger, ...sides, amount.currency];
  });
}
