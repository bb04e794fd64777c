import { type TermPlan, termPlanOf } from '../domain/catalogue.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { afterPurchase, afterRenewalPaid, changePlanNow } from '../domain/licences/decide-subscription.ts';
import { addBought } from '../domain/licences/licence-pool.ts';
import { periodAt } from '../domain/licences/period.ts';
import { pricedFor } from '../domain/licences/priced-for.ts';
import { hasPeriod, type SubscribedPack, type Subscription } from '../domain/licences/subscription.ts';
import { NO_DISCOUNT } from '../domain/resellers/discount-line.ts';
import { moveToPlan, requireAccount } from './accounts.ts';
import { loadCatalogue } from './catalogue.ts';
import type { Moment } from './credit.ts';
import {
  deleteLicence,
  licencesOf,
  loadPool,
  loadPools,
  poolStays,
  putNewLicences,
  replacePool,
  type StoredPool,
} from './licences.ts';
import { moveSubscription } from './module-users.ts';
import { missingLicences, type Order, statusAt } from './orders.ts';
import { discountFor } from './reseller-discount.ts';
import { requireSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';
import { putNewTrainings } from './trainings.ts';

/** Licences that one transaction puts; with its other items it stays well below a hundred. */
const LICENCES_AT_ONCE = 40;

/** An order as it goes on, and the writes that take it there. */
export interface Delivery {
  readonly order: Order;
  readonly writes: readonly Write[];
}

/**
 * What a payment does to the subscription, beside recording it: starts or enlarges it, renews it, or changes its plan.
 *
 * Shape:  the first licences are among the writes; {@link nextLicences} brings the others, step by step.
 * Source: L4, L10, L13.
 */
export async function firstDelivery(order: Order, moment: Moment): Promise<Delivery> {
  const before = await requireSubscription(order.account);
  if (order.purpose === 'consumption') return { order, writes: [] };
  if (order.purpose === 'renewal') return replaced(order, before, afterRenewalPaid(before, order.id), moment);
  const pools = await loadPools(order.account);
  const plan = termPlanOf(moment.catalogue, before.plan);
  if (await isStale(order, before, pools, plan)) return { order: { ...order, closed: 'outdated' }, writes: [] };
  if (order.purpose === 'plan-change') return deliverPlan(order, before, pools, moment);
  const bought = { modules: modulesIn(order), packs: packsIn(order, plan), renews: plan.renews };
  const begins = beginning(order, before, moment.today);
  const { paymentMethod } = order;
  const after = afterPurchase(before, { ...begun(begins), ...bought, paymentMethod });
  const trial = before.state === 'trial' ? await keepTrialLicences(begins, pools) : { order: begins, writes: [] };
  // A transaction writes an item once: where the trial changed a pool, the bought licences come with the next step.
  const licences = trial.writes.length === 0 ? await nextLicences(trial.order) : undefined;
  return {
    order: licences?.order ?? trial.order,
    writes: [
      ...(await moveSubscription(before, after, moment)),
      ...trial.writes,
      ...(licences?.writes ?? []),
      ...trainingsIn(order, plan, moment),
    ],
  };
}

/** A first period begins when it is paid for, also when the transfer took days. (L4) */
function beginning(order: Order, subscription: Subscription, today: PlainDate): Order {
  const { term, period, bill } = order;
  if (hasPeriod(subscription.state) || term === undefined || period === undefined || period.start === today)
    return order;
  const begins = periodAt(today, term, 0);
  const moved = { start: begins.start, end: begins.end };
  return {
    ...order,
    period: begins,
    lines: order.lines.map((line) => (line.kind === 'credit' || !line.period ? line : { ...line, period: moved })),
    bill: bill && { ...bill, lines: bill.lines.map((line) => (line.period ? { ...line, period: moved } : line)) },
  };
}

/** Prices without a discount are those of an account that no reseller manages: whether one does is not looked up then. */
async function pricesHold(order: Order, subscription: Subscription, pools: readonly StoredPool[]): Promise<boolean> {
  const changing = order.purpose === 'plan-change' ? pools.map(({ pool }) => pool) : undefined;
  if (order.pricedFor === pricedFor(subscription, changing)) return true;
  const discount = (await discountFor(await requireAccount(order.account))) ?? NO_DISCOUNT;
  return order.pricedFor === pricedFor(subscription, changing, discount);
}

/** Whether an order is for a price that holds for what is there; renewals and consumption are owed as they are. */
function isPriced({ purpose }: Order): boolean {
  return purpose === 'purchase' || purpose === 'plan-change';
}

/** Whether what an open order was priced for has changed since, so that it must not be paid any more. */
export async function isOutdated(order: Order): Promise<boolean> {
  if (!isPriced(order)) return false;
  return isStale(order, ...(await loadWhatPricesHoldFor(order.account)));
}

type WhatPricesHoldFor = readonly [subscription: Subscription, pools: readonly StoredPool[], plan: TermPlan];

async function loadWhatPricesHoldFor(account: AccountId): Promise<WhatPricesHoldFor> {
  const [subscription, pools] = [await requireSubscription(account), await loadPools(account)];
  const { catalogue } = await loadCatalogue();
  return [subscription, pools, termPlanOf(catalogue, subscription.plan)];
}

/**
 * Tells of the orders of one account, as they were written, which are closed: one that nothing was paid of is, as soon as
 * its prices no longer hold.
 */
export function ordersAsTheyAre(now: Instant): (order: Order) => Promise<Order> {
  let known: Promise<WhatPricesHoldFor> | undefined;
  return async (order) => {
    if (!isPriced(order) || statusAt(order, now) !== 'pending' || order.received.minor > 0) return order;
    known ??= loadWhatPricesHoldFor(order.account);
    return (await isStale(order, ...(await known))) ? { ...order, closed: 'outdated' } : order;
  };
}

/** Its prices no longer hold, or a module or support that it buys is there by now: an account has each once. */
async function isStale(
  order: Order,
  subscription: Subscription,
  pools: readonly StoredPool[],
  plan: TermPlan,
): Promise<boolean> {
  if (!(await pricesHold(order, subscription, pools))) return true;
  if (order.purpose !== 'purchase' || !hasPeriod(subscription.state)) return false;
  const { modules, packs } = subscription;
  return (
    modulesIn(order).some((module) => modules.includes(module)) ||
    packLines(order, plan).some(
      ({ line, pack }) => pack.kind === 'support' && packs.some(({ pack: id }) => id === line.subject),
    )
  );
}

function modulesIn({ lines }: Order): string[] {
  return lines.flatMap((line) => (line.kind === 'module' ? [line.subject] : []));
}

/** The packs of an order, each with how it is offered. */
function packLines({ lines }: Order, plan: TermPlan) {
  return lines.flatMap((line) => {
    const pack = line.kind === 'pack' ? plan.packs.find(({ id }) => id === line.subject) : undefined;
    return line.kind === 'pack' && pack !== undefined ? [{ line, pack }] : [];
  });
}

/** Packs that stay with the subscription; training is delivered and gone. (U1, U5) */
function packsIn(order: Order, plan: TermPlan): SubscribedPack[] {
  return packLines(order, plan)
    .filter(({ pack }) => pack.kind !== 'training')
    .map(({ line: { subject, module, quantity } }) => ({ pack: subject, module, quantity }));
}

function trainingsIn(order: Order, plan: TermPlan, { now }: Moment): Write[] {
  return plan.packs.flatMap((pack) => {
    if (pack.kind !== 'training') return [];
    const bought = packLines(order, plan).filter(({ line }) => line.subject === pack.id);
    const quantity = bought.reduce((sum, { line }) => sum + line.quantity, 0);
    return putNewTrainings(order, pack, quantity, now);
  });
}

function begun({ id, term, period }: Order) {
  if (term === undefined || period === undefined) throw new RangeError(`the order ${id} has a term and a period`);
  return { term, period };
}

async function replaced(order: Order, before: Subscription, after: Subscription, moment: Moment): Promise<Delivery> {
  return { order, writes: after === before ? [] : await moveSubscription(before, after, moment) };
}

/** A plan that was paid for holds at once; its price held for the very seats that are there. (L10) */
async function deliverPlan(
  order: Order,
  before: Subscription,
  pools: readonly StoredPool[],
  moment: Moment,
): Promise<Delivery> {
  const target = order.plan ?? before.plan;
  const { writes } = await replaced(order, before, changePlanNow(before, target), moment);
  const unchanged = pools.map((stored) => poolStays(order.account, stored));
  return { order, writes: [...unchanged, ...writes, ...(await moveToPlan(order.account, target))] };
}

/** Licences of the trial count towards those that are bought; free ones beyond that end with it. */
async function keepTrialLicences(order: Order, pools: readonly StoredPool[]): Promise<Delivery> {
  const writes: Write[] = [];
  const delivered: Record<string, number> = { ...order.delivered };
  for (const stored of pools) {
    const { pool } = stored;
    const bought = quantityOf(order, pool.type);
    const kept = Math.min(pool.total, Math.max(bought, pool.inUse, pool.minimum));
    delivered[pool.type] = Math.min(bought, kept);
    if (kept === pool.total) continue;
    const surplus = pool.total - kept;
    let removed = 0;
    let ending = pool.ending;
    for await (const licence of licencesOf(order.account, pool.type)) {
      if (licence.holder !== undefined || removed === surplus) continue;
      removed += 1;
      if (!licence.autoRenew) ending -= 1;
      writes.push(deleteLicence(order.account, licence));
    }
    writes.push(replacePool(order.account, stored, { ...pool, total: kept, ending }));
  }
  return { order: { ...order, delivered }, writes };
}

function quantityOf({ lines }: Pick<Order, 'lines'>, type: string): number {
  return lines.reduce((sum, line) => (line.kind === 'licence' && line.subject === type ? sum + line.quantity : sum), 0);
}

/** The next licences of an order that are not there yet, at most so many and of one type; undefined when all are. */
export async function nextLicences(order: Order): Promise<Delivery | undefined> {
  const missing = missingLicences(order);
  if (missing === undefined) return undefined;
  const { type } = missing;
  const count = Math.min(LICENCES_AT_ONCE, missing.count);
  const stored = await loadPool(order.account, type);
  const delivered = { ...order.delivered, [type]: (order.delivered[type] ?? 0) + count };
  return {
    order: { ...order, delivered },
    writes: [
      replacePool(order.account, stored, addBought(stored.pool, count)),
      ...putNewLicences(order.account, type, count),
    ],
  };
}
