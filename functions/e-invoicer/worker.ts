import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { renderUbl } from '../../lib/documents/ubl/render-ubl.ts';
import { log } from '../../lib/runtime/log.ts';
import { consumeBatch } from '../../lib/runtime/queue-consumer.ts';
import { loadInvoiceXml, storeInvoiceXml } from '../../lib/store/e-invoices.ts';
import { loadInvoice } from '../../lib/store/invoices.ts';
import { invoiceMessage } from './invoice-message.ts';

/**
 * Makes the XML of an invoice and stores it; an invoice that comes again is left alone. The library that writes it is
 * large, so it has this function to itself.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  consumeBatch(event, async (body) => {
    const { account, invoice } = invoiceMessage.parse(body);
    if ((await loadInvoiceXml(account, invoice)) !== undefined) return;
    const stored = await loadInvoice(account, invoice);
    if (stored === undefined) throw new Error(`There is no invoice ${invoice} in ${account}.`);
    await storeInvoiceXml(account, invoice, await renderUbl(stored.document));
    log.info('An electronic invoice was made', { account, invoice });
  });
