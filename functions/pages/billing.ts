import { pointingElsewhere, Refused } from '../../lib/domain/refusal.ts';
import type { Locale } from '../../lib/messages/locales.ts';
import { countryName } from '../../lib/pages/countries.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { billingFieldNames } from '../../lib/pages/views/billing-form.ts';
import { checkVatNumber } from '../accounts/check-vat-number.ts';
import { editAccount } from '../accounts/edit.ts';
import { accountReply } from './account-page.ts';

/** Saves the billing details, or has the VAT number checked again. (A10, T3) */
export const submitBilling = page('submitBilling', (request) =>
  request.form['do'] === 'check' ? checkAgain(request) : save(request),
);

async function save(request: PageRequest): Promise<PageReply> {
  const { form, locale } = request;
  const account = form['account'] ?? '';
  const entered = billingFieldNames.map((name) => [name, (form[name] ?? '').trim() || null]);
  const body = { billing: Object.fromEntries(entered) };
  const { refused } = await orRefused(() => editAccount.call({ ...request.caller, path: { account }, body }));
  if (refused === undefined) return goTo(request, '/account', { account, news: 'billing-saved' });
  const problem = formProblem(inWords(refused, locale), locale);
  return accountReply(request, account, { problem, billing: { entered: form, problem } });
}

/** The mistakes with the fields they are in, which the API has below `billing`; and countries by name. */
function inWords(refused: Refused, locale: Locale): Refused {
  const inFields = pointingElsewhere(refused, (pointer) => pointer.replace(/^\/billing(?=\/)/, ''));
  return withCountryNames(inFields, locale);
}

/** A refusal that has countries by their codes, with their names. */
export function withCountryNames(refused: Refused, locale: Locale): Refused {
  const { code, facts } = refused;
  if (code !== 'vat-number.other-country') return refused;
  const { ofNumber = '', country = '' } = facts.values ?? {};
  return new Refused(code, {
    ...facts,
    values: { ofNumber: countryName(locale, String(ofNumber)), country: countryName(locale, String(country)) },
    extra: { ...facts.extra, reason: 'other-country' },
  });
}

async function checkAgain(request: PageRequest): Promise<PageReply> {
  const account = request.form['account'] ?? '';
  const { refused } = await orRefused(() => checkVatNumber.call({ ...request.caller, path: { account } }));
  if (refused === undefined) return goTo(request, '/account', { account, news: 'vat-number-checked' });
  return accountReply(request, account, { problem: formProblem(refused, request.locale) });
}
