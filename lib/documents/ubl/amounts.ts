import type { Money } from '../../domain/money.ts';
import { decimal } from '../../messages/format.ts';

/** An amount as XML writes it: a plain decimal with the digits of its currency. */
export function amountText({ minor, currency }: Money): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return decimal(minor, format.resolvedOptions().maximumFractionDigits ?? 2);
}

/** A rate in hundredths of a percent as XML writes it: `25.50`. */
export function percentText(rate: number): string {
  return decimal(rate, 2);
}
