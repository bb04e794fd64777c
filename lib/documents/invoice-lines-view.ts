import { addDays } from '../domain/dates.ts';
import type { BillLine, Invoice } from '../domain/invoices/invoice.ts';
import { dividedHalfAway, type Money } from '../domain/money.ts';
import { dateText, decimal, moneyText } from '../messages/format.ts';
import type { Locale } from '../messages/locales.ts';
import type { Say } from './invoice-view.ts';

/** The cells of a line of the table, or of its head. */
export interface LineView {
  readonly name: string;
  /** When it runs, and how its price came about. */
  readonly detail: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
}

export function lineViews(invoice: Invoice, locale: Locale, say: Say): LineView[] {
  const { lines } = invoice;
  const taxInPrice = invoice.pricesIncludeTax ? invoice.treatment.rate : 0;
  const count = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  return lines.map((line) => ({
    name: lineName(line, say),
    detail: [periodText(line, locale), basisText(line, say), taxedText(line, taxInPrice, locale, say)]
      .filter((part) => part !== '')
      .join(' · '),
    // One discount at the price of itself would say the same amount three times.
    quantity: line.kind === 'discount' ? '' : count.format(line.quantity),
    unitPrice: line.kind === 'discount' ? '' : netPriceText(line.unitPrice, taxInPrice, locale),
    amount: amountText(line.net, locale),
  }));
}

/** What is sold is named by the catalogue; what the product itself bills, in the language of the document. */
export function lineName({ kind, name, basis }: BillLine, say: Say): string {
  if (kind === 'credit') return say('invoice.line.credit');
  if (kind === 'consumption') return say('invoice.line.consumption', { name });
  if (kind === 'discount' && basis?.kind === 'percent')
    return say('invoice.line.discount', { percent: basis.percent / 10_000 });
  return name;
}

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;
/** Digits that a price without its tax is given beyond those of its currency. */
const FINER_DIGITS = 2;

/** What one costs before tax, as the law wants it whatever prices say (Directive 2006/112/EC, Article 226(8)). */
function netPriceText(price: Money, taxInPrice: number, locale: Locale): string {
  if (taxInPrice === 0) return moneyText(locale, price);
  const style = { style: 'currency', currency: price.currency, useGrouping: 'always' } as const;
  const digits = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2;
  const maximumFractionDigits = digits + FINER_DIGITS;
  const net = dividedHalfAway(price.minor, 10 ** FINER_DIGITS * WHOLE, WHOLE + taxInPrice);
  const format = new Intl.NumberFormat(locale, { ...style, maximumFractionDigits });
  return format.format(decimal(net, maximumFractionDigits) as unknown as number);
}

/** The price that the customer knows, where it has tax in it. A discount's would be its amount once more. */
function taxedText({ kind, unitPrice }: BillLine, taxInPrice: number, locale: Locale, say: Say): string {
  if (taxInPrice === 0 || kind === 'discount') return '';
  return say('invoice.line.with-tax', { price: moneyText(locale, unitPrice) });
}

/** With a minus as wide as a figure, which a hyphen is not. */
function amountText(amount: Money, locale: Locale): string {
  return moneyText(locale, amount).replace('-', '−');
}

/** People name the last day of a period; the data name the first after it. (M3) */
function periodText({ period }: BillLine, locale: Locale): string {
  if (period === undefined) return '';
  const first = dateText(locale, period.start);
  const last = dateText(locale, addDays(period.end, -1));
  return first === last ? first : `${first} – ${last}`;
}

function basisText({ basis }: BillLine, say: Say): string {
  switch (basis?.kind) {
    case 'daily':
      return say('invoice.basis.daily', { left: basis.daysLeft, days: basis.days });
    case 'whole-months':
      return say('invoice.basis.whole-months', { months: basis.months });
    case 'user-days':
      return say('invoice.basis.user-days', { users: basis.userDays, days: basis.days });
    default:
      return '';
  }
}
