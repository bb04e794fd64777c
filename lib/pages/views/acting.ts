import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';

/** A reseller's person on the page of a customer. (R2) */
export interface Acting {
  /** The reseller's account. */
  readonly reseller: string;
  readonly name: string;
  readonly customer: string;
}

/** For whom one acts on this page, and the way back. */
export function actingBanner(locale: Locale, acting: Acting | undefined): Html | undefined {
  if (acting === undefined) return undefined;
  const { reseller, name, customer } = acting;
  return html`<section class="notice acting" aria-label="${message(locale, 'page.acting.label')}">
      <p><strong>${message(locale, 'page.acting.text', { reseller: name, customer })}</strong>
        <a href="/customers?account=${reseller}">${message(locale, 'page.acting.back', { reseller: name })}</a></p>
    </section>`;
}
