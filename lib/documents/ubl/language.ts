import type { Invoice } from '../../domain/invoices/invoice.ts';
import { localeOf } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { notesOf } from '../invoice-notes.ts';
import type { Say } from '../invoice-view.ts';

export function sayIn(invoice: Invoice): Say {
  return (key, values) => message(localeOf(invoice.buyer.language), key, values);
}

/** What the law wants written beside the tax; the same words as on paper. (T2) */
export function taxNotes(invoice: Invoice): string[] {
  return notesOf(invoice, localeOf(invoice.buyer.language), sayIn(invoice));
}
