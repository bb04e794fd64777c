import { getInvoicePdf as contract } from '../../lib/contract/invoices.ts';
import { renderInvoicePdf } from '../../lib/documents/pdf/render-invoice.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireInvoiceFor } from '../../lib/store/invoices.ts';

/** Apart from the other routes: a bundle with this one has the fonts and what draws with them. */
export const getInvoicePdf = route(contract, async ({ path, actor }) => {
  const { document } = await requireInvoiceFor(actor, path.account, path.invoice);
  return {
    body: await renderInvoicePdf(document),
    headers: { 'content-disposition': `inline; filename="${document.number}.pdf"` },
  };
});
