import { moneyText } from '../../lib/messages/format.ts';
import { message } from '../../lib/messages/messages.ts';
import { errorSummary, field, submit } from '../../lib/pages/components.ts';
import { type Html, html } from '../../lib/pages/html.ts';
import { type Frame, layout, postForm } from '../../lib/pages/layout.ts';
import { testCards } from '../../lib/payments/sandbox-cards.ts';
import type { Checkout } from '../../lib/store/checkouts.ts';

/** The payment page. `declined` after a card that was not taken. */
export function payView(frame: Frame, checkout: Checkout, declined: boolean): Html {
  const { locale } = frame;
  const amount = moneyText(locale, checkout.amount);
  const title = message(locale, 'checkout.title', { amount });
  const summary = declined
    ? { title: message(locale, 'checkout.declined'), detail: message(locale, 'checkout.declined-detail') }
    : undefined;
  const cardField = field({
    name: 'card',
    label: message(locale, 'checkout.card'),
    hint: message(locale, 'checkout.card-hint'),
    value: '4242 4242 4242 4242',
    autocomplete: 'off',
    maxLength: 30,
  });
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      ${errorSummary(summary)}
      <p>${message(locale, 'checkout.intro', { service: checkout.service })}</p>
      ${postForm(frame, pathOf(checkout), html`${cardField}${submit(message(locale, 'checkout.pay', { amount }))}`)}
      ${cardTable(frame)}
      <p><a href="${checkout.returnPath}">${message(locale, 'checkout.back')}</a></p>`,
  });
}

function cardTable({ locale }: Frame): Html {
  const rows = Object.entries(testCards).map(
    ([number, behaviour]) => html`<tr>
        <td><code>${number.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></td>
        <td>${message(locale, `checkout.behaviour.${behaviour}`)}</td>
      </tr>`,
  );
  return html`<table>
      <caption>${message(locale, 'checkout.test-cards')}</caption>
      <thead><tr>
        <th scope="col">${message(locale, 'checkout.number')}</th>
        <th scope="col">${message(locale, 'checkout.effect')}</th>
      </tr></thead>
      <tbody>${rows}</tbody>
    </table>`;
}

/** The bank's question, for the card that needs a confirmation. */
export function confirmView(frame: Frame, checkout: Checkout, card: string): Html {
  const { locale } = frame;
  const amount = moneyText(locale, checkout.amount);
  const title = message(locale, 'checkout.confirm-title');
  const form = html`<input type="hidden" name="card" value="${card}">
    <input type="hidden" name="confirmed" value="yes">
    ${submit(message(locale, 'checkout.confirm', { amount }))}`;
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      <p>${message(locale, 'checkout.confirm-intro', { amount, service: checkout.service })}</p>
      ${postForm(frame, pathOf(checkout), form)}
      <p><a href="${pathOf(checkout)}">${message(locale, 'checkout.cancel')}</a></p>`,
  });
}

export function paidView(frame: Frame, checkout: Checkout): Html {
  const { locale } = frame;
  const title = message(locale, 'checkout.paid-title');
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      <p>${message(locale, 'checkout.paid-detail')}</p>
      <p><a href="${checkout.returnPath}">${message(locale, 'checkout.back')}</a></p>`,
  });
}

function pathOf(checkout: Checkout): string {
  return `/sandbox-gateway/checkouts/${checkout.id}`;
}
