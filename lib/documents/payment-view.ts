import type { Invoice, TransferDetails } from '../domain/invoices/invoice.ts';
import type { Money } from '../domain/money.ts';
import { dateText, moneyText } from '../messages/format.ts';
import type { Locale } from '../messages/locales.ts';
import { epcPayload } from '../payments/transfer/epc-qr.ts';
import { ibanInGroups } from '../payments/transfer/iban.ts';
import type { Fact, Say } from './invoice-view.ts';

/** What is still to be paid and how, or that nothing is. */
export interface PaymentView {
  readonly state: 'paid' | 'open';
  readonly title: string;
  /** Absent where nothing is to be paid. */
  readonly amount: string | undefined;
  readonly hint: string;
  readonly fields: readonly Fact[];
  /** What a bank's app reads; absent where no SEPA transfer can pay. */
  readonly qr: { readonly payload: string; readonly caption: string; readonly alternative: string } | undefined;
}

/** Absent on credit notes: what happens with their money is not known when they are issued. Source: T4. */
export function paymentView(invoice: Invoice, locale: Locale, say: Say): PaymentView | undefined {
  const { kind, dueOn, transfer, paymentMethod, total } = invoice;
  if (kind === 'credit-note') return undefined;
  if (dueOn === undefined && transfer === undefined) {
    const title = say(`invoice.paid.${paymentMethod}`);
    return { state: 'paid', title, amount: undefined, hint: say('invoice.paid-hint'), fields: [], qr: undefined };
  }
  return {
    state: 'open',
    title: dueOn === undefined ? say('invoice.to-pay') : say('invoice.to-pay-by', dueValues(locale, dueOn)),
    amount: moneyText(locale, total),
    hint: say(transfer === undefined ? 'invoice.to-pay-online' : 'invoice.transfer.hint'),
    fields: transfer === undefined ? [] : transferFields(transfer, say),
    qr: transfer === undefined ? undefined : transferCode(transfer, total, say),
  };
}

function dueValues(locale: Locale, date: string) {
  // Italian elides before eight and eleven: "entro l’8 marzo".
  return { date: dateText(locale, date), day: String(Number(date.slice(-2))) };
}

function transferFields(transfer: TransferDetails, say: Say): Fact[] {
  return [
    { label: say('invoice.transfer.holder'), value: transfer.holder },
    { label: 'IBAN', value: ibanInGroups(transfer.iban) },
    ...(transfer.bic === undefined ? [] : [{ label: 'BIC', value: transfer.bic }]),
    { label: say('invoice.transfer.reference'), value: transfer.reference.replaceAll(/.{4}(?=.)/g, '$& ') },
  ];
}

function transferCode(transfer: TransferDetails, amount: Money, say: Say): PaymentView['qr'] {
  const payload = epcPayload({ ...transfer, amount });
  if (payload === undefined) return undefined;
  return { payload, caption: say('invoice.transfer.qr'), alternative: say('invoice.transfer.qr-alt') };
}
