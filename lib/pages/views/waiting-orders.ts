import type { MoneyJson } from '../../contract/shared.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { PaymentMethod } from '../../domain/invoices/invoice.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';

/** An order that can still be paid. */
export interface WaitingOrder {
  readonly placedOn: PlainDate;
  readonly total: MoneyJson;
  /** What is still missing of it. */
  readonly due: MoneyJson;
  readonly paymentMethod: PaymentMethod;
  readonly payUrl: string;
}

/** The way back to what was ordered and not paid yet. */
export function waitingOrdersPanel({ locale }: Frame, orders: readonly WaitingOrder[]): Html | undefined {
  if (orders.length === 0) return undefined;
  return html`<section class="panel call" id="waiting-orders" aria-labelledby="waiting-orders-title">
      <h2 id="waiting-orders-title">${message(locale, 'page.waiting-orders.title')}</h2>
      ${orders.map((order) => row(locale, order))}
    </section>`;
}

function row(locale: Locale, { placedOn, total, due, paymentMethod, payUrl }: WaitingOrder): Html {
  const values = {
    date: dateText(locale, placedOn),
    amount: jsonMoneyText(locale, total),
    method: words[paymentMethod],
  };
  const rest =
    due.amount < total.amount && message(locale, 'page.waiting-orders.rest', { due: jsonMoneyText(locale, due) });
  const way = message(locale, paymentMethod === 'bank-transfer' ? 'page.order.transfer-details' : 'page.order.pay');
  return html`<p>${message(locale, 'page.waiting-orders.order', values)} ${rest}
        <a href="${payUrl}">${way}<span class="visually-hidden"> ${message(locale, 'page.waiting-orders.of', values)}</span></a></p>`;
}

/** The names of choices in messages have no hyphens. */
const words: Readonly<Record<PaymentMethod, string>> = { card: 'card', 'bank-transfer': 'transfer' };
