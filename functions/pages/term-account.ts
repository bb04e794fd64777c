import type { TermPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { BuyLicencesView } from '../../lib/pages/views/buy-licences.ts';
import type { SubscriptionJson } from '../../lib/pages/views/subscription.ts';
import type { TermAdminView } from '../../lib/pages/views/term-account.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { listLicences } from '../licences/list.ts';
import { getOrder } from '../orders/read.ts';
import { getSubscription } from '../subscription/edit.ts';
import { membersView } from './members-view.ts';

/** What a purchase adds to the page: what was entered, and what it would cost or why not. */
export type BuyLicencesExtras = Pick<BuyLicencesView, 'entered' | 'preview' | 'problem'>;

export async function termAdminView(
  request: PageRequest,
  account: AccountId,
  plan: TermPlan,
  extras: BuyLicencesExtras,
): Promise<TermAdminView> {
  const call = { ...request.caller, path: { account } };
  const [{ body: subscription }, { body: licences }, members] = await Promise.all([
    getSubscription.call(call),
    listLicences.call({ ...call, query: { limit: '1' } }),
    membersView(request, account, plan),
  ]);
  const { state, term } = subscription;
  const isRunning = state === 'active' || state === 'cancelling';
  const isUnpaid = state === 'past-due' || state === 'suspended';
  return {
    kind: 'term',
    subscription: {
      subscription,
      plan,
      plans: request.catalogue.plans,
      payUrl: await payUrlOf(request, account, subscription),
    },
    licences: licences.types,
    buy: isUnpaid
      ? undefined
      : {
          plan,
          runningTerm: isRunning ? (term ?? undefined) : undefined,
          modules: subscription.modules,
          today: request.today,
          orderKey: randomSecret(),
          ...extras,
        },
    members,
  };
}

/** Where the unpaid renewal is paid. (L13) */
async function payUrlOf(request: PageRequest, account: AccountId, { unpaid }: SubscriptionJson) {
  if (unpaid === null) return undefined;
  const { body } = await getOrder.call({ ...request.caller, path: { account, order: unpaid.order } });
  return body.payment_url ?? undefined;
}
