import type { Refused } from '../../domain/refusal.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { linkButton, tellView } from './plain.ts';

/** The page behind a link that cannot be used, with the way out; undefined when the refusal is about something else. */
export function linkProblemView(frame: Frame, refused: Refused, token: string): Html | undefined {
  const { locale } = frame;
  switch (refused.code) {
    case 'link.expired':
      return tellView(frame, {
        title: message(locale, 'page.link.expired-title'),
        detail: message(locale, 'page.link.expired-detail'),
        more: postForm(
          frame,
          '/new-link',
          html`<input type="hidden" name="token" value="${token}">${submit(message(locale, 'page.link.new'))}`,
        ),
      });
    case 'link.used':
      return tellView(frame, {
        title: message(locale, 'page.link.used-title'),
        detail: message(locale, 'page.link.used-detail'),
        more: linkButton('/sign-in', message(locale, 'page.to-sign-in')),
      });
    case 'link.unknown':
      return tellView(frame, {
        title: message(locale, 'page.link.unknown-title'),
        detail: message(locale, 'page.link.unknown-detail'),
        more: html`<p>${message(locale, 'page.link.unknown-more')}</p>
          <ul>
            <li><a href="/forgotten-password">${message(locale, 'page.link.unknown-reset')}</a></li>
            <li><a href="/sign-up">${message(locale, 'page.link.unknown-sign-up')}</a></li>
          </ul>`,
      });
    case 'invitation.withdrawn':
      return tellView(frame, {
        title: message(locale, 'page.link.withdrawn-title'),
        detail: message(locale, 'page.link.withdrawn-detail'),
      });
    default:
      return undefined;
  }
}
