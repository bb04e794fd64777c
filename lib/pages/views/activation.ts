import { freeCredit, type PrepaidPlan } from '../../domain/catalogue.ts';
import { dateText, moneyText } from '../../messages/format.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import type { CreditJson } from './account-words.ts';

/** The way into the service for an account that signed up without it. (A4) */
export function activationPanel(frame: Frame, account: string, plan: PrepaidPlan): Html {
  const { locale } = frame;
  const free = freeCredit(plan);
  const detail =
    free.minor === 0
      ? message(locale, 'page.activate.detail')
      : message(locale, 'page.activate.free', { amount: moneyText(locale, free) });
  const form = html`<input type="hidden" name="account" value="${account}">${submit(message(locale, 'page.activate.submit'))}`;
  return html`<section class="panel call" aria-labelledby="activate-title">
      <h2 id="activate-title">${message(locale, 'page.activate.title')}</h2>
      <p>${detail}</p>
      ${postForm(frame, '/account/activate', form)}
    </section>`;
}

/** Why nobody can work, and what to do. (P4) */
export function suspendedPanel({ locale }: Frame, { suspended_from: from }: CreditJson): Html {
  return html`<section class="panel alarm" aria-labelledby="suspended-title">
      <h2 id="suspended-title">${message(locale, 'page.credit.suspended-title')}</h2>
      <p>${message(locale, 'page.credit.suspended-detail', { date: from === null ? '' : dateText(locale, from) })}</p>
      <p><a class="button" href="#buy">${message(locale, 'page.credit.to-buy')}</a></p>
    </section>`;
}
