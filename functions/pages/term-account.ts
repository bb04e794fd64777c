import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { orRefused } from '../../lib/pages/form-problem.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { BuyLicencesView } from '../../lib/pages/views/buy-licences.ts';
import type { SubscriptionJson, UnpaidRenewal } from '../../lib/pages/views/subscription.ts';
import type { TermPart } from '../../lib/pages/views/term-account.ts';
import { paymentPagePath } from '../../lib/payments/payment-page.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { getInvoice } from '../invoices/read.ts';
import { listLicences } from '../licences/list.ts';
import { getOrder } from '../orders/read.ts';
import { getSubscription } from '../subscription/edit.ts';
import { buyerView } from './buyer-view.ts';
import { paymentChoice } from './payment-choice.ts';
import { usageView } from './usage-view.ts';

/** What a purchase adds to the page: what was entered, and what it would cost or why not. */
export type BuyLicencesExtras = Pick<BuyLicencesView, 'entered' | 'preview' | 'problem'>;

export async function termPartOf(
  request: PageRequest,
  account: Account,
  plan: TermPlan,
  extras: BuyLicencesExtras,
): Promise<TermPart> {
  const call = { ...request.caller, path: { account: account.id } };
  const [{ body: subscription }, { body: licences }] = await Promise.all([
    getSubscription.call(call),
    listLicences.call({ ...call, query: { limit: '1' } }),
  ]);
  const [unpaid, usage] = await Promise.all([
    unpaidRenewal(request, subscription),
    usageView(request, plan, subscription),
  ]);
  const { state, term } = subscription;
  const isRunning = state === 'active' || state === 'cancelling';
  const isUnpaid = state === 'past-due' || state === 'suspended';
  const buyer = buyerView(request, account, plan);
  return {
    kind: 'term',
    subscription: { subscription, plan, plans: request.catalogue.plans, unpaid },
    buyer,
    licences: licences.types,
    moduleUsers: usage.modules,
    meters: usage.meters,
    buy: isUnpaid
      ? undefined
      : {
          plan,
          buyer,
          payment: paymentChoice(request),
          runningTerm: isRunning ? (term ?? undefined) : undefined,
          modules: subscription.modules,
          packs: subscription.packs,
          today: request.today,
          orderKey: randomSecret(),
          entered: prefilled(request),
          ...extras,
        },
  };
}

/** Packs that a link of this page asks for. */
function prefilled({ query }: PageRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name.startsWith('pack-')));
}

/** The renewal that waits for its payment: its invoice, what is due of it, and the ways to pay it. (L13) */
async function unpaidRenewal(
  request: PageRequest,
  { account, unpaid }: SubscriptionJson,
): Promise<UnpaidRenewal | undefined> {
  if (unpaid === null) return undefined;
  const path = { account, order: unpaid.order };
  const { value } = await orRefused(() => getOrder.call({ ...request.caller, path }));
  // At a reseller's prices it is the reseller's to pay.
  if (value === undefined) return undefined;
  const order = value.body;
  const invoice =
    order.invoice === null
      ? undefined
      : (await getInvoice.call({ ...request.caller, path: { account, invoice: order.invoice } })).body;
  const ownPage = paymentPagePath(account, order.id);
  const card = { method: 'card', url: order.payment_url ?? ownPage } as const;
  const transfer = { method: 'bank-transfer', url: ownPage } as const;
  const isEither = paymentChoice(request).methods.includes('card') && order.transfer !== null;
  return {
    invoice,
    due: order.due,
    ways: isEither ? [card, transfer] : [{ method: undefined, url: card.url }],
  };
}
