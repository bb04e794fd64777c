import type * as z from 'zod';
import type { getAccountReseller } from '../../contract/resellers.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { dateText } from '../../messages/format.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';

export interface ResellerView {
  readonly reseller: z.output<typeof getAccountReseller.response.schema>;
  readonly since: PlainDate;
  /** Whether it is the reseller's own people who look. */
  readonly isActing: boolean;
}

/** Who manages the account beside its own admins, and the way to end that. (R5) */
export function resellerPanel(frame: Frame, account: string, view: ResellerView | undefined): Html | undefined {
  if (view === undefined) return undefined;
  const { locale } = frame;
  const { reseller, since, isActing } = view;
  const values = { reseller: reseller.organisation, date: dateText(locale, since) };
  const who = isActing ? 'acting' : 'own';
  const form = html`<input type="hidden" name="account" value="${account}">
    <p>${message(locale, `page.reseller.withdraw-detail.${who}`, values)}</p>
    ${submit(message(locale, `page.reseller.withdraw-submit.${who}`, values))}`;
  return html`<section class="panel" id="reseller" aria-labelledby="reseller-title">
      <h2 id="reseller-title">${message(locale, 'page.reseller.title')}</h2>
      <p>${message(locale, `page.reseller.detail.${who}`, values)}</p>
      <details>
        <summary>${message(locale, `page.reseller.withdraw.${who}`)}</summary>
        ${postForm(frame, '/account/reseller', form)}
      </details>
    </section>`;
}
