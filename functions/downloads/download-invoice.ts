import { id } from '../../lib/contract/shared.ts';
import type { AccountId, InvoiceId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { downloadHeaders } from '../../lib/pages/download-headers.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { getInvoicePdf } from '../invoices/get-invoice-pdf.ts';
import { getInvoiceXml } from '../invoices/get-invoice-xml.ts';

interface WantedFile {
  readonly account: AccountId;
  readonly invoice: InvoiceId;
  readonly kind: 'pdf' | 'xml';
}

/** The files of an invoice for people who are signed in by cookie; the API takes bearer tokens alone. (T1) */
export const downloadInvoice = page('downloadInvoice', async (request): Promise<PageReply> => {
  const wanted = requireFile(request);
  if (request.identity.user === undefined) {
    const next = `/account/invoices/${wanted.invoice}.${wanted.kind}?account=${wanted.account}`;
    return { redirect: `/sign-in?${new URLSearchParams({ next })}` };
  }
  return { response: await fileResponse(request, wanted) };
});

/** Errors: `route.not-found`: a wrong address leads to the same page as any other. */
function requireFile({ path, query }: PageRequest): WantedFile {
  const [, name, kind] = /^([^.]+)\.(pdf|xml)$/.exec(path['file'] ?? '') ?? [];
  const account = id('acc').safeParse(query['account']);
  const invoice = id('doc').safeParse(name);
  if (kind === undefined || !account.success || !invoice.success) throw new Refused('route.not-found');
  return { account: account.data, invoice: invoice.data, kind: kind as WantedFile['kind'] };
}

const types = { pdf: 'application/pdf', xml: 'application/xml; charset=utf-8' } as const;

async function fileResponse(request: PageRequest, { account, invoice, kind }: WantedFile) {
  const call = { ...request.caller, path: { account, invoice } };
  const { body, headers } = await (kind === 'pdf' ? getInvoicePdf : getInvoiceXml).call(call);
  const named = /filename="[^"]+"/.exec(headers?.['content-disposition'] ?? '')?.[0];
  return {
    statusCode: 200,
    headers: {
      ...downloadHeaders,
      'content-type': types[kind],
      // Browsers show either kind themselves, and name the file when it is saved.
      'content-disposition': ['inline', named].filter(Boolean).join('; '),
      // The style is for the browser's own view of XML, which it writes inline.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body: Buffer.from(body as Uint8Array | string).toString('base64'),
    isBase64Encoded: true,
  };
}
