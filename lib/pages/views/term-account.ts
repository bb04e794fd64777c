import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type BuyLicencesView, buyLicencesPanel } from './buy-licences.ts';
import type { BuyerView } from './buyer.ts';
import { type LicenceCounts, licencesPanel } from './licences.ts';
import { type MeterRow, metersPanel } from './meters.ts';
import { type ModuleUsersRow, moduleUsersPanel } from './module-users.ts';
import { type SubscriptionView, subscriptionPanel, trialPanel, unpaidPanel } from './subscription.ts';

/** What an admin sees of an account on a plan that is billed by terms. */
export interface TermPart {
  readonly kind: 'term';
  readonly subscription: SubscriptionView;
  readonly buyer: BuyerView;
  /** Empty on plans without licences. */
  readonly licences: readonly LicenceCounts[];
  readonly moduleUsers: readonly ModuleUsersRow[];
  readonly meters: readonly MeterRow[];
  /** Undefined while a renewal is unpaid: that comes first. */
  readonly buy: BuyLicencesView | undefined;
}

export function termPart(frame: Frame, account: string, view: TermPart, billing: Html): Html {
  const users = moduleUsersPanel(frame, view.moduleUsers, view.buyer);
  // What will be billed comes first.
  const isUrgent = view.moduleUsers.some(({ usage }) => usage.beyond > 0);
  return html`${unpaidPanel(frame, view.subscription)}
    ${isUrgent && users}
    ${trialPanel(frame, account, view.subscription)}
    <div class="columns">
      ${subscriptionPanel(frame, view.subscription)}
      ${view.buy !== undefined && buyLicencesPanel(frame, account, view.buy)}
      ${billing}
    </div>
    ${!isUrgent && users}
    ${metersPanel(frame, view.meters)}
    ${view.licences.length > 0 && licencesPanel(frame, view.licences)}`;
}
