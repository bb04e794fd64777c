import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { addDays } from '../../lib/domain/dates.ts';
import { isRunning, isUnpaid } from '../../lib/domain/licences/subscription.ts';
import { type FormProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { BuyLicencesView } from '../../lib/pages/views/buy-licences.ts';
import type { AtEnd, SubscriptionJson, UnpaidRenewal } from '../../lib/pages/views/subscription.ts';
import type { TermPart } from '../../lib/pages/views/term-account.ts';
import { paymentPagePath } from '../../lib/payments/payment-page.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { loadRenewal } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
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
  problem: FormProblem | undefined,
): Promise<TermPart> {
  const call = { ...request.caller, path: { account: account.id } };
  const [{ body: subscription }, { body: licences }] = await Promise.all([
    getSubscription.call(call),
    listLicences.call({ ...call, query: { limit: '1' } }),
  ]);
  const [unpaid, usage, atEnd] = await Promise.all([
    unpaidRenewal(request, subscription),
    usageView(request, plan, subscription),
    atEndOf(request, account),
  ]);
  const { state, term } = subscription;
  const buyer = buyerView(request, account, plan);
  return {
    kind: 'term',
    subscription: {
      subscription,
      plan,
      plans: request.catalogue.plans,
      unpaid,
      atEnd,
      users: usage.modules.map((row) => row.usage),
      meters: usage.meters.map((row) => row.usage),
      removal: { entered: problem === undefined ? {} : request.form, mistakes: problem?.mistakes ?? {} },
    },
    buyer,
    licences: licences.types,
    moduleUsers: usage.modules,
    meters: usage.meters,
    buy: isUnpaid(state)
      ? undefined
      : {
          plan,
          buyer,
          payment: paymentChoice(request),
          runningTerm: isRunning(state) ? (term ?? undefined) : undefined,
          modules: subscription.modules,
          packs: subscription.packs,
          today: request.today,
          orderKey: randomSecret(),
          entered: prefilled(request),
          ...extras,
        },
  };
}

/** What the roll-over would do with the subscription if it renewed; whether it does is for its admins to say. (L6, L9) */
async function atEndOf({ catalogue }: PageRequest, account: Account): Promise<AtEnd | undefined> {
  const subscription = await requireSubscription(account.id);
  if (subscription.period === undefined || subscription.state === 'ended') return undefined;
  const { renewal } = await loadRenewal({ ...subscription, state: 'active', renews: true }, catalogue);
  const { on, closes, modules, dropped } = renewal;
  return { on, lastDay: addDays(on, -1), closes, drops: dropped.length > 0, modules };
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
