import { countryCodes } from '../domain/countries.ts';
import type { Locale } from '../messages/locales.ts';

/** A country in the reader's language. A tax area such as `ES-CN` is named after the country it belongs to. */
export function countryName(locale: Locale, code: string): string {
  const country = code.slice(0, 2);
  return /^[A-Z]{2}$/.test(country) ? (regionNames(locale).of(country) ?? country) : code;
}

export interface CountryChoice {
  readonly value: string;
  readonly label: string;
}

const choices = new Map<Locale, readonly CountryChoice[]>();

/** Every country, in the order of the reader's alphabet. */
export function countryChoices(locale: Locale): readonly CountryChoice[] {
  const known = choices.get(locale);
  if (known !== undefined) return known;
  const { compare } = new Intl.Collator(locale);
  const sorted = countryCodes
    .map((value) => ({ value, label: countryName(locale, value) }))
    .sort((a, b) => compare(a.label, b.label));
  choices.set(locale, sorted);
  return sorted;
}

function regionNames(locale: Locale): Intl.DisplayNames {
  return new Intl.DisplayNames(locale, { type: 'region' });
}
