import * as z from 'zod';
import { contract } from './contract.ts';
import { id } from './shared.ts';

export const getInvoiceXml = contract({
  operation: 'getInvoiceXml',
  summary: 'Get an invoice or credit note as an electronic invoice',
  description:
    'UBL 2.1 as EN 16931 asks for it: an Invoice (380) or a CreditNote (381). It is made within seconds of the invoice; a request that comes sooner waits for it up to eight seconds.',
  path: z.strictObject({ account: id('acc'), invoice: id('doc') }),
  response: { status: 200, schema: z.string(), contentType: 'application/xml' },
  refusals: ['invoice.not-found', 'invoice.xml-not-ready'],
});
