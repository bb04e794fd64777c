import type { Invoice } from '../../domain/invoices/invoice.ts';
import { fallbackLocale, locales } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { notesOf } from '../invoice-notes.ts';
import type { Say } from '../invoice-view.ts';

/** The buyer's language, or English for one the product does not have. (E3) */
function localeOf({ buyer }: Invoice) {
  return locales.find((known) => known === buyer.language) ?? fallbackLocale;
}

export function sayIn(invoice: Invoice): Say {
  return (key, values) => message(localeOf(invoice), key, values);
}

/** What the law wants written beside the tax; the same words as on paper. (T2) */
export function taxNotes(invoice: Invoice): string[] {
  return notesOf(invoice, localeOf(invoice), sayIn(invoice));
}
