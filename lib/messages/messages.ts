import { IntlMessageFormat } from 'intl-messageformat';
import { invoices as germanInvoices } from './de/invoices.ts';
import { billingPages } from './en/billing-pages.ts';
import { checkout } from './en/checkout.ts';
import { docs } from './en/docs.ts';
import { invoices } from './en/invoices.ts';
import { mails } from './en/mails.ts';
import { membersPages } from './en/members-pages.ts';
import { packsPages } from './en/packs-pages.ts';
import { pages } from './en/pages.ts';
import { pay } from './en/pay.ts';
import { problems } from './en/problems.ts';
import { resellersPages } from './en/resellers-pages.ts';
import { subscriptionPages } from './en/subscription-pages.ts';
import { supportPages } from './en/support-pages.ts';
import { trainings } from './en/trainings.ts';
import { invoices as spanishInvoices } from './es/invoices.ts';
import { invoices as frenchInvoices } from './fr/invoices.ts';
import { invoices as italianInvoices } from './it/invoices.ts';
import { fallbackLocale, type Locale } from './locales.ts';
import { invoices as dutchInvoices } from './nl/invoices.ts';
import { invoices as swedishInvoices } from './sv/invoices.ts';

const english = {
  ...problems,
  ...mails,
  ...trainings,
  ...pages,
  ...packsPages,
  ...membersPages,
  ...resellersPages,
  ...subscriptionPages,
  ...supportPages,
  ...billingPages,
  ...checkout,
  ...pay,
  ...docs,
  ...invoices,
} as const;
export type MessageKey = keyof typeof english;
export type MessageValues = Readonly<Record<string, string | number | Date>>;

/** A language without a text falls back to English, so a missing translation never leaves a blank. */
const catalogues: Partial<Record<Locale, Partial<Record<MessageKey, string>>>> = {
  it: italianInvoices,
  fr: frenchInvoices,
  nl: dutchInvoices,
  es: spanishInvoices,
  sv: swedishInvoices,
  de: germanInvoices,
  en: english,
};
const compiled = new Map<string, IntlMessageFormat>();

export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(english, key);
}

/** The text of a message in ICU MessageFormat, in the reader's language. Shape: plain text, never HTML. */
export function message(locale: Locale, key: MessageKey, values: MessageValues = {}): string {
  const text = catalogues[locale]?.[key];
  const usedLocale = text === undefined ? fallbackLocale : locale;
  const id = `${usedLocale}/${key}`;
  let format = compiled.get(id);
  if (format === undefined) {
    format = new IntlMessageFormat(text ?? english[key], usedLocale, undefined, { ignoreTag: true });
    compiled.set(id, format);
  }
  return String(format.format(values));
}
