import type * as z from 'zod';
import type { previewOrder } from '../../contract/orders.ts';
import type { TermPlan } from '../../domain/catalogue.ts';
import { type MessageKey, message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { billSums } from './bill-sums.ts';
import { type BuyerView, taxHint } from './buyer.ts';
import { buying, type PaymentChoice } from './payment-choice.ts';
import { type TermFieldsView, termFields } from './term-fields.ts';
import { termPreview } from './term-preview.ts';

export type OrderPreview = z.output<typeof previewOrder.response.schema>;

export interface BuyLicencesView extends TermFieldsView {
  readonly buyer: BuyerView;
  readonly payment: PaymentChoice;
  /** Random for each page shown; a purchase sent twice from it is one order. */
  readonly orderKey: string;
  readonly preview?: OrderPreview | undefined;
}

/** What the panel sells is in its name. */
export function buyTitle({ licenceTypes, modules, packs }: TermPlan): MessageKey {
  const hasPacks = packs.some(({ retired }) => !retired);
  if (licenceTypes.length > 0) return hasPacks ? 'page.buy-licences.title-packs' : 'page.buy-licences.title';
  return hasPacks && modules.length > 0 ? 'page.buy-modules.title-packs' : 'page.buy-modules.title';
}

/** Buying licences, modules and packs: how many, what that costs, and on to the payment. (L4, U1) */
export function buyLicencesPanel(frame: Frame, account: string, view: BuyLicencesView): Html {
  const { locale } = frame;
  const intro = view.runningTerm === undefined ? 'page.buy-licences.intro-new' : 'page.buy-licences.intro';
  return html`<section class="panel" id="buy" aria-labelledby="buy-title">
      <h2 id="buy-title">${message(locale, buyTitle(view.plan))}</h2>
      <p>${message(locale, intro)} ${taxHint(locale, view.buyer)}</p>
      ${postForm(frame, '/account/buy', fields(frame, account, view))}
    </section>`;
}

function fields({ locale }: Frame, account: string, view: BuyLicencesView): Html {
  return html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="order_key" value="${view.orderKey}">
    ${termFields(locale, view)}
    ${submit(message(locale, 'page.buy-licences.preview'), { name: 'do', value: 'preview', quiet: true })}
    <div id="preview" aria-live="polite">${view.preview && termPreview(locale, view.preview, billSums(locale, view.preview, account, view.buyer), view.plan)}</div>
    ${buying(locale, view.payment, message(locale, 'page.buy-licences.submit'))}`;
}
