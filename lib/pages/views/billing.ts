import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { countryName } from '../countries.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { type BillingEntries, billingFields } from './billing-form.ts';
import { type BuyerView, numberText, taxWords } from './buyer.ts';

export interface BillingView {
  readonly buyer: BuyerView;
  /** As they are kept, or as they were entered. */
  readonly entries: BillingEntries;
  /** As they are kept, for the summary. */
  readonly kept: BillingEntries;
  /** Where a customer is taken to be who does not say. */
  readonly assumedCountry: string;
  /** Languages by name: of the account, and of its documents. */
  readonly language: string;
  readonly accountLanguage: string;
  readonly isOpen: boolean;
  readonly problem?: FormProblem | undefined;
}

/** Whom invoices are made out to, and the form that changes it. (A10, T3) */
export function billingPanel(frame: Frame, account: string, view: BillingView): Html {
  const { locale } = frame;
  const title = message(locale, 'page.billing.title');
  const form = html`<input type="hidden" name="account" value="${account}">
    ${billingFields(locale, view)}
    ${submit(message(locale, 'page.billing.submit'))}`;
  return html`<section class="panel" id="billing" aria-labelledby="billing-title">
      <h2 id="billing-title">${title}</h2>
      ${summary(frame, account, view)}
      <details${view.isOpen && html` open`}>
        <summary>${message(locale, 'page.billing.change')}</summary>
        ${postForm(frame, '/account/billing', form)}
      </details>
    </section>`;
}

function summary(frame: Frame, account: string, view: BillingView): Html {
  const { locale } = frame;
  const { buyer, kept, language } = view;
  return html`<dl class="facts">
      <div><dt>${message(locale, 'page.billing.name')}</dt><dd>${buyer.name}${addressLines(frame, view)}</dd></div>
      <div><dt>${message(locale, 'page.field.vat_number')}</dt><dd>${vatNumber(frame, account, buyer)}</dd></div>
      ${kept.tax_number !== '' && html`<div><dt>${message(locale, 'page.field.tax_number')}</dt><dd>${kept.tax_number}</dd></div>`}
      <div><dt>${message(locale, 'page.billing.tax')}</dt><dd>${taxWords(locale, buyer)}</dd></div>
      ${kept.contact_email !== '' && html`<div><dt>${message(locale, 'page.field.contact_email')}</dt><dd>${kept.contact_email}</dd></div>`}
      <div><dt>${message(locale, 'page.field.language')}</dt><dd>${language}</dd></div>
    </dl>`;
}

function addressLines({ locale }: Frame, { buyer, kept }: BillingView): Html {
  const place = [kept.postal_code, kept.city].filter((part) => part !== '').join(' ');
  const country = countryName(locale, buyer.country);
  const lines = [
    ...kept.address.split('\n'),
    place,
    buyer.isCountryKnown ? country : message(locale, 'page.billing.country-assumed', { country }),
  ].filter((text) => text !== '');
  return html`${lines.map((text) => html`<br><span class="plain-text">${text}</span>`)}`;
}

const tones = { none: '', valid: 'active', invalid: 'suspended', unverified: 'inactive' } as const;

function vatNumber(frame: Frame, account: string, buyer: BuyerView): Html {
  const { locale } = frame;
  const { state, text, check } = buyer.number;
  const again = html`<input type="hidden" name="account" value="${account}">
    <button type="submit" class="chip" name="do" value="check">${message(locale, 'page.vat-number.again')}</button>`;
  return html`${
    text !== undefined &&
    html`${text} <span class="badge ${tones[state]}">${message(locale, `page.vat-number.state.${state}`)}</span><br>`
  }<span class="soft">${numberText(locale, buyer)}${
    check?.consultation &&
    html`<br>${message(locale, 'page.vat-number.consultation', { consultation: check.consultation })}`
  }</span>
    ${(state === 'invalid' || state === 'unverified') && postForm(frame, '/account/billing', again, { class: 'inline' })}`;
}
