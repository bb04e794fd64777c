import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';
import { removalPart, SUBSCRIPTION_PATH } from './scheduled-changes.ts';
import type { AtEnd, SubscriptionView } from './subscription.ts';

/** What an admin can decide about the period's end; nothing where no period runs. (L9, L10) */
export function renewalControls(frame: Frame, view: SubscriptionView): Html | undefined {
  const { subscription, atEnd } = view;
  if (atEnd === undefined) return undefined;
  const { state, renews } = subscription;
  return html`${state === 'active' && renews && removalPart(frame, view, atEnd)}
    ${state === 'cancelling' && undoPart(frame, view, atEnd)}
    ${renews ? state !== 'cancelling' && switchOffPart(frame, view, atEnd) : switchOnPart(frame, view, atEnd)}
    ${state === 'active' && cancelPart(frame, view, atEnd)}`;
}

/** A form of one button, with what it brings. */
function oneButton(frame: Frame, account: string, step: string, label: string): Html {
  const content = html`<input type="hidden" name="account" value="${account}">
    ${submit(label, { name: 'do', value: step, quiet: true })}`;
  return postForm(frame, SUBSCRIPTION_PATH, content);
}

const isUnpaid = ({ subscription: { state } }: SubscriptionView) => (state === 'active' ? 'no' : 'yes');

function switchOffPart(frame: Frame, view: SubscriptionView, { lastDay }: AtEnd): Html {
  const { locale } = frame;
  const values = { date: dateText(locale, lastDay), unpaid: isUnpaid(view) };
  return html`<details>
      <summary>${message(locale, 'page.renewal.switch-off')}</summary>
      <p>${message(locale, 'page.renewal.switch-off-detail', values)} ${stillBilled(locale, view)}</p>
      ${oneButton(frame, view.subscription.account, 'renewal-off', message(locale, 'page.renewal.switch-off-submit'))}
    </details>`;
}

function switchOnPart(frame: Frame, view: SubscriptionView, { on, closes }: AtEnd): Html {
  const { locale } = frame;
  const { state, account } = view.subscription;
  const outcome = state === 'cancelling' ? 'cancelled' : closes ? 'empty' : 'renews';
  const values = { date: dateText(locale, on), unpaid: isUnpaid(view) };
  return html`<p>${message(locale, `page.renewal.switch-on-detail.${outcome}`, values)}</p>
    ${oneButton(frame, account, 'renewal-on', message(locale, 'page.renewal.switch-on'))}`;
}

function cancelPart(frame: Frame, view: SubscriptionView, { lastDay }: AtEnd): Html {
  const { locale } = frame;
  const detail = message(locale, 'page.cancellation.detail', { date: dateText(locale, lastDay) });
  return html`<details>
      <summary>${message(locale, 'page.cancellation.cancel')}</summary>
      <p>${detail} ${stillBilled(locale, view)}</p>
      ${oneButton(frame, view.subscription.account, 'cancel', message(locale, 'page.cancellation.submit'))}
    </details>`;
}

function undoPart(frame: Frame, { subscription }: SubscriptionView, { on, closes }: AtEnd): Html {
  const { locale } = frame;
  const outcome = !subscription.renews ? 'off' : closes ? 'empty' : 'renews';
  return html`<p>${message(locale, `page.cancellation.undo-detail.${outcome}`, { date: dateText(locale, on) })}</p>
    ${oneButton(frame, subscription.account, 'undo-cancel', message(locale, 'page.cancellation.undo'))}`;
}

/** Users by consumption are billed when the period ends, also where nothing follows it. (U2) */
function stillBilled(locale: Locale, { users }: SubscriptionView): string {
  const [first] = users;
  const amount = users.reduce((sum, { expected_cost: cost }) => sum + cost.amount, 0);
  if (first === undefined || amount === 0) return '';
  const cost = jsonMoneyText(locale, { ...first.expected_cost, amount });
  return message(locale, 'page.cancellation.consumption', { cost });
}
