import { MAX_MINOR, type Money, money } from '../domain/money.ts';

/**
 * An amount as a person types it: `144`, `144.00`, `144,50`, `1 200`.
 *
 * Shape:  undefined for anything that could be meant in two ways, such as `1.200`.
 * Units:  minor units of the currency.
 */
export function readAmount(text: string, currency: string): Money | undefined {
  const digits = fractionDigits(currency);
  const found = /^(\d{1,13})(?:[.,](\d+))?$/.exec(text.replaceAll(/[\s\u00a0\u202f']/g, ''));
  const [, whole = '', fraction = ''] = found ?? [];
  if (found === null || fraction.length > digits) return undefined;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return minor > MAX_MINOR ? undefined : money(minor, currency);
}

/** The amount as it stands in an input: digits and a point, no currency. */
export function writeAmount({ minor, currency }: Money): string {
  const digits = fractionDigits(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
