import type { Money } from '../domain/money.ts';
import type { Locale } from './locales.ts';

/**
 * Money in the reader's language: `12.00 EUR` amounts as `€12.00`, `12,00 €`. The digits follow the currency; thousands are
 * always grouped, as Italian and Spanish otherwise do only from five digits on, and columns would not line up.
 */
export function moneyText(locale: Locale, { minor, currency }: Money): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, useGrouping: 'always' });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(decimal(minor, digits) as unknown as number);
}

/** Money as a plain decimal for tables that programs read: `12.00`. */
export function decimal(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction}`;
}

/** A calendar date in the reader's language. */
export function dateText(locale: Locale, date: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** An instant in the vendor's time zone, which is named, since the reader's is not known. */
export function instantText(locale: Locale, timeZone: string, instant: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(instant));
}

/** Hundredths of a percent as a plain decimal: 2550 is `25.5`. */
export function percent(hundredths: number): string {
  return decimal(hundredths, 2).replace(/\.?0+$/, '');
}

/** Money as a plain decimal with the digits of its currency, for tables that programs read: `12.00`. */
export function plainAmount({ minor, currency }: Money): string {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return decimal(minor, maximumFractionDigits);
}
