import { type MessageKey, message } from '../../lib/messages/messages.ts';
import { clearCookie, setCookie } from '../../lib/pages/cookies.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo, safeNext } from '../../lib/pages/redirects.ts';
import { signInView } from '../../lib/pages/views/plain.ts';
import { signIn } from '../sessions/sign-in.ts';
import { signOut } from '../sessions/sign-out.ts';

const news: Readonly<Record<string, MessageKey>> = {
  'signed-out': 'page.sign-in.signed-out',
  'password-set': 'page.reset.done',
  'invitation-accepted': 'page.invitation.done',
  'invitation-accepted-inactive': 'page.invitation.done-inactive',
};

export const showHome = page('showHome', (request) => ({ redirect: isSignedIn(request) ? '/account' : '/sign-in' }));

export const showSignIn = page('showSignIn', (request): PageReply => {
  const { query, locale } = request;
  const next = safeNext(query['next']);
  if (isSignedIn(request)) return { redirect: next ?? '/account' };
  const key = news[query['news'] ?? ''];
  return { html: signInView(request, { next, news: key && message(locale, key) }) };
});

export const submitSignIn = page('submitSignIn', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const next = safeNext(form['next']);
  const body = { email: form['email'], password: form['password'] };
  const { value, refused } = await orRefused(() => signIn.call({ ...request.caller, body }));
  if (refused === undefined) {
    const { token, expires_at: expiresAt } = value.body;
    const seconds = Math.floor((Date.parse(expiresAt) - Date.parse(request.now)) / 1000);
    return { redirect: next ?? '/account', cookies: [setCookie('session', token, seconds)] };
  }
  const link = { href: '/forgotten-password', label: message(locale, 'page.sign-in.forgotten') };
  const problem = formProblem(refused, locale, { link });
  return { html: signInView(request, { email: form['email'], next, problem }), status: problem.status };
});

export const submitSignOut = page('submitSignOut', async (request) => {
  if (isSignedIn(request)) await signOut.call(request.caller);
  return goTo(request, '/sign-in', { news: 'signed-out' }, [clearCookie('session')]);
});

function isSignedIn(request: PageRequest): boolean {
  return request.identity.user !== undefined;
}
