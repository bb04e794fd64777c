import type { Instant, PlainDate } from '../../domain/dates.ts';
import type { TaxTreatment, VatNumberState } from '../../domain/tax/treatment.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { countryName } from '../countries.ts';

/** Whom bills are made out to, and how they are taxed from what is known now. (A10, T2) */
export interface BuyerView {
  readonly name: string;
  /** Where the buyer is, or is taken to be. */
  readonly country: string;
  readonly isCountryKnown: boolean;
  readonly treatment: Pick<TaxTreatment, 'kind' | 'rate' | 'country'>;
  readonly pricesIncludeTax: boolean;
  readonly number: VatNumberView;
}

/** What is known of a VAT number, and how. (T3) */
export interface VatNumberView {
  readonly state: VatNumberState;
  readonly text: string | undefined;
  readonly check:
    | {
        readonly source: 'form' | 'vies';
        readonly at: Instant;
        readonly on: PlainDate;
        readonly consultation: string | undefined;
      }
    | undefined;
}

/** A rate in hundredths of a percent, or in percent as the API writes it, in the reader's language. */
export function rateText(locale: Locale, rate: number | string): string {
  const fraction = typeof rate === 'number' ? rate / 10_000 : Number(rate) / 100;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(fraction);
}

/** Why VAT is charged or not, in a sentence, with what would change it. */
export function taxReason(locale: Locale, { treatment, number, country }: BuyerView): string {
  const values = { country: countryName(locale, treatment.country ?? country) };
  if (treatment.kind !== 'destination') return message(locale, `page.tax.${treatment.kind}`, values);
  const state = number.state === 'valid' ? 'none' : number.state;
  return message(locale, `page.tax.destination.${state}`, values);
}

/** How VAT is charged, in a few words. */
export function taxWords(locale: Locale, { treatment }: BuyerView): string {
  const { kind, rate, country } = treatment;
  if (country === undefined) return message(locale, `page.tax.words.${kind}`);
  return message(locale, 'page.tax.words.charged', {
    rate: rateText(locale, rate),
    country: countryName(locale, country),
  });
}

/** What VAT does to the prices that are shown; '' where none is charged. */
export function taxHint(locale: Locale, { treatment, pricesIncludeTax }: BuyerView): string {
  if (treatment.country === undefined) return '';
  const rate = rateText(locale, treatment.rate);
  return message(locale, pricesIncludeTax ? 'page.tax.hint-included' : 'page.tax.hint-added', { rate });
}

/** What is known of the number, and what follows from it. */
export function numberText(locale: Locale, { number, treatment }: BuyerView): string {
  const { state, check } = number;
  const date = dateText(locale, check?.on ?? '1970-01-01');
  if (state === 'none') return message(locale, 'page.vat-number.none');
  if (state === 'valid') {
    return message(locale, check?.source === 'vies' ? 'page.vat-number.valid' : 'page.vat-number.valid-form', { date });
  }
  const charged = treatment.country === undefined ? 'no' : 'yes';
  return message(locale, `page.vat-number.${state}`, { charged, date });
}
