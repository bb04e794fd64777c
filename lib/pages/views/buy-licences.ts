import type * as z from 'zod';
import type { previewOrder } from '../../contract/orders.ts';
import type { LicenceType, Term, TermPlan, TermPrices } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { termPrice } from '../../domain/licences/term-price.ts';
import { moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { type MessageKey, message } from '../../messages/messages.ts';
import { field, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { type BuyerView, taxHint } from './buyer.ts';
import { packFields } from './pack-fields.ts';
import { buying, type PaymentChoice } from './payment-choice.ts';
import { termPreview } from './term-preview.ts';

export type OrderPreview = z.output<typeof previewOrder.response.schema>;

export interface BuyLicencesView {
  readonly plan: TermPlan;
  readonly buyer: BuyerView;
  readonly payment: PaymentChoice;
  /** Of the running subscription, which purchases join; undefined where one begins. */
  readonly runningTerm: Term | undefined;
  readonly modules: readonly string[];
  /** Packs the account holds. */
  readonly packs: readonly { readonly pack: string }[];
  readonly today: PlainDate;
  /** Random for each page shown; a purchase sent twice from it is one order. */
  readonly orderKey: string;
  /** The form as it was filled in. */
  readonly entered?: Readonly<Record<string, string>>;
  readonly preview?: OrderPreview | undefined;
  readonly problem?: FormProblem | undefined;
}

/** What the panel sells is in its name. */
export function buyTitle({ licenceTypes, modules, packs }: TermPlan): MessageKey {
  const hasPacks = packs.some(({ retired }) => !retired);
  if (licenceTypes.length > 0) return hasPacks ? 'page.buy-licences.title-packs' : 'page.buy-licences.title';
  return hasPacks && modules.length > 0 ? 'page.buy-modules.title-packs' : 'page.buy-modules.title';
}

/** Buying licences, modules and packs: how many, what that costs, and on to the payment. (L4, U1) */
export function buyLicencesPanel(frame: Frame, account: string, view: BuyLicencesView): Html {
  const { locale } = frame;
  const intro = view.runningTerm === undefined ? 'page.buy-licences.intro-new' : 'page.buy-licences.intro';
  return html`<section class="panel" id="buy" aria-labelledby="buy-title">
      <h2 id="buy-title">${message(locale, buyTitle(view.plan))}</h2>
      <p>${message(locale, intro)} ${taxHint(locale, view.buyer)}</p>
      ${postForm(frame, '/account/buy', fields(frame, account, view))}
    </section>`;
}

function fields({ locale }: Frame, account: string, view: BuyLicencesView): Html {
  return html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="order_key" value="${view.orderKey}">
    ${termChoice(locale, view)}
    ${licenceFields(locale, view)}
    ${moduleChoices(locale, view)}
    ${packFields(locale, view, (prices) => priceText(locale, view, prices))}
    ${submit(message(locale, 'page.buy-licences.preview'), { name: 'do', value: 'preview', quiet: true })}
    <div id="preview" aria-live="polite">${view.preview && termPreview(locale, view.preview, account, view.buyer)}</div>
    ${buying(locale, view.payment, message(locale, 'page.buy-licences.submit'))}`;
}

function licenceFields(locale: Locale, view: BuyLicencesView): Html | undefined {
  const offered = view.plan.licenceTypes.filter(({ retired }) => !retired);
  if (offered.length === 0) return undefined;
  return html`<div class="quantities">${offered.map((type) => quantityField(locale, view, type))}</div>`;
}

function quantityField(locale: Locale, view: BuyLicencesView, type: LicenceType): Html {
  const name = `licence-${type.id}`;
  return field({
    name,
    label: type.name,
    hint: priceText(locale, view, type.prices),
    value: view.entered?.[name],
    mistake: view.problem?.mistakes[name],
    inputMode: 'numeric',
    autocomplete: 'off',
    maxLength: 5,
    optional: true,
  });
}

/** What one costs for the terms that can be chosen here. */
function priceText(locale: Locale, view: BuyLicencesView, prices: TermPrices): string {
  const { plan, runningTerm, today } = view;
  const terms = runningTerm === undefined ? plan.terms : [runningTerm];
  return terms
    .map((months) => {
      const price = moneyText(locale, termPrice(prices, months, plan.currency, today));
      return message(locale, 'page.buy-licences.price', { price, months });
    })
    .join(' · ');
}

function termChoice(locale: Locale, { plan, runningTerm, entered }: BuyLicencesView): Html | undefined {
  if (runningTerm !== undefined || plan.terms.length < 2) return undefined;
  const chosen = plan.terms.find((term) => String(term) === entered?.['term']) ?? plan.terms[0];
  return html`<fieldset class="field" id="term">
      <legend>${message(locale, 'page.subscription.billed')}</legend>
      ${plan.terms.map(
        (months) => html`<label class="choice">
        <input type="radio" name="term" value="${months}"${months === chosen && html` checked`}>
        <span>${message(locale, 'page.subscription.billed-every', { months })}</span>
      </label>`,
      )}
    </fieldset>`;
}

function moduleChoices(locale: Locale, view: BuyLicencesView): Html | undefined {
  const offered = view.plan.modules.filter(({ id, retired }) => !retired && !view.modules.includes(id));
  if (offered.length === 0) return undefined;
  const mistake = view.problem?.mistakes['modules'];
  return html`<fieldset class="field${mistake === undefined ? '' : ' wrong'}" id="modules">
      <legend>${message(locale, 'page.subscription.modules')}</legend>
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      ${offered.map((module) => {
        const name = `module-${module.id}`;
        return html`<label class="choice">
        <input type="checkbox" id="${name}" name="${name}" value="yes"${view.entered?.[name] === 'yes' && html` checked`}
          aria-labelledby="${name}-name" aria-describedby="${name}-about">
        <span><strong id="${name}-name">${module.name}</strong><br>
          <span id="${name}-about">${module.description}<br>
          <span class="soft">${priceText(locale, view, module.prices)}</span></span></span>
      </label>`;
      })}
    </fieldset>`;
}
