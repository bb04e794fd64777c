import type { Catalogue } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { money } from '../../domain/money.ts';
import { moneyText } from '../../messages/format.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, field, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';
import { planPriceText } from './plan-price.ts';

export interface SignUpView {
  readonly plans: Catalogue['plans'];
  readonly today: PlainDate;
  readonly withCaptcha: boolean;
  /** What was entered before a mistake. */
  readonly entered: Readonly<Record<string, string>>;
  readonly problem?: FormProblem | undefined;
}

export function signUpView(frame: Frame, view: SignUpView): Html {
  const { locale } = frame;
  const title = message(locale, 'page.sign-up.title');
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    scripts: view.withCaptcha ? ['captcha.js'] : [],
    styles: view.withCaptcha ? ['altcha.css'] : [],
    main: html`${errorSummary(view.problem?.summary)}
      <h1>${title}</h1>
      <p>${message(locale, 'page.sign-up.intro')}</p>
      ${postForm(frame, '/sign-up', signUpFields(frame, view))}
      <p class="aside">${message(locale, 'page.sign-up.has-login')} <a href="/sign-in">${message(locale, 'page.sign-in.action')}</a></p>`,
  });
}

function signUpFields(frame: Frame, view: SignUpView): Html {
  const { locale } = frame;
  const { entered, problem } = view;
  return html`${field({
    name: 'email',
    label: message(locale, 'page.field.email'),
    type: 'email',
    value: entered['email'],
    mistake: problem?.mistakes['email'],
    autocomplete: 'username',
    maxLength: 254,
  })}
    ${field({
      name: 'password',
      label: message(locale, 'page.field.password'),
      hint: message(locale, 'page.field.password-hint'),
      type: 'password',
      mistake: problem?.mistakes['password'],
      autocomplete: 'new-password',
      maxLength: 256,
    })}
    ${field({
      name: 'name',
      label: message(locale, 'page.field.name'),
      value: entered['name'],
      mistake: problem?.mistakes['name'],
      autocomplete: 'name',
      maxLength: 120,
    })}
    ${field({
      name: 'organisation',
      label: message(locale, 'page.field.organisation'),
      hint: message(locale, 'page.field.organisation-hint'),
      value: entered['organisation'],
      mistake: problem?.mistakes['organisation'],
      autocomplete: 'organization',
      maxLength: 120,
    })}
    ${planChoice(frame, view)}
    ${activation(frame, view)}
    ${view.withCaptcha && captcha(frame, problem)}
    ${submit(message(locale, 'page.sign-up.submit'))}`;
}

function planChoice({ locale }: Frame, { plans, today, entered, problem }: SignUpView): Html {
  const chosen = plans.find((plan) => plan.id === entered['plan'])?.id ?? plans[0]?.id;
  const mistake = problem?.mistakes['plan'];
  return html`<fieldset id="plan" class="field${mistake === undefined ? '' : ' wrong'}">
      <legend>${message(locale, 'page.field.plan')}</legend>
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      ${plans.map(
        (plan) => html`<label class="choice">
        <input type="radio" name="plan" value="${plan.id}"${plan.id === chosen && html` checked`} required
          aria-labelledby="plan-${plan.id}" aria-describedby="plan-${plan.id}-about">
        <span><strong id="plan-${plan.id}">${plan.name}</strong><br>
          <span id="plan-${plan.id}-about">${plan.description}<br>
          <span class="soft">${planPriceText(locale, plan, today)}</span></span></span>
      </label>`,
      )}
    </fieldset>`;
}

/** What ticking the box begins: the service, or a trial; plans that have neither need no box. */
function activation({ locale }: Frame, { plans, entered }: SignUpView): Html | undefined {
  const startable = plans.filter((plan) => plan.kind === 'prepaid' || plan.trial !== undefined);
  if (startable.length === 0) return undefined;
  const isTrial = startable.every(({ kind }) => kind === 'term');
  return html`<div class="field">
      <label class="choice">
        <input type="checkbox" name="activate" value="yes"${entered['activate'] === 'yes' && html` checked`} aria-labelledby="activate-label" aria-describedby="activate-hint">
        <span><strong id="activate-label">${message(locale, isTrial ? 'page.sign-up.start-trial' : 'page.sign-up.activate')}</strong><br>
          <span class="soft" id="activate-hint">${activationHint(locale, plans, isTrial)}</span></span>
      </label>
    </div>`;
}

function activationHint(locale: Frame['locale'], plans: SignUpView['plans'], isTrial: boolean): string {
  const only = plans.length === 1 ? plans[0] : undefined;
  if (isTrial || only?.kind !== 'prepaid' || only.freeCreditMinor === 0)
    return message(locale, 'page.sign-up.activate-hint');
  const amount = moneyText(locale, money(only.freeCreditMinor, only.currency));
  return message(locale, 'page.sign-up.activate-free', { amount });
}

/** The widget solves its puzzle while the person types. Its script takes the words from here. */
function captcha({ locale }: Frame, problem: FormProblem | undefined): Html {
  const words = {
    label: message(locale, 'page.captcha.label'),
    verifying: message(locale, 'page.captcha.verifying'),
    waitAlert: message(locale, 'page.captcha.required'),
    verified: message(locale, 'page.captcha.verified'),
    error: message(locale, 'page.captcha.error'),
    expired: message(locale, 'page.captcha.expired'),
    verificationRequired: message(locale, 'page.captcha.required'),
  };
  const mistake = problem?.mistakes['captcha'];
  return html`<div class="field${mistake === undefined ? '' : ' wrong'}" id="captcha" data-words="${JSON.stringify(words)}">
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      <noscript><p class="notice warning">${message(locale, 'page.sign-up.no-script')}</p></noscript>
      <altcha-widget auto="onfocus" challenge="/v1/captchas" name="captcha" language="${locale}"></altcha-widget>
    </div>`;
}
