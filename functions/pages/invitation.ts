import { Refused } from '../../lib/domain/refusal.ts';
import { message } from '../../lib/messages/messages.ts';
import { type FormProblem, formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { isAboutLink, linkReply } from '../../lib/pages/link-reply.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { oneButtonView, passwordView } from '../../lib/pages/views/plain.ts';
import { loadAccount } from '../../lib/store/accounts.ts';
import { findLink } from '../../lib/store/links.ts';
import { findUserByEmail } from '../../lib/store/users.ts';
import { acceptInvitation } from '../members/accept-invitation.ts';

/** What the page says of an invitation: who invites whom, and whether a login is there already. */
interface Offer {
  readonly organisation: string;
  readonly email: string;
  readonly hasLogin: boolean;
}

export const showInvitation = page('showInvitation', async (request) => {
  const token = request.query['token'] ?? '';
  const { value, refused } = await orRefused(() => offerOf(request, token));
  return refused === undefined ? { html: view(request, token, value) } : linkReply(request, refused, token);
});

/** A new person gives a name and a password, one with a login only accepts. (A6) */
export const submitInvitation = page('submitInvitation', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const token = form['token'] ?? '';
  const offer = await orRefused(() => offerOf(request, token));
  if (offer.refused !== undefined) return linkReply(request, offer.refused, token);
  const own = offer.value.hasLogin ? {} : { name: form['name'] ?? '', password: form['password'] ?? '' };
  const { value, refused } = await orRefused(() =>
    acceptInvitation.call({ ...request.caller, body: { token, ...own } }),
  );
  if (refused === undefined) return accepted(request, value.body.member.active);
  if (isAboutLink(refused)) return linkReply(request, refused, token);
  const problem = formProblem(refused, locale, { hasPassword: true });
  return { html: view(request, token, offer.value, problem), status: problem.status };
});

function accepted(request: PageRequest, isActive: boolean): PageReply {
  const path = request.identity.user === undefined ? '/sign-in' : '/account';
  return goTo(request, path, { news: isActive ? 'invitation-accepted' : 'invitation-accepted-inactive' });
}

async function offerOf(request: PageRequest, token: string): Promise<Offer> {
  const { invitation } = await findLink(token, 'invitation', request.now);
  const account = await loadAccount(invitation.account);
  const { email } = invitation;
  if (account === undefined || email === undefined) throw new Refused('link.unknown');
  const user = await findUserByEmail(email);
  return { organisation: account.organisation, email, hasLogin: user?.passwordHash !== undefined };
}

function view(request: PageRequest, token: string, offer: Offer, problem?: FormProblem): Html {
  const { locale, form } = request;
  const words = {
    title: message(locale, 'page.invitation.title', { organisation: offer.organisation }),
    action: '/invitation',
    token,
    button: message(locale, 'page.invitation.submit'),
    problem,
  };
  const { email, organisation } = offer;
  if (offer.hasLogin) {
    return oneButtonView(request, {
      ...words,
      detail: message(locale, 'page.invitation.known', { email, organisation }),
    });
  }
  const intro = message(locale, 'page.invitation.new', { email });
  return passwordView(request, { ...words, intro, email, name: form['name'] ?? '' });
}
