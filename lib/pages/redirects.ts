import type { PageReply, PageRequest } from './http.ts';

/** On to a page of ours after a form was taken, so that reloading does not send it again. The language goes along. */
export function goTo(
  request: PageRequest,
  path: string,
  query: Readonly<Record<string, string>> = {},
  cookies: readonly string[] = [],
): PageReply {
  const parameters = new URLSearchParams(query);
  // The account page knows the language of whoever is signed in; the other pages do not.
  if (!path.startsWith('/account')) parameters.set('locale', request.locale);
  const text = parameters.toString();
  return { redirect: text === '' ? path : `${path}?${text}`, cookies };
}

/** Where to go on after signing in: the account page, as it was asked for. Anything else could lead off this site. */
export function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && /^\/account(\?[\w=&%.-]{1,300})?$/.test(next) ? next : undefined;
}
