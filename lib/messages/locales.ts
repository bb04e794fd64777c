/** The languages customers are written to in. (E3) */
export const locales = ['it', 'fr', 'nl', 'es', 'sv', 'de', 'en'] as const;
export type Locale = (typeof locales)[number];
export const fallbackLocale: Locale = 'en';

/** The language that is asked for, or English for one we do not write in. (E3) */
export function localeOf(language: string | undefined): Locale {
  return locales.find((known) => known === language) ?? fallbackLocale;
}
