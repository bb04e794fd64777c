import { message } from '../../lib/messages/messages.ts';
import { type FormProblem, formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { html } from '../../lib/pages/html.ts';
import { type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { tellView } from '../../lib/pages/views/plain.ts';
import { signUpView } from '../../lib/pages/views/sign-up.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { signUp } from '../sign-ups/sign-up.ts';

export const showSignUp = page('showSignUp', (request) => {
  const { locale, query } = request;
  if (query['sent'] === undefined) return { html: view(request, query) };
  const title = message(locale, 'page.sign-up.sent-title');
  const detail = message(locale, 'page.sign-up.sent');
  const more = html`<p class="soft">${message(locale, 'page.sign-up.sent-hint')}</p>`;
  return { html: tellView(request, { title, detail, more }) };
});

export const submitSignUp = page('submitSignUp', async (request) => {
  const { form, locale } = request;
  const { refused } = await orRefused(() =>
    signUp.call({
      ...request.caller,
      body: {
        email: form['email'],
        password: form['password'],
        name: form['name'] ?? '',
        organisation: form['organisation'],
        plan: form['plan'],
        activate: form['activate'] === 'yes',
        locale,
        ...(form['captcha'] === undefined ? {} : { captcha: form['captcha'] }),
      },
    }),
  );
  if (refused === undefined) return goTo(request, '/sign-up', { sent: '1' });
  const problem = formProblem(refused, locale, { hasPassword: true });
  return { html: view(request, form, problem), status: problem.status };
});

function view(request: PageRequest, entered: Readonly<Record<string, string>>, problem?: FormProblem) {
  return signUpView(request, {
    plans: request.catalogue.plans.filter((plan) => !plan.retired),
    today: request.today,
    withCaptcha: environment().CAPTCHA === 'on',
    entered,
    problem,
  });
}
