import type * as z from 'zod';
import type { orderSchema } from '../../contract/orders.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';

/** What became of a purchase, for whoever comes back from the payment. */
export function orderNews({ locale }: Frame, order: z.output<typeof orderSchema>): Html {
  const amount = jsonMoneyText(locale, order.total);
  if (order.status === 'paid') {
    const paid = message(locale, `page.order.paid.${order.purpose}`, { amount });
    return html`<div class="notice good" role="status"><p>${paid}</p></div>`;
  }
  if (order.status === 'expired') {
    return html`<div class="notice warning" role="status"><p>${message(locale, 'page.order.expired', { amount })}</p></div>`;
  }
  const pay = order.payment_url && html` · <a href="${order.payment_url}">${message(locale, 'page.order.pay')}</a>`;
  if (order.declined) {
    return html`<div class="notice warning" role="status"><p>${message(locale, 'page.order.declined', { amount })}${pay}</p></div>`;
  }
  return html`<div class="notice" role="status" id="pending"><p>${message(locale, 'page.order.pending', { amount })}
      <a href="/account?account=${order.account}&amp;order=${order.id}">${message(locale, 'page.order.reload')}</a>${pay}</p></div>`;
}
