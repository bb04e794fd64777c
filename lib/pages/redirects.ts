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

/** The account page as it was asked for, the files of invoices, and where an order is paid. */
const GOES_ON = /^\/(account(\/invoices\/doc_\w{26}\.(pdf|xml))?|pay\/ord_\w{26})(\?[\w=&%.-]{1,300})?$/;

/** Where to go on after signing in. Anything but pages for those who are signed in could lead off this site. */
export function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && GOES_ON.test(next) ? next : undefined;
}
