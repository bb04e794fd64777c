import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type BuyLicencesView, buyLicencesPanel } from './buy-licences.ts';
import { type LicenceCounts, licencesPanel } from './licences.ts';
import { type SubscriptionView, subscriptionPanel, trialPanel, unpaidPanel } from './subscription.ts';

/** What an admin sees of an account on a plan with licences. */
export interface TermPart {
  readonly kind: 'term';
  readonly subscription: SubscriptionView;
  readonly licences: readonly LicenceCounts[];
  /** Undefined while a renewal is unpaid: that comes first. */
  readonly buy: BuyLicencesView | undefined;
}

export function termPart(frame: Frame, account: string, view: TermPart, billing: Html): Html {
  return html`${unpaidPanel(frame, view.subscription)}
    ${trialPanel(frame, account, view.subscription)}
    <div class="columns">
      ${subscriptionPanel(frame, view.subscription)}
      ${view.buy !== undefined && buyLicencesPanel(frame, account, view.buy)}
      ${billing}
    </div>
    ${licencesPanel(frame, view.licences)}`;
}
