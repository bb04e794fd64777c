import { message } from '../../lib/messages/messages.ts';
import { clearCookie } from '../../lib/pages/cookies.ts';
import { type FormProblem, formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { isAboutLink, linkReply } from '../../lib/pages/link-reply.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { forgottenView, passwordView, tellView } from '../../lib/pages/views/plain.ts';
import { findLink } from '../../lib/store/links.ts';
import type { User } from '../../lib/store/users.ts';
import { confirmPasswordReset } from '../sessions/confirm-password-reset.ts';
import { requestPasswordReset } from '../sessions/request-password-reset.ts';

export const showForgottenPassword = page('showForgottenPassword', (request) => {
  const { locale, query } = request;
  if (query['sent'] === undefined) return { html: forgottenView(request, {}) };
  const title = message(locale, 'page.forgotten.sent-title');
  return { html: tellView(request, { title, detail: message(locale, 'page.forgotten.sent') }) };
});

export const submitForgottenPassword = page('submitForgottenPassword', async (request): Promise<PageReply> => {
  const email = request.form['email'];
  const { refused } = await orRefused(() => requestPasswordReset.call({ ...request.caller, body: { email } }));
  if (refused === undefined) return goTo(request, '/forgotten-password', { sent: '1' });
  const problem = formProblem(refused, request.locale);
  return { html: forgottenView(request, { email, problem }), status: problem.status };
});

/** For a forgotten password, and for the first one of somebody an admin added. */
export const showPasswordReset = page('showPasswordReset', async (request) => {
  const token = request.query['token'] ?? '';
  const { value, refused } = await orRefused(() => open(request, token));
  return refused === undefined ? { html: view(request, token, value) } : linkReply(request, refused, token);
});

export const submitPasswordReset = page('submitPasswordReset', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const token = form['token'] ?? '';
  const opened = await orRefused(() => open(request, token));
  if (opened.refused !== undefined) return linkReply(request, opened.refused, token);
  const name = form['name'];
  const body = { token, password: form['password'], ...(name === undefined ? {} : { name }) };
  const { refused } = await orRefused(() => confirmPasswordReset.call({ ...request.caller, body }));
  // Every session of the person has ended, the one of this browser too.
  if (refused === undefined) return goTo(request, '/sign-in', { news: 'password-set' }, [clearCookie('session')]);
  if (isAboutLink(refused)) return linkReply(request, refused, token);
  const problem = formProblem(refused, locale, { hasPassword: true });
  return { html: view(request, token, opened.value, problem), status: problem.status };
});

async function open(request: PageRequest, token: string): Promise<User> {
  return (await findLink(token, ['password-reset', 'set-password'], request.now)).user;
}

function view(request: PageRequest, token: string, user: User, problem?: FormProblem): Html {
  const { locale, form } = request;
  const email = user.email ?? '';
  return passwordView(request, {
    title: message(locale, 'page.reset.title'),
    intro: message(locale, 'page.reset.intro', { email }),
    action: '/reset-password',
    token,
    button: message(locale, 'page.reset.submit'),
    email,
    name: user.name === '' ? (form['name'] ?? '') : undefined,
    problem,
  });
}
