import type { TermPlan } from '../../domain/catalogue.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import { jsonMoneyText } from './account-words.ts';
import type { OrderPreview } from './buy-licences.ts';
import { periodText } from './subscription.ts';

/** An order as it was priced; of a customer who is not there yet, too. */
export type TermPreview = Pick<OrderPreview, 'items' | 'period' | 'next_total' | 'tax'>;
type Line = Exclude<OrderPreview['items'][number], { kind: 'credit' }>;

/** What an order costs, line by line, its sums with VAT, and what the next period will cost. (L4, L5, T2) */
export function termPreview(
  locale: Locale,
  preview: TermPreview,
  sums: Html,
  plan: Pick<TermPlan, 'pricesIncludeTax'>,
): Html {
  const lines = preview.items.filter((item): item is Line => item.kind !== 'credit');
  return html`<div class="outcome">
      <ul class="plain">${lines.map((line) => html`<li>${lineText(locale, line)}</li>`)}</ul>
      ${sums}
      ${preview.period !== null && lines.some(({ period }) => period !== null) && html`<p class="soft">${message(locale, 'page.buy-licences.period', { dates: periodText(locale, preview.period) })}</p>`}
      ${nextText(locale, preview, plan)}
    </div>`;
}

function nextText(
  locale: Locale,
  { period, next_total: next, tax }: TermPreview,
  { pricesIncludeTax }: Pick<TermPlan, 'pricesIncludeTax'>,
): Html | undefined {
  if (period === null || next === null || next.amount === 0) return undefined;
  const isNet = tax.amount > 0 && !pricesIncludeTax;
  const key = isNet ? 'page.buy-licences.next-net' : 'page.buy-licences.next';
  const values = { date: dateText(locale, period.end), amount: jsonMoneyText(locale, next) };
  return html`<p class="soft">${message(locale, key, values)}</p>`;
}

function lineText(locale: Locale, { description, quantity, unit_price: price, basis, amount }: Line): string {
  const values = {
    name: description,
    quantity,
    price: jsonMoneyText(locale, price),
    amount: jsonMoneyText(locale, amount),
    ...(basis.kind === 'daily' ? { left: basis.days_left, days: basis.days } : {}),
    ...(basis.kind === 'whole-months' ? { months: basis.months } : {}),
    ...(basis.kind === 'user-days' ? { userDays: basis.user_days, days: basis.days } : {}),
    ...(basis.kind === 'percent' ? { percent: basis.percent } : {}),
  };
  return message(locale, `page.buy-licences.line.${basis.kind}`, values);
}
