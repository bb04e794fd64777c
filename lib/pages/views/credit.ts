import { daysBetween, type PlainDate } from '../../domain/dates.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type CreditJson, jsonMoneyText } from './account-words.ts';

/** The credit panel: what there is, what a day costs, and to which date it lasts. (P5) */
export function creditPanelView({ locale }: Frame, credit: CreditJson, today: PlainDate): Html {
  const price = message(locale, 'page.credit.price', { price: jsonMoneyText(locale, credit.price) });
  return html`<section class="panel" id="credit" aria-labelledby="credit-title">
      <div class="panel-title">
        <h2 id="credit-title">${message(locale, 'page.credit.title')}</h2>
        <span class="badge ${credit.status}"><span class="visually-hidden">${message(locale, 'page.credit.status')}: </span>${message(locale, `page.credit.status.${credit.status}`)}</span>
      </div>
      <dl class="facts">
        <div class="main-fact"><dt>${message(locale, 'page.credit.balance')}</dt><dd>${jsonMoneyText(locale, credit.balance)}</dd></div>
        <div class="main-fact"><dt>${message(locale, 'page.credit.expires')}</dt><dd>${expiry(locale, credit, today)}</dd></div>
        <div><dt>${message(locale, 'page.credit.daily')}</dt><dd>${jsonMoneyText(locale, credit.daily_charge)}</dd></div>
        <div><dt>${message(locale, 'page.credit.users')}</dt><dd>${credit.active_users}<br><span class="soft">${price}</span></dd></div>
        <div><dt>${message(locale, 'page.credit.add-ons')}</dt><dd>${addOns(locale, credit)}</dd></div>
        <div><dt>${message(locale, 'page.credit.support')}</dt><dd>${message(locale, credit.support ? 'page.credit.support-yes' : 'page.credit.support-no')}</dd></div>
      </dl>
    </section>`;
}

function expiry(locale: Locale, credit: CreditJson, today: PlainDate): Html {
  const date = credit.expires_on;
  if (date === null) {
    const key = credit.status === 'not-activated' ? 'page.credit.expires-unknown' : 'page.credit.expires-never';
    return html`${message(locale, key)}`;
  }
  const days = daysBetween(today, date as PlainDate);
  return html`${dateText(locale, date)}${days >= 0 && html`<br><span class="soft">${message(locale, 'page.credit.days-left', { days })}</span>`}`;
}

function addOns(locale: Locale, { add_ons: enabled }: CreditJson): Html {
  if (enabled.length === 0) return html`${message(locale, 'page.credit.add-ons-none')}`;
  return html`<ul class="plain">${enabled.map(
    ({ name, price }) =>
      html`<li>${message(locale, 'page.credit.add-on', { name, price: jsonMoneyText(locale, price) })}</li>`,
  )}</ul>`;
}
