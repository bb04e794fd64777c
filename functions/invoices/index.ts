import { area } from '../../lib/runtime/area.ts';
import { createCreditNote } from './create-credit-note.ts';
import { exportAllInvoices, exportInvoices, listAllInvoices } from './export.ts';
import { getInvoicePdf } from './get-invoice-pdf.ts';
import { getInvoiceXml } from './get-invoice-xml.ts';
import { exportJournal, listJournal } from './journal.ts';
import { getInvoice, listInvoices } from './read.ts';

export const handler = area([
  listInvoices,
  exportInvoices,
  getInvoice,
  getInvoicePdf,
  getInvoiceXml,
  createCreditNote,
  listAllInvoices,
  exportAllInvoices,
  listJournal,
  exportJournal,
]);
