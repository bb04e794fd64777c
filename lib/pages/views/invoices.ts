import type * as z from 'zod';
import type { invoiceSchema } from '../../contract/invoices.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';

export type InvoiceJson = z.output<typeof invoiceSchema>;

export interface InvoiceRow extends InvoiceJson {
  /** Where it is paid; undefined unless something of it is to be paid. */
  readonly payUrl: string | undefined;
}

export interface InvoicesView {
  readonly rows: readonly InvoiceRow[];
  readonly today: PlainDate;
  /** Where the next page begins. */
  readonly next: string | null;
  readonly isFirstPage: boolean;
}

/** Where a person opens the file of an invoice. */
export function invoiceFile({ id, account }: { id: string; account: string }, kind: 'pdf' | 'xml'): string {
  return `/account/invoices/${id}.${kind}?account=${account}`;
}

/** The account's invoices and credit notes, the newest first. On a telephone each row becomes a card. (T1) */
export function invoicesPanel({ locale }: Frame, account: string, view: InvoicesView): Html {
  const first = html`<p><a href="/account?account=${account}#invoices">${message(locale, 'page.invoices.first')}</a></p>`;
  const more =
    view.next !== null &&
    html`<p><a href="/account?account=${account}&amp;invoices=${encodeURIComponent(view.next)}#invoices">${message(locale, 'page.invoices.more')}</a></p>`;
  return html`<section class="panel" id="invoices" aria-labelledby="invoices-title">
      <h2 id="invoices-title">${message(locale, 'page.invoices.title')}</h2>
      ${view.rows.length === 0 ? html`<p class="soft">${message(locale, 'page.invoices.none')}</p>` : table(locale, view)}
      ${!view.isFirstPage && first}
      ${more}
    </section>`;
}

function table(locale: Locale, { rows, today }: InvoicesView): Html {
  const head = {
    number: message(locale, 'page.invoices.number'),
    date: message(locale, 'page.invoices.date'),
    total: message(locale, 'page.invoices.total'),
    state: message(locale, 'page.invoices.state'),
    files: message(locale, 'page.invoices.files'),
  };
  return html`<table class="members">
        <caption class="visually-hidden">${message(locale, 'page.invoices.caption')}</caption>
        <thead><tr><th scope="col">${head.number}</th><th scope="col">${head.date}</th><th scope="col" class="number">${head.total}</th><th scope="col" class="state">${head.state}</th><th scope="col">${head.files}</th></tr></thead>
        <tbody>${rows.map(
          (row) => html`
          <tr>
            <td data-head="${head.number}"><span><strong>${row.number}</strong>${corrects(locale, row)}</span></td>
            <td data-head="${head.date}">${dateText(locale, row.issued_on)}</td>
            <td class="number" data-head="${head.total}">${totalText(locale, row)}</td>
            <td class="state" data-head="${head.state}"><span>${state(locale, row, today)}</span></td>
            <td data-head="${head.files}"><span class="files">${file(locale, row, 'pdf')} ${file(locale, row, 'xml')}</span></td>
          </tr>`,
        )}
        </tbody>
      </table>`;
}

function corrects(locale: Locale, { corrects: of }: InvoiceRow): Html | undefined {
  if (of === null) return undefined;
  return html`<br><span class="soft">${message(locale, 'page.invoices.corrects', { number: of.number })}</span>`;
}

/** A credit note takes away. */
function totalText(locale: Locale, { kind, total }: InvoiceRow): string {
  return jsonMoneyText(locale, kind === 'invoice' ? total : { ...total, amount: -total.amount });
}

/** What became of it; for an open one until when it is to be paid, how much of it, and where. */
function state(locale: Locale, row: InvoiceRow, today: PlainDate): Html {
  if (row.kind === 'credit-note') return badge('', message(locale, 'page.invoices.credit-note'));
  if (row.status === 'open') return openState(locale, row, today);
  return badge(row.status === 'paid' ? 'active' : '', message(locale, `page.invoices.${row.status}`));
}

function openState(locale: Locale, { number, due, due_on: dueOn, total, payUrl }: InvoiceRow, today: PlainDate): Html {
  const isLate = dueOn !== null && dueOn < today;
  const until = dueOn && message(locale, 'page.invoices.due', { date: dateText(locale, dueOn) });
  const rest =
    due.amount < total.amount && message(locale, 'page.invoices.rest', { amount: jsonMoneyText(locale, due) });
  return html`${badge(isLate ? 'suspended' : 'inactive', message(locale, isLate ? 'page.invoices.late' : 'page.invoices.open'))}
    ${[until, rest].filter(Boolean).map((text) => html`<br><span class="soft">${text}</span>`)}
    ${payUrl && html`<br><a href="${payUrl}">${message(locale, 'page.invoices.pay')}<span class="visually-hidden"> ${number}</span></a>`}`;
}

function badge(tone: string, text: string): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

function file(locale: Locale, row: InvoiceRow, kind: 'pdf' | 'xml'): Html {
  return html`<a href="${invoiceFile(row, kind)}">${kind.toUpperCase()}<span class="visually-hidden"> ${message(locale, 'page.invoices.of', { number: row.number })}</span></a>`;
}
