import type { Catalogue } from '../domain/catalogue.ts';
import type { Locale } from '../messages/locales.ts';
import { message } from '../messages/messages.ts';
import { type Html, html } from './html.ts';

/** What surrounds every page: its language, whose service it is, and who is signed in. */
export interface Frame {
  readonly locale: Locale;
  /** Absent only when the catalogue could not be read. */
  readonly service?: Catalogue['service'];
  /** The signed-in user's name. */
  readonly userName?: string | undefined;
  readonly formToken: string;
}

export interface View {
  readonly title: string;
  readonly main: Html;
  /** `wide` for pages with several panels; the others hold one column that is easy to read. */
  readonly width?: 'narrow' | 'wide';
  /** Names of module scripts and styles in /assets that this page needs beside its own. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
}

/** A whole page. Works without scripts; they only add comfort. */
export function layout(frame: Frame, view: View): Html {
  const { locale } = frame;
  const serviceName = frame.service?.name ?? message(locale, 'page.service-fallback');
  return html`<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex, nofollow">
    <title>${message(locale, 'page.title', { title: view.title, service: serviceName })}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
    <link rel="stylesheet" href="/assets/pages.css">
    ${view.styles?.map((name) => html`<link rel="stylesheet" href="/assets/${name}">`)}
    ${view.scripts?.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
  </head>
  <body>
    <a class="skip" href="#main">${message(locale, 'page.skip')}</a>
    ${header(frame, serviceName)}
    <main id="main" class="${view.width ?? 'narrow'}" tabindex="-1">
      ${view.main}
    </main>
    ${footer(frame)}
  </body>
</html>
`;
}

function header(frame: Frame, serviceName: string): Html {
  const { locale } = frame;
  return html`<header class="top">
      <a class="brand" href="/">${serviceName}</a>
      ${
        frame.userName !== undefined &&
        html`<div class="who">
        <span class="who-name">${frame.userName}</span>
        ${postForm(frame, '/sign-out', html`<button class="quiet">${message(locale, 'page.sign-out')}</button>`)}
      </div>`
      }
    </header>`;
}

function footer({ locale, service }: Frame): Html | undefined {
  if (service === undefined) return undefined;
  return html`<footer class="bottom">
      <p>${message(locale, 'page.help')} <a href="mailto:${service.supportEmail}">${service.supportEmail}</a></p>
      <p><a href="/docs">${message(locale, 'page.docs')}</a></p>
    </footer>`;
}

/** A form that another site cannot send, and that keeps the page's language. */
export function postForm(frame: Frame, action: string, content: Html, attributes: { class?: string } = {}): Html {
  return html`<form method="post" action="${action}" class="${attributes.class ?? 'form'}">
      <input type="hidden" name="form_token" value="${frame.formToken}">
      <input type="hidden" name="locale" value="${frame.locale}">
      ${content}
    </form>`;
}
