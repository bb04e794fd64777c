import type { PaymentMethod } from '../../domain/invoices/invoice.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';

export interface PaymentChoice {
  readonly methods: readonly PaymentMethod[];
  /** What was chosen before; otherwise the first there is. */
  readonly chosen: string | undefined;
}

/** The choice among the ways to pay, where there is one, and the button that buys. (T4) */
export function buying(locale: Locale, choice: PaymentChoice, button: string): Html {
  const { methods } = choice;
  if (methods.length === 0)
    return html`<p class="notice warning">${message(locale, 'page.problem.order.payment-unavailable.detail')}</p>`;
  return html`${methods.length === 1 ? onlyWay(locale, methods) : ways(locale, choice)}
    ${submit(button, { name: 'do', value: 'buy' })}`;
}

function onlyWay(locale: Locale, methods: readonly PaymentMethod[]): Html {
  return html`${methods.map(
    (method) => html`<input type="hidden" name="payment_method" value="${method}">
    <p class="soft">${message(locale, `page.pay-by.${method}-hint`)}</p>`,
  )}`;
}

function ways(locale: Locale, { methods, chosen }: PaymentChoice): Html {
  const checked = methods.find((method) => method === chosen) ?? methods[0];
  return html`<fieldset class="field ways" id="payment_method">
      <legend>${message(locale, 'page.pay-by')}</legend>
      ${methods.map(
        (method) => html`<label class="choice">
        <input type="radio" name="payment_method" value="${method}"${method === checked && html` checked`}
          aria-labelledby="${method}-name" aria-describedby="${method}-about">
        <span><strong id="${method}-name">${message(locale, `page.pay-by.${method}`)}</strong><br>
          <span class="soft" id="${method}-about">${message(locale, `page.pay-by.${method}-hint`)}</span></span>
      </label>`,
      )}
    </fieldset>`;
}
