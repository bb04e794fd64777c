import type { RefusalCode, Refused } from '../domain/refusal.ts';
import type { Locale } from '../messages/locales.ts';
import { hasMessage, type MessageKey, message } from '../messages/messages.ts';
import { readable } from '../runtime/problem.ts';
import { type Html, html } from './html.ts';
import { type Frame, layout } from './layout.ts';

/** A refusal in words for a person: some texts of the API speak of requests and headers, and have others here. */
export function wordsOf(refused: Refused, locale: Locale): { title: string; detail: string } {
  const values = readable(refused.facts.values ?? {}, locale);
  const say = (part: 'title' | 'detail') => {
    const own = `page.problem.${refused.code}.${part}`;
    return message(locale, (hasMessage(own) ? own : `problem.${refused.code}.${part}`) as MessageKey, values);
  };
  return { title: say('title'), detail: say('detail') };
}

/** A page that says what cannot be done and where to go on. */
export function refusalView(frame: Frame, refused: Refused): Html {
  const { title, detail } = wordsOf(refused, frame.locale);
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      <p>${detail}</p>
      ${wayOut(frame, refused.code)}`,
  });
}

function wayOut({ locale, userName }: Frame, code: RefusalCode): Html {
  if (code === 'session.required') {
    return html`<p><a class="button" href="/sign-in">${message(locale, 'page.sign-in.action')}</a></p>`;
  }
  const target = userName === undefined ? '/sign-in' : '/account';
  const label = message(locale, userName === undefined ? 'page.to-sign-in' : 'page.to-account');
  return html`<p><a class="button" href="${target}">${label}</a></p>`;
}

/** A fault of ours: the visitor can do nothing but try again and name the request. */
export function faultView(frame: Frame, requestId: string): Html {
  const title = message(frame.locale, 'page.fault.title');
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      <p>${message(frame.locale, 'page.fault.detail')}</p>
      <p class="small">${message(frame.locale, 'page.fault.request', { requestId })}</p>`,
  });
}
