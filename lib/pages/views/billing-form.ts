import { type Locale, locales } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { field, select } from '../components.ts';
import { countryChoices, countryName } from '../countries.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';

/** The fields of the form, named as the API names them. */
export const billingFieldNames = [
  'legal_name',
  'address',
  'postal_code',
  'city',
  'country',
  'vat_number',
  'tax_number',
  'contact_email',
  'language',
] as const;

/** What the form holds; '' for what is not said. */
export type BillingEntries = Readonly<Record<(typeof billingFieldNames)[number], string>>;

interface Filled {
  readonly entries: BillingEntries;
  /** Where a customer is taken to be who does not say. */
  readonly assumedCountry: string;
  readonly accountLanguage: string;
  readonly problem?: FormProblem | undefined;
}

export function billingFields(locale: Locale, view: Filled): Html {
  const { entries, problem } = view;
  const say = (name: keyof BillingEntries) => ({
    name,
    label: message(locale, `page.field.${name}`),
    value: entries[name],
    mistake: problem?.mistakes[name],
    optional: true,
  });
  return html`${field({ ...say('legal_name'), hint: message(locale, 'page.billing.legal-name-hint'), autocomplete: 'billing organization', maxLength: 200 })}
    ${field({ ...say('address'), autocomplete: 'billing street-address', maxLength: 400, rows: 2 })}
    <div class="pair">
      ${field({ ...say('postal_code'), autocomplete: 'billing postal-code', maxLength: 20 })}
      ${field({ ...say('city'), autocomplete: 'billing address-level2', maxLength: 120 })}
    </div>
    ${select({ ...say('country'), autocomplete: 'billing country', options: countries(locale, view) })}
    ${field({ ...say('vat_number'), hint: message(locale, 'page.billing.vat-number-hint'), autocomplete: 'off', maxLength: 30 })}
    ${field({ ...say('tax_number'), hint: message(locale, 'page.billing.tax-number-hint'), autocomplete: 'off', maxLength: 30 })}
    ${field({ ...say('contact_email'), type: 'email', autocomplete: 'billing email', maxLength: 254 })}
    ${select({ ...say('language'), options: languages(locale, view) })}`;
}

/** A country that is not in the list, such as one that was renamed, stays chosen. */
function countries(locale: Locale, { entries, assumedCountry }: Filled) {
  const listed = countryChoices(locale);
  const { country } = entries;
  const other = country === '' || listed.some(({ value }) => value === country) ? [] : [country];
  return [
    countryNotSaid(locale, assumedCountry),
    ...listed,
    ...other.map((value) => ({ value, label: countryName(locale, value) })),
  ];
}

/** The choice not to say a country, with the one that is taken then. */
export function countryNotSaid(locale: Locale, assumedCountry: string) {
  const assumed = countryName(locale, assumedCountry);
  return { value: '', label: message(locale, 'page.billing.country-open', { country: assumed }) };
}

function languages(locale: Locale, { accountLanguage }: Filled) {
  const open = { value: '', label: message(locale, 'page.billing.language-open', { language: accountLanguage }) };
  return [open, ...locales.map((value) => ({ value, label: languageName(value), lang: value }))];
}

/** A language by its own name. */
export function languageName(locale: Locale): string {
  const name = new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
