import { findPlan } from '../../lib/domain/catalogue.ts';
import { message } from '../../lib/messages/messages.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type Html, html } from '../../lib/pages/html.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { isAboutLink, linkReply } from '../../lib/pages/link-reply.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { linkButton, oneButtonView, tellView } from '../../lib/pages/views/plain.ts';
import { findLink } from '../../lib/store/links.ts';
import { confirmSignUp } from '../sign-ups/confirm-sign-up.ts';
import { renewLink } from '../sign-ups/renew-link.ts';

/** Opening the link changes nothing: mail scanners open links too. (A2) */
export const showConfirmation = page('showConfirmation', async (request) => {
  const { query, now } = request;
  if (query['done'] !== undefined) return { html: doneView(request, query['done']) };
  if (query['sent'] !== undefined) return { html: sentView(request) };
  const token = query['token'] ?? '';
  const { refused } = await orRefused(() => findLink(token, 'confirm-sign-up', now));
  return refused === undefined ? { html: askView(request, token) } : linkReply(request, refused, token);
});

export const submitConfirmation = page('submitConfirmation', async (request): Promise<PageReply> => {
  const token = request.form['token'] ?? '';
  const { value, refused } = await orRefused(() => confirmSignUp.call({ ...request.caller, body: { token } }));
  if (refused === undefined) return goTo(request, '/confirm', { done: doneWord(request, value.body) });
  if (isAboutLink(refused)) return linkReply(request, refused, token);
  const signIn = { href: '/sign-in', label: message(request.locale, 'page.to-sign-in') };
  const problem = formProblem(refused, request.locale, { link: signIn });
  return { html: askView(request, token, problem), status: problem.status };
});

/** The answer is the same for every token, so that it tells nothing about any. */
export const submitLinkRenewal = page('submitLinkRenewal', async (request) => {
  await orRefused(() => renewLink.call({ ...request.caller, body: { token: request.form['token'] } }));
  return goTo(request, '/confirm', { sent: '1' });
});

function askView(request: PageRequest, token: string, problem?: ReturnType<typeof formProblem>): Html {
  const { locale } = request;
  return oneButtonView(request, {
    title: message(locale, 'page.confirm.title'),
    detail: message(locale, 'page.confirm.detail'),
    action: '/confirm',
    token,
    button: message(locale, 'page.confirm.submit'),
    problem,
  });
}

const doneWords = {
  active: 'page.confirm.done-active',
  inactive: 'page.confirm.done-inactive',
  trial: 'page.confirm.done-trial',
  term: 'page.confirm.done-term',
  modules: 'page.confirm.done-modules',
} as const;
type Done = keyof typeof doneWords;

/** What a person can do next, which depends on the plan. */
function doneWord({ catalogue }: PageRequest, body: { account: { plan: string }; activated: boolean }): Done {
  const plan = findPlan(catalogue, body.account.plan);
  if (plan?.kind !== 'term') return body.activated ? 'active' : 'inactive';
  if (body.activated) return 'trial';
  return plan.licenceTypes.length > 0 ? 'term' : 'modules';
}

function doneView(request: PageRequest, given: string): Html {
  const done = Object.hasOwn(doneWords, given) ? (given as Done) : 'inactive';
  const isActive = done === 'active' || done === 'trial';
  const { locale, catalogue } = request;
  const { name, url } = catalogue.service;
  return tellView(request, {
    title: message(locale, 'page.confirm.done-title'),
    detail: message(locale, doneWords[done]),
    more: html`${linkButton('/sign-in', message(locale, 'page.sign-in.action'))}
      ${isActive && html`<p><a href="${url}">${message(locale, 'page.confirm.open-service', { service: name })}</a></p>`}`,
  });
}

function sentView(request: PageRequest): Html {
  return tellView(request, {
    title: message(request.locale, 'page.link.sent-title'),
    detail: message(request.locale, 'page.link.sent'),
  });
}
