import { message } from '../../lib/messages/messages.ts';
import { type Html, html } from '../../lib/pages/html.ts';
import { type Frame, layout } from '../../lib/pages/layout.ts';

/** A refusal as the page explains it; a problem's `type` leads here. */
export interface RefusalView {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The operations that name it as their own. */
  readonly operations: readonly string[];
}

/** The API's description by Swagger UI, and beneath it every refusal, which needs no script to be read. */
export function docsView(frame: Frame, refusals: readonly RefusalView[]): Html {
  const { locale } = frame;
  return layout(frame, {
    title: message(locale, 'docs.title'),
    width: 'wide',
    main: html`<link rel="stylesheet" href="/docs/swagger-ui.css">
      <link rel="stylesheet" href="/docs/docs.css">
      <h1>${message(locale, 'docs.title')}</h1>
      <p>${message(locale, 'docs.about')}</p>
      <ul class="docs-links">
        <li><a href="/openapi.json">${message(locale, 'docs.document')}</a></li>
        <li><a href="#refusals">${message(locale, 'docs.refusals')}</a></li>
      </ul>
      <div id="reference"><noscript><p>${message(locale, 'docs.no-script')}</p></noscript></div>
      <section class="refusals" aria-labelledby="refusals">
        <h2 id="refusals">${message(locale, 'docs.refusals')}</h2>
        <p>${message(locale, 'docs.refusals.about')}</p>
        ${refusals.map((refusal) => refusalArticle(frame, refusal))}
      </section>
      <script src="/docs/swagger-ui-bundle.js" defer></script>
      <script src="/docs/docs.js" defer></script>`,
  });
}

function refusalArticle({ locale }: Frame, refusal: RefusalView): Html {
  return html`<article id="problem-${refusal.code}" class="refusal">
      <h3><a href="#problem-${refusal.code}">${refusal.title}</a></h3>
      <p class="refusal-code"><code>${refusal.code}</code> <span>${message(locale, 'docs.status', { status: refusal.status })}</span></p>
      <p>${refusal.detail}</p>
      ${
        refusal.operations.length > 0 &&
        html`<p class="refusal-from">${message(locale, 'docs.from')} ${refusal.operations.map((name) => html`<code>${name}</code> `)}</p>`
      }
    </article>`;
}
