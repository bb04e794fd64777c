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
  if (!/^\/(account|customers)/.test(path)) parameters.set('locale', request.locale);
  const text = parameters.toString();
  return { redirect: text === '' ? path : `${path}?${text}`, cookies };
}

/** To sign in first, and then on to where one was going. */
export function toSignIn(path: string, query: Readonly<Record<string, string>>): PageReply {
  const parameters = new URLSearchParams(query).toString();
  const next = parameters === '' ? path : `${path}?${parameters}`;
  return { redirect: `/sign-in?${new URLSearchParams({ next })}` };
}

/** Pages for those who are signed in, their files, and where an order is paid. */
const pagesToGoOn = [
  'account',
  'account/invoices/doc_\\w{26}\\.(pdf|xml)',
  'account/support',
  'account/support/tkt_\\w{26}',
  'account/trainings/trn_\\w{26}\\.ics',
  'customers',
  'customers/new',
  'pay/ord_\\w{26}',
];
const GOES_ON = new RegExp(`^/(${pagesToGoOn.join('|')})(\\?[\\w=&%.-]{1,300})?$`);

/** Where to go on after signing in. Anything but pages for those who are signed in could lead off this site. */
export function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && GOES_ON.test(next) ? next : undefined;
}
