import { addDays } from '../domain/dates.ts';
import type { BillLine } from '../domain/invoices/invoice.ts';
import type { Money } from '../domain/money.ts';
import { dateText, moneyText } from '../messages/format.ts';
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

export function lineViews(lines: readonly BillLine[], locale: Locale, say: Say): LineView[] {
  const count = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  return lines.map((line) => ({
    name: line.kind === 'credit' ? say('invoice.line.credit') : line.name,
    detail: [periodText(line, locale), basisText(line, say)].filter((part) => part !== '').join(' · '),
    // One discount at the price of itself would say the same amount three times.
    quantity: line.kind === 'discount' ? '' : count.format(line.quantity),
    unitPrice: line.kind === 'discount' ? '' : moneyText(locale, line.unitPrice),
    amount: amountText(line.net, locale),
  }));
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
    default:
      return '';
  }
}
