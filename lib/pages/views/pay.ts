import { encode } from 'uqr';
import type { Bill, BillTax, TransferDetails } from '../../domain/invoices/invoice.ts';
import type { Money } from '../../domain/money.ts';
import { dateText, moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import type { Order } from '../../store/orders.ts';
import { errorSummary, notice, type SummaryView, submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';

/** `outdated`: money came when its prices no longer held. */
export type PaymentState = 'open' | 'paid' | 'nothing-due' | 'expired' | 'outdated' | 'withdrawn';

export interface PaymentView {
  readonly order: Order;
  readonly due: Money;
  readonly state: PaymentState;
  /** Where its form is sent, and where it is shown. */
  readonly path: string;
  readonly problem: SummaryView | undefined;
  readonly takesCard: boolean;
  /** Back from the gateway, whose report may come a moment later than the customer. */
  readonly isReturning: boolean;
  /** What the QR code says; absent where no bank's app could read it. */
  readonly qrPayload: string | undefined;
  /** Where whoever is signed in came from. */
  readonly accountPath: string | undefined;
}

/** How an order stands, what it comes to and how to pay it. */
export function paymentView(frame: Frame, view: PaymentView): Html {
  const { locale } = frame;
  const { order, due, state, isReturning } = view;
  const heading = state === 'open' && isReturning && !order.declined ? 'returned' : state;
  const title = message(locale, `page.pay.title.${heading}`, { amount: moneyText(locale, due) });
  return layout(frame, {
    title,
    scripts: ['account.js', 'pay.js'],
    main: html`<h1>${title}</h1>
      ${errorSummary(view.problem)}
      ${state === 'open' ? openNews(frame, view) : notice(message(locale, `page.pay.detail.${state}`), toneOf(state))}
      ${itemsTable(frame, view)}
      ${state === 'open' && waysToPay(frame, view)}
      <p class="small soft">${message(locale, 'page.pay.order', { order: order.id })}</p>
      ${view.accountPath && html`<p><a href="${view.accountPath}">${message(locale, 'page.pay.back')}</a></p>`}`,
  });
}

function toneOf(state: PaymentState): 'good' | 'warning' {
  return state === 'paid' || state === 'nothing-due' ? 'good' : 'warning';
}

function openNews({ locale }: Frame, { order, due, path, isReturning, problem }: PaymentView): Html | undefined {
  if (order.declined && problem === undefined) return notice(message(locale, 'page.pay.declined'), 'warning');
  if (!isReturning) return undefined;
  const text = message(locale, 'page.pay.on-its-way', { amount: moneyText(locale, due) });
  const again = html`<a href="${path}&amp;returned=1&amp;locale=${locale}">${message(locale, 'page.pay.look-again')}</a>`;
  return html`<div class="notice" role="status" id="pending"><p>${text} ${again}</p></div>`;
}

function itemsTable(frame: Frame, view: PaymentView): Html {
  const { locale, service } = frame;
  const { bill } = view.order;
  const lines = (bill?.lines ?? view.order.lines).map((line) => itemRow(locale, line));
  return html`<table class="items">
      <caption>${message(locale, 'page.pay.intro', { service: service?.name ?? '' })}</caption>
      <thead><tr>
        <th scope="col">${message(locale, 'page.pay.item')}</th>
        <th scope="col" class="number">${message(locale, bill === undefined ? 'page.pay.amount' : 'page.pay.amount-net')}</th>
      </tr></thead>
      <tbody>${lines}</tbody>
      <tfoot>${sums(locale, view)}</tfoot>
    </table>`;
}

type Line = Bill['lines'][number] | Order['lines'][number];

function itemRow(locale: Locale, line: Line): Html {
  const amount = 'net' in line ? line.net : line.amount;
  const period = 'period' in line ? line.period : undefined;
  const runs = period && { start: dateText(locale, period.start), end: dateText(locale, lastDayOf(period.end)) };
  return html`<tr>
      <td>${nameOf(locale, line)}${runs && html` <span class="period small soft">${message(locale, 'page.pay.period', runs)}</span>`}</td>
      <td class="number">${moneyText(locale, amount)}</td>
    </tr>`;
}

function nameOf(locale: Locale, line: Line): string {
  if (line.kind === 'credit') return message(locale, 'page.pay.credit');
  const { name, quantity } = line;
  return quantity === 1 ? name : message(locale, 'page.pay.quantity', { quantity, name });
}

/** Periods are half-open; people name the last day. */
function lastDayOf(end: string): string {
  const day = new Date(`${end}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

function sums(locale: Locale, { order, due }: PaymentView): Html[] {
  const { bill, total, received, credited } = order;
  const row = (label: string, amount: Money, kind = 'part') =>
    html`<tr>
        <th scope="row" class="${kind}">${label}</th>
        <td class="number ${kind}">${moneyText(locale, amount)}</td>
      </tr>`;
  const part = received.minor > 0 || credited.minor > 0;
  return [
    ...(bill === undefined ? [] : [row(message(locale, 'page.pay.net'), bill.net)]),
    ...(bill?.taxes ?? []).map((tax) => row(taxText(locale, tax, bill), tax.amount)),
    row(message(locale, 'page.pay.total'), total, 'part sum'),
    ...(received.minor > 0 ? [row(message(locale, 'page.pay.received'), received)] : []),
    ...(credited.minor > 0 ? [row(message(locale, 'page.pay.credited'), credited)] : []),
    ...(part ? [row(message(locale, 'page.pay.due'), due, 'part sum')] : []),
  ];
}

function taxText(locale: Locale, { category, rate }: BillTax, bill: Bill | undefined): string {
  if (category !== 'S') return message(locale, `page.pay.tax.${category}`);
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const percent = format.format(rate / 10_000);
  const country = bill?.treatment.kind === 'destination' ? bill.treatment.country : undefined;
  if (country === undefined) return message(locale, 'page.pay.tax', { rate: percent });
  const named = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  return message(locale, 'page.pay.tax-of-country', { rate: percent, country: named });
}

/** A renewal may be paid either way; what was chosen before comes first. */
function waysToPay(frame: Frame, view: PaymentView): Html {
  const { transfer, paymentMethod } = view.order;
  const card = view.takesCard && cardForm(frame, view);
  const byTransfer = transfer && transferPanel(frame, view, transfer);
  return paymentMethod === 'card' ? html`${card}${byTransfer}` : html`${byTransfer}${card}`;
}

function cardForm(frame: Frame, { due, path, isReturning }: PaymentView): Html {
  const { locale } = frame;
  const button = submit(message(locale, 'page.pay.card', { amount: moneyText(locale, due) }), { quiet: isReturning });
  return html`${postForm(frame, path, button)}
    <p class="hint">${message(locale, 'page.pay.card-next')}</p>`;
}

function transferPanel(frame: Frame, { order, due, takesCard, qrPayload }: PaymentView, to: TransferDetails): Html {
  const { locale } = frame;
  const amount = moneyText(locale, due);
  const say = (key: 'holder' | 'iban' | 'bic' | 'reference' | 'amount') => message(locale, `page.pay.${key}`);
  return html`<section class="transfer">
      <h2>${message(locale, takesCard && order.paymentMethod === 'card' ? 'page.pay.transfer-or' : 'page.pay.transfer')}</h2>
      <p>${message(locale, 'page.pay.transfer-how')}</p>
      <dl class="facts" data-copy="${message(locale, 'page.pay.copy')}" data-copied="${message(locale, 'page.pay.copied')}">
        ${toCopy(say('holder'), to.holder)}
        ${toCopy(say('iban'), groups(to.iban))}
        ${to.bic && toCopy(say('bic'), to.bic)}
        ${toCopy(say('reference'), groups(to.reference))}
        ${toCopy(say('amount'), amount)}
      </dl>
      ${
        qrPayload &&
        html`<figure class="qr">
        ${qrCode(qrPayload, message(locale, 'page.pay.qr-name', { amount }))}
        <figcaption>${message(locale, 'page.pay.qr')}</figcaption>
      </figure>`
      }
      <p>${message(locale, `page.pay.transfer-then.${order.purpose}`)}</p>
    </section>`;
}

function toCopy(label: string, value: string | Html): Html {
  return html`<div><dt>${label}</dt><dd><span class="copy">${value}</span></dd></div>`;
}

/** In groups of four for the eye; the gaps are drawn, so that copying brings no spaces. */
function groups(text: string): Html {
  const parts = text.replaceAll(/\s/g, '').match(/.{1,4}/g) ?? [];
  return html`${parts.map((part) => html`<span class="group">${part}</span>`)}`;
}

/** Dark on white in either colour scheme: many scanners read nothing else. */
function qrCode(payload: string, label: string): Html {
  const { size, data } = encode(payload, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect
      width="${size}" height="${size}" fill="#fff"/><path d="${squares.join('')}" fill="#000"/></svg>`;
}
