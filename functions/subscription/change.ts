import { moneyJson } from '../../lib/contract/shared.ts';
import * as contract from '../../lib/contract/subscription.ts';
import { findPlan, type TermPlan, termPlanOf } from '../../lib/domain/catalogue.ts';
import type { Bill } from '../../lib/domain/invoices/invoice.ts';
import { decidePlanChange, notAnEdition, type PlanChange } from '../../lib/domain/licences/change-plan.ts';
import {
  changePlanNow,
  schedule,
  scheduleModuleRemoval,
  schedulePackRemoval,
} from '../../lib/domain/licences/decide-subscription.ts';
import { requirePeriod, type TermLine } from '../../lib/domain/licences/price-term-order.ts';
import { pricedFor } from '../../lib/domain/licences/priced-for.ts';
import { isSamePack, type ScheduledChange, type Subscription } from '../../lib/domain/licences/subscription.ts';
import { money } from '../../lib/domain/money.ts';
import { type Discount, withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { moveToPlan } from '../../lib/store/accounts.ts';
import { billFor } from '../../lib/store/bills.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { loadPools } from '../../lib/store/licences.ts';
import { moveSubscription } from '../../lib/store/module-users.ts';
import { discountFor } from '../../lib/store/reseller-discount.ts';
import { loadRenewal } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import { billJson } from '../orders/bill-json.ts';
import { commitNewOrder } from '../orders/new-order.ts';
import { orderJson, pricedItemJson } from '../orders/order-json.ts';
import { scheduledJson, subscriptionJson } from './subscription-json.ts';

type Changing = Request<typeof contract.changeSubscription>;
type Asked = Pick<Request<typeof contract.previewSubscriptionChange>, 'path' | 'body' | 'now' | 'today' | 'catalogue'>;

export const previewSubscriptionChange = route(contract.previewSubscriptionChange, async (request) => {
  const subscription = await requireSubscription(request.path.account);
  const change = await decide(request, subscription);
  const { currency } = termPlanOf(request.catalogue, subscription.plan);
  const { lines, bill } = await billOf(request, change.when === 'now' ? change.lines : [], currency);
  return {
    body: {
      when: change.when,
      effective_on: change.when === 'now' ? request.today : change.on,
      closes: await closesWith(request, changed(request, subscription, change.when, '')),
      items: lines.map(pricedItemJson),
      ...billJson(bill, currency),
    },
  };
});

export const changeSubscription = route(contract.changeSubscription, async (request) => {
  const subscription = await requireSubscription(request.path.account);
  const change = await decide(request, subscription);
  if (change.when === 'now' && change.total.minor > 0) return orderPlan(request, subscription, change);
  return commitChange(request);
});

/** Removing a module or packs always waits for the period's end. (L10) */
async function decide({ path, body, today, catalogue }: Asked, subscription: Subscription): Promise<PlanChange> {
  const removed = removal(body, subscription, '');
  if (removed !== undefined) {
    return { when: 'period-end', on: requirePeriod(subscription).end };
  }
  const pools = (await loadPools(path.account)).map(({ pool }) => pool);
  const from = termPlanOf(catalogue, subscription.plan);
  return decidePlanChange(from, targetPlan({ body, catalogue }), subscription, pools, today);
}

/** The subscription with the removal that is asked for; undefined where another plan is. */
function removal(body: Asked['body'], subscription: Subscription, id: string): Subscription | undefined {
  if ('remove_module' in body) return scheduleModuleRemoval(subscription, id, body.remove_module);
  if ('remove_pack' in body) {
    const { remove_pack: pack, module, quantity } = body;
    return schedulePackRemoval(subscription, id, { pack, module, quantity });
  }
  return undefined;
}

function targetPlan({ body, catalogue }: Pick<Asked, 'body' | 'catalogue'>): TermPlan {
  const plan = 'plan' in body ? findPlan(catalogue, body.plan) : undefined;
  if (plan?.kind !== 'term') throw notAnEdition();
  return plan;
}

interface BilledChange {
  readonly lines: readonly TermLine[];
  readonly bill: Bill | undefined;
  readonly discount: Discount | undefined;
}

/** The change's bill with its discount, under the plan that is changed to. */
async function billOf(request: Asked, full: readonly TermLine[], currency: string): Promise<BilledChange> {
  const { path, body, now, today, catalogue } = request;
  const account = await refreshVatCheck(path.account, now);
  const discount = await discountFor(account);
  const lines = withDiscount(full, discount, currency);
  const plan = 'plan' in body ? body.plan : account.plan;
  return { lines, bill: billFor(lines, { ...account, plan }, catalogue, today), discount };
}

type PaidChange = Extract<PlanChange, { when: 'now' }>;

async function orderPlan(request: Changing, subscription: Subscription, change: PaidChange) {
  const plan = targetPlan(request).id;
  const { account } = request.path;
  const pools = (await loadPools(account)).map(({ pool }) => pool);
  const { currency } = change.total;
  const { lines, bill, discount } = await billOf(request, change.lines, currency);
  const wanted = {
    purpose: 'plan-change' as const,
    account,
    lines,
    bill,
    currency,
    paymentMethod: 'payment_method' in request.body ? request.body.payment_method : ('card' as const),
    plan,
    pricedFor: pricedFor(subscription, pools, discount),
    reseller: discount?.reseller,
    joinsUntil: requirePeriod(subscription).end,
  };
  const closes = await closesWith(request, changePlanNow(subscription, plan));
  const reply = await commitNewOrder(wanted, request, (order) => ({
    body: {
      when: 'now' as const,
      effective_on: request.today,
      closes,
      total: moneyJson(order.total),
      order: orderJson(order, request.now),
      change: null,
      subscription: subscriptionJson(subscription),
    },
  }));
  // What a discount makes free is on the other plan already.
  if (bill !== undefined) return reply;
  return { ...reply, body: { ...reply.body, subscription: subscriptionJson(await requireSubscription(account)) } };
}

async function commitChange(request: Changing) {
  const { path, actor, now, today, catalogue, body } = request;
  const id = newId('chg');
  const { after, when } = await decideAndCommit(async () => {
    const before = await requireSubscription(path.account);
    const change = await decide(request, before);
    const next = changed(request, before, change.when, id);
    const result = { after: next, when: change.when };
    if (next === before) return { writes: [], result };
    const fact = recordFact({
      account: path.account,
      action: change.when === 'now' ? 'subscription.plan-changed' : 'subscription.change-scheduled',
      actor,
      subject: change.when === 'now' ? path.account : id,
      before: { plan: before.plan, scheduled: before.scheduled },
      after: { plan: next.plan, scheduled: next.scheduled },
      at: now,
    });
    const account = await moveToPlan(path.account, next.plan);
    return {
      writes: [...(await moveSubscription(before, next, request)), fact, ...account],
      result,
    };
  });
  const scheduled = when === 'now' ? undefined : after.scheduled.find((change) => isAsked(change, body));
  return {
    body: {
      when,
      effective_on: when === 'now' ? today : requirePeriod(after).end,
      closes: await closesWith(request, after),
      total: moneyJson(money(0, termPlanOf(catalogue, after.plan).currency)),
      order: null,
      change: scheduled === undefined ? null : scheduledJson(scheduled, after),
      subscription: subscriptionJson(after),
    },
  };
}

/** What is asked for, done or noted under an id; the subscription itself where it is noted already. */
function changed(request: Asked, before: Subscription, when: PlanChange['when'], id: string): Subscription {
  const removed = removal(request.body, before, id);
  if (removed !== undefined) return removed;
  const plan = targetPlan(request).id;
  return when === 'now' ? changePlanNow(before, plan) : schedule(before, { id, kind: 'plan', plan });
}

/** Whether a scheduled change is what a request asks for; there is one of each subject. */
function isAsked(change: ScheduledChange, body: Asked['body']): boolean {
  if ('remove_module' in body) return change.kind === 'remove-module' && change.module === body.remove_module;
  if ('remove_pack' in body)
    return change.kind === 'remove-pack' && isSamePack(change, { pack: body.remove_pack, module: body.module });
  return change.kind === 'plan';
}

/** The dry run's own word for a subscription; false for one that has no period to end. (L6) */
async function closesWith({ catalogue }: Pick<Asked, 'catalogue'>, subscription: Subscription): Promise<boolean> {
  if (subscription.period === undefined) return false;
  return (await loadRenewal(subscription, catalogue)).renewal.closes;
}
