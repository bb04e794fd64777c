/** The languages customers are written to in. (E3) */
export const locales = ['it', 'fr', 'nl', 'es', 'sv', 'de', 'en'] as const;
export type Locale = (typeof locales)[number];
export const fallbackLocale: Locale = 'en';
