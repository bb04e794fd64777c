import { Refused } from '../../lib/domain/refusal.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { getInvoiceXml } from '../invoices/get-invoice-xml.ts';
import { getInvoicePdf } from '../invoices/read.ts';

/** The files of an invoice, for people who are signed in by cookie. */
export const downloadInvoice = page('downloadInvoice', answer);

async function answer(request: PageRequest): Promise<PageReply> {
  const [, invoice = '', kind] = /^(doc_\w+)\.(pdf|xml)$/.exec(request.path['file'] ?? '') ?? [];
  if (kind === undefined) throw new Refused('invoice.not-found');
  const call = { ...request.caller, path: { account: request.query['account'] ?? '', invoice } };
  const reply = kind === 'pdf' ? await getInvoicePdf.call(call) : await getInvoiceXml.call(call);
  const isPdf = reply.body instanceof Uint8Array;
  return {
    response: {
      statusCode: 200,
      headers: {
        'content-type': isPdf ? 'application/pdf' : 'application/xml; charset=utf-8',
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        ...reply.headers,
      },
      body: isPdf ? Buffer.from(reply.body).toString('base64') : String(reply.body),
      isBase64Encoded: isPdf,
    },
  };
}
