import * as contract from '../../lib/contract/invoices.ts';
import { percent, plainAmount } from '../../lib/messages/format.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import * as store from '../../lib/store/invoices.ts';
import type { Key } from '../../lib/store/table.ts';
import { csvPage, MOST_LINES } from './csv-page.ts';
import { invoiceJson } from './invoice-json.ts';

const columns = [
  'number',
  'kind',
  'status',
  'issued_on',
  'due_on',
  'account',
  'order',
  'buyer',
  'buyer_country',
  'buyer_vat_number',
  'tax_kind',
  'tax_country',
  'tax_rate',
  'currency',
  'net',
  'tax',
  'total',
  'paid',
  'credited',
  'due',
  'corrects',
];

/** A credit note takes away: its amounts are below zero here, so that a column can be summed. */
function row(stored: store.StoredInvoice): string[] {
  const { document, paid, credited } = stored;
  const { buyer, treatment, taxes, corrects } = document;
  const sign = document.kind === 'credit-note' ? -1 : 1;
  const amount = (value: { minor: number; currency: typeof paid.currency }) =>
    plainAmount({ ...value, minor: value.minor * sign });
  return [
    document.number,
    document.kind,
    store.invoiceStatus(stored),
    document.issuedOn,
    document.dueOn ?? '',
    document.account,
    document.order,
    buyer.name,
    buyer.country,
    buyer.vatNumber ?? '',
    treatment.kind,
    treatment.country ?? '',
    taxes.map(({ rate }) => percent(rate)).join(' '),
    document.total.currency,
    amount(document.net),
    amount(document.tax),
    amount(document.total),
    amount(paid),
    amount(credited.total),
    amount(store.openOf(stored)),
    corrects?.number ?? '',
  ];
}

export const exportInvoices = route(contract.exportInvoices, async ({ path, query, actor }) => {
  const list = `invoices.csv:${path.account}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  const { invoices, last } = await store.listInvoices(path.account, MOST_LINES, actor, after, false);
  const table = { columns, rows: invoices.map(row) };
  return csvPage(table, {
    name: `invoices-${path.account}`,
    path: `/v1/accounts/${path.account}/invoices.csv`,
    list,
    last,
  });
});

/** Most invoices that one request to the table brings. */
const AT_ONCE = 100;

export const listAllInvoices = route(contract.listAllInvoices, async ({ query, today }) => {
  const { series, year = today.slice(0, 4) } = query;
  const list = `register:${series}:${year}`;
  const page = await store.listRegister(series, year, query.limit, await decodeCursor(list, query.cursor));
  return { body: { items: page.invoices.map(invoiceJson), next_cursor: await encodeCursor(list, page.last) } };
});

export const exportAllInvoices = route(contract.exportAllInvoices, async ({ query, today }) => {
  const { series, year = today.slice(0, 4) } = query;
  const list = `register.csv:${series}:${year}`;
  const rows: string[][] = [];
  let last = await decodeCursor<Key>(list, query.cursor);
  do {
    const page = await store.listRegister(series, year, AT_ONCE, last);
    rows.push(...page.invoices.map(row));
    last = page.last;
  } while (last !== undefined && rows.length < MOST_LINES);
  const path = `/v1/invoices.csv?series=${series}&year=${year}`;
  return csvPage({ columns, rows }, { name: `invoices-${series}-${year}`, path, list, last });
});
