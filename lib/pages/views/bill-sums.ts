import type * as z from 'zod';
import type { billFields } from '../../contract/bills.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { countryName } from '../countries.ts';
import { type Html, html } from '../html.ts';
import { jsonMoneyText } from './account-words.ts';
import { type BuyerView, rateText, taxReason } from './buyer.ts';

export type BillJson = z.output<z.ZodObject<typeof billFields>>;
type TaxJson = BillJson['taxes'][number];

/** What a purchase comes to: before VAT, the VAT by rate and why, and what is to be paid. (T2, M2) */
export function billSums(locale: Locale, bill: BillJson, account: string, buyer: BuyerView): Html {
  return html`${sumsOf(locale, bill)}
    ${bill.taxes.length > 0 && html`<p class="soft">${taxReason(locale, buyer)}</p>`}
    <p class="soft">${billedTo(locale, buyer)}
      <a href="/account?account=${account}&amp;billing=edit#billing">${message(locale, 'page.billing.change')}</a></p>`;
}

/** Before VAT, the VAT by rate, and what is to be paid. */
export function sumsOf(locale: Locale, { net, taxes, total }: BillJson): Html {
  return html`<dl class="sums">
      ${taxes.length > 0 && sum(message(locale, 'page.sums.net'), jsonMoneyText(locale, net))}
      ${taxes.map((tax) => sum(taxText(locale, tax), jsonMoneyText(locale, tax.amount)))}
      ${sum(message(locale, 'page.sums.total'), jsonMoneyText(locale, total), 'total')}
    </dl>`;
}

function sum(label: string, amount: string, kind = ''): Html {
  return html`<div class="${kind}"><dt>${label}</dt><dd>${amount}</dd></div>`;
}

function taxText(locale: Locale, { category, country, rate }: TaxJson): string {
  if (category !== 'S') return message(locale, 'page.sums.no-tax');
  const values = { rate: rateText(locale, rate), country: countryName(locale, country ?? '') };
  return message(locale, 'page.sums.tax', values);
}

/** Whom the invoice goes to; and where they are taken to be, if they have not said. */
function billedTo(locale: Locale, { name, country, isCountryKnown }: BuyerView): string {
  const key = isCountryKnown ? 'page.sums.billed-to' : 'page.sums.country-assumed';
  return message(locale, key, { name, country: countryName(locale, country) });
}
