import type { BillTax, Buyer, Invoice, Seller } from '../domain/invoices/invoice.ts';
import { dateText, moneyText } from '../messages/format.ts';
import { type Locale, localeOf } from '../messages/locales.ts';
import { type MessageKey, type MessageValues, message } from '../messages/messages.ts';
import { type LineView, lineViews } from './invoice-lines-view.ts';
import { notesOf } from './invoice-notes.ts';
import { type PaymentView, paymentView } from './payment-view.ts';

/** A text in the language of the document. */
export type Say = (key: MessageKey, values?: MessageValues) => string;

/** A label and what it labels. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface PartyView {
  readonly label: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** What the law of their country wants said of them, set smaller. */
  readonly registration: string | undefined;
}

/** Every text of an invoice or credit note, in the buyer's language, before anything is placed on a page. */
export interface InvoiceView {
  readonly locale: Locale;
  readonly title: string;
  readonly number: string;
  readonly facts: readonly Fact[];
  /** An id, set smaller than the facts that people read. */
  readonly order: Fact;
  readonly seller: PartyView;
  readonly buyer: PartyView;
  readonly correction: { readonly title: string; readonly texts: readonly string[] } | undefined;
  readonly columns: LineView;
  readonly lines: readonly LineView[];
  readonly sums: readonly Fact[];
  readonly total: Fact;
  readonly notes: { readonly title: string; readonly texts: readonly string[] } | undefined;
  readonly payment: PaymentView | undefined;
  readonly imprint: string;
  readonly pageText: (page: number, pages: number) => string;
}

/** What a document says. Shape: the buyer's language, or English for one the product does not have. Source: T1, E3. */
export function invoiceView(invoice: Invoice): InvoiceView {
  const locale = localeOf(invoice.buyer.language);
  const say: Say = (key, values) => message(locale, key, values);
  const { note } = invoice.seller;
  const notes = [...notesOf(invoice, locale, say), ...(note === undefined ? [] : [note])];
  return {
    locale,
    title: say(`invoice.title.${invoice.kind}`),
    number: invoice.number,
    facts: factsOf(invoice, locale, say),
    order: { label: say('invoice.order'), value: invoice.order },
    seller: sellerView(invoice.seller, locale, say),
    buyer: buyerView(invoice.buyer, locale, say),
    correction: correctionOf(invoice, locale, say),
    columns: {
      name: say('invoice.column.description'),
      detail: '',
      quantity: say('invoice.column.quantity'),
      unitPrice: say('invoice.column.unit-price'),
      amount: say('invoice.column.amount'),
    },
    lines: lineViews(invoice, locale, say),
    sums: [
      { label: say('invoice.net'), value: moneyText(locale, invoice.net) },
      ...invoice.taxes.map((tax) => taxView(tax, locale, say)),
    ],
    total: { label: say(`invoice.total.${invoice.kind}`), value: moneyText(locale, invoice.total) },
    notes: notes.length === 0 ? undefined : { title: say('invoice.notes'), texts: notes },
    payment: paymentView(invoice, locale, say),
    imprint: imprintOf(invoice.seller, say),
    pageText: (page, pages) => say('invoice.page', { page, pages }),
  };
}

function factsOf(invoice: Invoice, locale: Locale, say: Say): Fact[] {
  const facts = [{ label: say('invoice.issued'), value: dateText(locale, invoice.issuedOn) }];
  const { receivedOn } = invoice;
  if (receivedOn !== undefined && receivedOn !== invoice.issuedOn) {
    facts.push({ label: say('invoice.received'), value: dateText(locale, receivedOn) });
  }
  if (invoice.dueOn !== undefined) {
    facts.push({ label: say('invoice.due'), value: dateText(locale, invoice.dueOn) });
  }
  if (invoice.kind === 'invoice') {
    facts.push({ label: say('invoice.method'), value: say(`invoice.method.${invoice.paymentMethod}`) });
  }
  return facts;
}

function taxView({ category, rate, base, amount }: BillTax, locale: Locale, say: Say): Fact {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const values = { rate: percent.format(rate / 10_000), base: moneyText(locale, base) };
  return { label: say(`invoice.tax.${category}`, values), value: moneyText(locale, amount) };
}

function correctionOf({ corrects }: Invoice, locale: Locale, say: Say): InvoiceView['correction'] {
  if (corrects === undefined) return undefined;
  const { number, issuedOn, reason } = corrects;
  // Italian elides before eight and eleven: "dell’8 marzo".
  const day = String(Number(issuedOn.slice(-2)));
  const title = say('invoice.corrects', { number, date: dateText(locale, issuedOn), day });
  const texts = [say('invoice.credit-hint')];
  if (reason.trim() !== '') texts.unshift(say('invoice.reason', { reason }));
  return { title, texts };
}

function sellerView(seller: Seller, locale: Locale, say: Say): PartyView {
  return {
    label: say('invoice.seller'),
    name: seller.name,
    lines: [...addressLines(seller, locale), ...vatLines(seller, say), ...sellerNumber(seller, say), seller.email],
    registration: seller.registration,
  };
}

function buyerView(buyer: Buyer, locale: Locale, say: Say): PartyView {
  return {
    label: say('invoice.buyer'),
    name: buyer.name,
    lines: [...addressLines(buyer, locale), ...vatLines(buyer, say), ...buyerNumber(buyer, say)],
    registration: undefined,
  };
}

function addressLines(party: Seller | Buyer, locale: Locale): string[] {
  const town = [party.postalCode, party.city].filter((part) => part !== undefined && part !== '').join(' ');
  const country = new Intl.DisplayNames(locale, { type: 'region' }).of(party.country) ?? party.country;
  return [...(party.address ?? '').split('\n'), town, country].filter((line) => line.trim() !== '');
}

function vatLines({ vatNumber }: Seller | Buyer, say: Say): string[] {
  return vatNumber === undefined ? [] : [say('invoice.vat-number', { number: vatNumber })];
}

function sellerNumber({ taxNumber }: Seller, say: Say): string[] {
  return taxNumber === undefined ? [] : [say('invoice.seller-number', { number: taxNumber })];
}

/** Under a name wide enough for a tax number and for that of a register of companies: it is whichever the customer gave. */
function buyerNumber({ taxNumber }: Buyer, say: Say): string[] {
  return taxNumber === undefined ? [] : [say('invoice.buyer-number', { number: taxNumber })];
}

function imprintOf(seller: Seller, say: Say): string {
  return [seller.name, ...vatLines(seller, say), seller.email].join(' · ');
}
