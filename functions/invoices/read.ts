import * as contract from '../../lib/contract/invoices.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import * as store from '../../lib/store/invoices.ts';
import { invoiceJson } from './invoice-json.ts';

export const listInvoices = route(contract.listInvoices, async ({ path, query, actor }) => {
  const list = `invoices:${path.account}`;
  const page = await store.listInvoices(path.account, query.limit, actor, await decodeCursor(list, query.cursor));
  return { body: { items: page.invoices.map(invoiceJson), next_cursor: await encodeCursor(list, page.last) } };
});

export const getInvoice = route(contract.getInvoice, async ({ path, actor }) => ({
  body: invoiceJson(await store.requireInvoiceFor(actor, path.account, path.invoice)),
}));
