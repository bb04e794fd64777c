import type { LicenceType, Term, TermPlan, TermPrices } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { termPrice } from '../../domain/licences/term-price.ts';
import { moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { field } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { packFields } from './pack-fields.ts';

/** What can be bought of a plan that is billed by terms. */
export interface TermFieldsView {
  readonly plan: TermPlan;
  /** Of the running subscription, which purchases join; undefined where one begins. */
  readonly runningTerm: Term | undefined;
  /** Modules and packs that are there. */
  readonly modules: readonly string[];
  readonly packs: readonly { readonly pack: string }[];
  readonly today: PlainDate;
  /** The form as it was filled in. */
  readonly entered?: Readonly<Record<string, string>>;
  readonly problem?: FormProblem | undefined;
}

/** The term, and how many licences, which modules and which packs. (L4, L12, U1) */
export function termFields(locale: Locale, view: TermFieldsView): Html {
  return html`${termChoice(locale, view)}
    ${licenceFields(locale, view)}
    ${moduleChoices(locale, view)}
    ${packFields(locale, view, (prices) => priceText(locale, view, prices))}`;
}

function licenceFields(locale: Locale, view: TermFieldsView): Html | undefined {
  const offered = view.plan.licenceTypes.filter(({ retired }) => !retired);
  if (offered.length === 0) return undefined;
  return html`<div class="quantities">${offered.map((type) => quantityField(locale, view, type))}</div>`;
}

function quantityField(locale: Locale, view: TermFieldsView, type: LicenceType): Html {
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
function priceText(locale: Locale, view: TermFieldsView, prices: TermPrices): string {
  const { plan, runningTerm, today } = view;
  const terms = runningTerm === undefined ? plan.terms : [runningTerm];
  return terms
    .map((months) => {
      const price = moneyText(locale, termPrice(prices, months, plan.currency, today));
      return message(locale, 'page.buy-licences.price', { price, months });
    })
    .join(' · ');
}

function termChoice(locale: Locale, { plan, runningTerm, entered }: TermFieldsView): Html | undefined {
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

function moduleChoices(locale: Locale, view: TermFieldsView): Html | undefined {
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
