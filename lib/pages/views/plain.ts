import { message } from '../../messages/messages.ts';
import { errorSummary, field, notice, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';

interface Words {
  readonly title: string;
  readonly detail: string;
  readonly more?: Html | undefined;
}

/** A page that only tells something, with a way on. */
export function tellView(frame: Frame, { title, detail, more }: Words): Html {
  return layout(frame, { title, main: html`<h1>${title}</h1><p>${detail}</p>${more}` });
}

export function linkButton(href: string, label: string): Html {
  return html`<p><a class="button" href="${href}">${label}</a></p>`;
}

/** A page behind a link of an e-mail: only its button does what the link is for. */
export function oneButtonView(
  frame: Frame,
  view: Words & { action: string; token: string; button: string; problem?: FormProblem | undefined },
): Html {
  const form = html`<input type="hidden" name="token" value="${view.token}">${view.more}${submit(view.button)}`;
  return layout(frame, {
    title: view.title,
    main: html`${errorSummary(view.problem?.summary)}
      <h1>${view.title}</h1>
      <p>${view.detail}</p>
      ${postForm(frame, view.action, form)}`,
  });
}

export interface SignInView {
  readonly email?: string | undefined;
  readonly next?: string | undefined;
  readonly news?: string | undefined;
  readonly problem?: FormProblem | undefined;
}

export function signInView(frame: Frame, view: SignInView): Html {
  const { locale } = frame;
  const title = message(locale, 'page.sign-in.title');
  const fields = html`${view.next && html`<input type="hidden" name="next" value="${view.next}">`}
    ${field({
      name: 'email',
      label: message(locale, 'page.field.email'),
      type: 'email',
      value: view.email,
      mistake: view.problem?.mistakes['email'],
      autocomplete: 'username',
      maxLength: 254,
    })}
    ${field({
      name: 'password',
      label: message(locale, 'page.field.password'),
      type: 'password',
      autocomplete: 'current-password',
      maxLength: 256,
    })}
    ${submit(message(locale, 'page.sign-in.action'))}`;
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    main: html`${errorSummary(view.problem?.summary)}
      ${notice(view.news)}
      <h1>${title}</h1>
      ${postForm(frame, '/sign-in', fields)}
      <p class="aside"><a href="/forgotten-password">${message(locale, 'page.sign-in.forgotten')}</a></p>
      <p class="aside">${message(locale, 'page.sign-in.no-login')} <a href="/sign-up">${message(locale, 'page.sign-up.title')}</a></p>`,
  });
}

export function forgottenView(frame: Frame, view: { email?: string | undefined; problem?: FormProblem }): Html {
  const { locale } = frame;
  const title = message(locale, 'page.forgotten.title');
  const fields = html`${field({
    name: 'email',
    label: message(locale, 'page.field.email'),
    type: 'email',
    value: view.email,
    mistake: view.problem?.mistakes['email'],
    autocomplete: 'username',
    maxLength: 254,
  })}
    ${submit(message(locale, 'page.forgotten.submit'))}`;
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    main: html`${errorSummary(view.problem?.summary)}
      <h1>${title}</h1>
      <p>${message(locale, 'page.forgotten.intro')}</p>
      ${postForm(frame, '/forgotten-password', fields)}
      <p class="aside"><a href="/sign-in">${message(locale, 'page.to-sign-in')}</a></p>`,
  });
}

export interface PasswordView {
  readonly title: string;
  readonly intro: string;
  readonly action: string;
  readonly token: string;
  readonly button: string;
  /** Login the password is for; browsers save it with the password. */
  readonly email: string;
  /** The name entered so far, where one is asked for. */
  readonly name?: string | undefined;
  readonly problem?: FormProblem | undefined;
}

/** A new password, and a name where the person is new. */
export function passwordView(frame: Frame, view: PasswordView): Html {
  const { locale } = frame;
  const fields = html`<input type="hidden" name="token" value="${view.token}">
    <input type="text" name="username" value="${view.email}" autocomplete="username" readonly hidden>
    ${
      view.name !== undefined &&
      field({
        name: 'name',
        label: message(locale, 'page.field.name'),
        value: view.name,
        mistake: view.problem?.mistakes['name'],
        autocomplete: 'name',
        maxLength: 120,
      })
    }
    ${field({
      name: 'password',
      label: message(locale, 'page.field.new-password'),
      hint: message(locale, 'page.field.password-hint'),
      type: 'password',
      mistake: view.problem?.mistakes['password'],
      autocomplete: 'new-password',
      maxLength: 256,
    })}
    ${submit(view.button)}`;
  return layout(frame, {
    title: view.problem === undefined ? view.title : message(locale, 'page.title-mistake', { title: view.title }),
    main: html`${errorSummary(view.problem?.summary)}
      <h1>${view.title}</h1>
      <p>${view.intro}</p>
      ${postForm(frame, view.action, fields)}`,
  });
}
