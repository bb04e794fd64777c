import type * as z from 'zod';
import type { orderSchema } from '../../contract/orders.ts';
import type { MoneyJson } from '../../contract/shared.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';
import { invoiceFile } from './invoices.ts';

type OrderJson = z.output<typeof orderSchema>;

/** What became of a purchase, for whoever comes back from the payment. */
export function orderNews(frame: Frame, order: OrderJson): Html {
  switch (order.status) {
    case 'paid':
      return paidNews(frame, order);
    case 'expired':
      return expiredNews(frame, order);
    case 'pending':
      return order.payment_method === 'bank-transfer' ? transferNews(frame, order) : pendingNews(frame, order);
  }
}

function paidNews({ locale }: Frame, order: OrderJson): Html {
  const amount = jsonMoneyText(locale, order.purpose === 'credit' ? creditIn(order) : order.total);
  // Nothing was paid for what costs nothing.
  const key = order.total.amount === 0 ? 'page.order.active' : (`page.order.paid.${order.purpose}` as const);
  const paid = message(locale, key, { amount });
  const invoice =
    order.invoice !== null &&
    html` <a href="${invoiceFile({ id: order.invoice, account: order.account }, 'pdf')}">${message(locale, 'page.order.invoice')}</a>`;
  return html`<div class="notice good" role="status"><p>${paid}${invoice}</p></div>`;
}

/** What was bought, not what was paid with VAT. */
function creditIn({ items, total }: OrderJson): MoneyJson {
  return { ...total, amount: items.reduce((sum, { amount }) => sum + amount.amount, 0) };
}

/** Money that came for an order which was closed is kept, and only staff can put it to something. */
function expiredNews({ locale }: Frame, { total, closed }: OrderJson): Html {
  const keys = { outdated: 'page.order.too-late', withdrawn: 'page.order.withdrawn' } as const;
  const text = message(locale, closed === null ? 'page.order.expired' : keys[closed], {
    amount: jsonMoneyText(locale, total),
  });
  return html`<div class="notice warning" role="status"><p>${text}</p></div>`;
}

function pendingNews({ locale }: Frame, order: OrderJson): Html {
  const amount = jsonMoneyText(locale, order.due);
  const pay = order.payment_url && html` · <a href="${order.payment_url}">${message(locale, 'page.order.pay')}</a>`;
  if (order.declined) {
    return html`<div class="notice warning" role="status"><p>${message(locale, 'page.order.declined', { amount })}${pay}</p></div>`;
  }
  return html`<div class="notice" role="status" id="pending"><p>${message(locale, 'page.order.pending', { amount })}
      <a href="/account?account=${order.account}&amp;order=${order.id}">${message(locale, 'page.order.reload')}</a>${pay}</p></div>`;
}

/** A transfer takes days: nobody waits for it on the page. */
function transferNews({ locale }: Frame, { due, payment_url: url }: OrderJson): Html {
  const text = message(locale, 'page.order.transfer', { amount: jsonMoneyText(locale, due) });
  const details = url && html` <a href="${url}">${message(locale, 'page.order.transfer-details')}</a>`;
  return html`<div class="notice" role="status"><p>${text}${details}</p></div>`;
}
