import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import { jsonMoneyText } from './account-words.ts';
import type { OrderPreview } from './buy-licences.ts';
import { periodText } from './subscription.ts';

type Line = Exclude<OrderPreview['items'][number], { kind: 'credit' }>;

/** What an order costs, line by line, and what the next period will. (L4, L5) */
export function termPreview(locale: Locale, { items, total, period, next_total: next }: OrderPreview): Html {
  const lines = items.filter((item): item is Line => item.kind !== 'credit');
  return html`<div class="outcome">
      <ul class="plain">${lines.map((line) => html`<li>${lineText(locale, line)}</li>`)}</ul>
      <p><strong>${message(locale, 'page.buy-licences.total', { amount: jsonMoneyText(locale, total) })}</strong></p>
      ${period !== null && html`<p class="soft">${message(locale, 'page.buy-licences.period', { dates: periodText(locale, period) })}</p>`}
      ${period !== null && next !== null && html`<p class="soft">${message(locale, 'page.buy-licences.next', { date: dateText(locale, period.end), amount: jsonMoneyText(locale, next) })}</p>`}
    </div>`;
}

function lineText(locale: Locale, { description, quantity, unit_price: price, basis, amount }: Line): string {
  const values = {
    name: description,
    quantity,
    price: jsonMoneyText(locale, price),
    amount: jsonMoneyText(locale, amount),
    ...(basis.kind === 'daily' ? { left: basis.days_left, days: basis.days } : {}),
    ...(basis.kind === 'whole-months' ? { months: basis.months } : {}),
  };
  return message(locale, `page.buy-licences.line.${basis.kind}`, values);
}
