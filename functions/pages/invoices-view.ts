import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { InvoicesView } from '../../lib/pages/views/invoices.ts';
import { paymentPagePath } from '../../lib/payments/payment-page.ts';
import { listInvoices } from '../invoices/read.ts';

const AT_ONCE = '10';

/** The invoices, page by page. Open ones are paid on the page that shows every way to pay. */
export async function invoicesView(request: PageRequest, account: AccountId): Promise<InvoicesView> {
  const cursor = request.query['invoices'];
  const query: Record<string, string> = { limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
  const { body } = await listInvoices.call({ ...request.caller, path: { account }, query });
  const rows = body.items.map((invoice) => ({
    ...invoice,
    payUrl: invoice.status === 'open' ? paymentPagePath(account, invoice.order) : undefined,
  }));
  return { rows, today: request.today, next: body.next_cursor, isFirstPage: cursor === undefined };
}
