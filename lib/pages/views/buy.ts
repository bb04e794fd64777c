import type { PrepaidPlan } from '../../domain/catalogue.ts';
import { type Money, money } from '../../domain/money.ts';
import { dateText, moneyText } from '../../messages/format.ts';
import { message } from '../../messages/messages.ts';
import { writeAmount } from '../amounts.ts';
import { field, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import type { CreditJson } from './account-words.ts';
import { type BillJson, billSums } from './bill-sums.ts';
import { type BuyerView, taxHint } from './buyer.ts';
import { buying, type PaymentChoice } from './payment-choice.ts';

export interface Preview {
  readonly amount: Money;
  readonly bill: BillJson;
  readonly days: number | null;
  readonly expiresOn: string | null;
}

export interface BuyView {
  readonly plan: PrepaidPlan;
  readonly buyer: BuyerView;
  readonly payment: PaymentChoice;
  /** Random for each page shown; a purchase sent twice from it is one order. */
  readonly orderKey: string;
  /** The amount as it was entered. */
  readonly entered?: string | undefined;
  readonly preview?: Preview | undefined;
  readonly problem?: FormProblem | undefined;
}

const PRESET_MONTHS = [1, 3, 6, 12];

/** Buying credit, and what an amount would buy. (P6, P8) */
export function buyPanel(frame: Frame, account: string, credit: CreditJson, view: BuyView): Html {
  const { locale } = frame;
  return html`<section class="panel" id="buy" aria-labelledby="buy-title">
      <h2 id="buy-title">${message(locale, 'page.buy.title')}</h2>
      <p>${message(locale, 'page.buy.intro')}</p>
      ${postForm(frame, '/account/buy', buyFields(frame, account, credit, view))}
    </section>`;
}

function buyFields(frame: Frame, account: string, credit: CreditJson, view: BuyView): Html {
  const { locale } = frame;
  const { plan, preview } = view;
  const limit = (minor: number) => moneyText(locale, money(minor, plan.currency));
  const { least, most } = plan.purchaseMinor;
  return html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="order_key" value="${view.orderKey}">
    <div class="row">${field({
      name: 'amount',
      label: message(locale, 'page.field.amount', { currency: plan.currency }),
      hint: `${message(locale, 'page.buy.amount-hint', { least: limit(least), most: limit(most) })} ${taxHint(locale, view.buyer)}`.trim(),
      value: preview === undefined ? view.entered : writeAmount(preview.amount),
      mistake: view.problem?.mistakes['amount'],
      inputMode: 'decimal',
      autocomplete: 'off',
      maxLength: 20,
      optional: true,
    })}
    ${submit(message(locale, 'page.buy.preview'), { name: 'do', value: 'preview', quiet: true })}</div>
    ${presets(frame, credit, plan)}
    <div id="preview" aria-live="polite">${preview && previewView(frame, account, credit, preview, view.buyer)}</div>
    ${buying(locale, view.payment, message(locale, 'page.buy.submit-any'))}`;
}

/** Amounts for whole months at today's charge; each is a preview of its own. */
function presets({ locale }: Frame, credit: CreditJson, plan: PrepaidPlan): Html | undefined {
  const each = credit.price.amount + credit.add_ons.reduce((sum, { price }) => sum + price.amount, 0);
  const monthly = each * Math.max(1, credit.active_users);
  const { least, most } = plan.purchaseMinor;
  const offered = PRESET_MONTHS.map((months) => ({ months, minor: monthly * months })).filter(
    ({ minor }) => minor >= least && minor <= most,
  );
  if (offered.length === 0) return undefined;
  return html`<div class="presets" role="group" aria-labelledby="presets-title">
      <p id="presets-title" class="soft">${message(locale, 'page.buy.presets')}</p>
      ${offered.map(({ months, minor }) => {
        const amount = money(minor, plan.currency);
        const label = message(locale, 'page.buy.preset', { months, amount: moneyText(locale, amount) });
        return html`<button class="chip" name="preset" value="${writeAmount(amount)}">${label}</button>`;
      })}
    </div>`;
}

function previewView(
  { locale }: Frame,
  account: string,
  credit: CreditJson,
  { amount, bill, days, expiresOn }: Preview,
  buyer: BuyerView,
): Html {
  const text = moneyText(locale, amount);
  const before = credit.expires_on;
  return html`<div class="outcome">
      <p>${
        days === null
          ? message(locale, 'page.buy.gets-open', { amount: text })
          : message(locale, 'page.buy.gets', { amount: text, days, users: Math.max(1, credit.active_users) })
      }</p>
      ${
        expiresOn !== null &&
        html`<p><strong>${message(locale, 'page.buy.until', { date: dateText(locale, expiresOn) })}</strong>
        ${before !== null && html`<span class="soft">${message(locale, 'page.buy.until-before', { date: dateText(locale, before) })}</span>`}</p>`
      }
      ${credit.status === 'not-activated' && html`<p class="soft">${message(locale, 'page.buy.from-activation')}</p>`}
      ${billSums(locale, bill, account, buyer)}
    </div>`;
}
