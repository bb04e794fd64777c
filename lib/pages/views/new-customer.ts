import type * as z from 'zod';
import type { previewCustomer } from '../../contract/new-customers.ts';
import type { TermPlan } from '../../domain/catalogue.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, field, select, submit } from '../components.ts';
import { countryChoices } from '../countries.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';
import { sumsOf } from './bill-sums.ts';
import { countryNotSaid } from './billing-form.ts';
import { buying, type PaymentChoice } from './payment-choice.ts';
import { type TermFieldsView, termFields } from './term-fields.ts';
import { termPreview } from './term-preview.ts';

export interface NewCustomerView extends Omit<TermFieldsView, 'plan'> {
  readonly reseller: { readonly account: string; readonly organisation: string; readonly discount_percent: string };
  /** Plans that are sold through resellers. */
  readonly plans: readonly TermPlan[];
  /** The one the form is for; undefined where there are none. */
  readonly plan: TermPlan | undefined;
  readonly payment: PaymentChoice;
  /** Where a customer is taken to be who does not say. */
  readonly assumedCountry: string;
  /** Random for each page shown; a form sent twice from it adds one customer. */
  readonly orderKey: string;
  readonly preview?: z.output<typeof previewCustomer.response.schema> | undefined;
}

/** A customer who is new: who they are, what they begin with, what that costs at the discount, and the payment. (R1) */
export function newCustomerView(frame: Frame, view: NewCustomerView): Html {
  const { locale } = frame;
  const { account, organisation, discount_percent: percent } = view.reseller;
  const { plan } = view;
  const title = message(locale, 'page.new-customer.title');
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    main: html`${errorSummary(view.problem?.summary)}
      <h1>${title}</h1>
      <p>${message(locale, 'page.new-customer.intro', { percent })}</p>
      ${planChoice(locale, view)}
      ${
        plan === undefined
          ? html`<p>${message(locale, 'page.new-customer.no-plans')}</p>`
          : postForm(frame, '/customers/new', fields(locale, { ...view, plan }))
      }
      <p><a href="/customers?account=${account}">${message(locale, 'page.acting.back', { reseller: organisation })}</a></p>`,
  });
}

/** What can be bought depends on the plan, so that another one is another form. */
function planChoice(locale: Locale, { plans, plan, reseller }: NewCustomerView): Html | undefined {
  if (plans.length < 2) return undefined;
  return html`<nav class="contents" aria-label="${message(locale, 'page.new-customer.plans')}">
      ${plans.map(({ id, name }) => html`<a href="/customers/new?${String(new URLSearchParams({ account: reseller.account, plan: id }))}"${id === plan?.id && html` aria-current="true"`}>${name}</a>`)}
    </nav>`;
}

function fields(locale: Locale, view: NewCustomerView & { readonly plan: TermPlan }): Html {
  const { entered, problem, plan, preview, reseller } = view;
  const say = (name: 'organisation' | 'country' | 'vat_number') => ({
    name,
    label: message(locale, `page.field.${name}`),
    value: entered?.[name] ?? '',
    mistake: problem?.mistakes[name],
    optional: name !== 'organisation',
    autocomplete: 'off',
  });
  return html`<input type="hidden" name="account" value="${reseller.account}">
    <input type="hidden" name="order_key" value="${view.orderKey}">
    <input type="hidden" name="plan" value="${plan.id}">
    ${field({ ...say('organisation'), maxLength: 120 })}
    ${select({ ...say('country'), hint: message(locale, 'page.new-customer.country-hint'), options: [countryNotSaid(locale, view.assumedCountry), ...countryChoices(locale)] })}
    ${field({ ...say('vat_number'), hint: message(locale, 'page.new-customer.vat-number-hint'), maxLength: 30 })}
    <h2>${plan.name}</h2>
    ${termFields(locale, view)}
    ${submit(message(locale, 'page.buy-licences.preview'), { name: 'do', value: 'preview', quiet: true })}
    <div id="preview" aria-live="polite">${preview && termPreview(locale, preview, sums(locale, preview), plan)}</div>
    ${buying(locale, view.payment, message(locale, 'page.new-customer.submit'))}`;
}

/** What is to be paid, and why VAT is charged or not. (T2) */
function sums(locale: Locale, preview: NonNullable<NewCustomerView['preview']>): Html {
  const [tax] = preview.taxes;
  return html`${sumsOf(locale, preview)}
    ${tax && html`<p class="soft">${message(locale, `page.new-customer.tax.${tax.kind}`)}</p>`}`;
}
