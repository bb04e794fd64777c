import type { Catalogue, TermPlan } from '../domain/catalogue.ts';
import { requirePlan } from '../domain/catalogue.ts';
import { decidePlanChange } from '../domain/licences/change-plan.ts';
import { afterPurchase, afterRenewalPaid, changePlanNow } from '../domain/licences/decide-subscription.ts';
import { addBought } from '../domain/licences/licence-pool.ts';
import type { Subscription } from '../domain/licences/subscription.ts';
import { moveToPlan } from './accounts.ts';
import type { Moment } from './credit.ts';
import { deleteLicence, licencesOf, loadPool, loadPools, putNewLicences, replacePool } from './licences.ts';
import type { Order } from './orders.ts';
import { replaceSubscription, requireSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';

/** Licences that one transaction puts; with its other items it stays well below a hundred. */
const LICENCES_AT_ONCE = 40;

/** A plan with licences. Errors: RangeError for a prepaid one: a bug, since its accounts have no subscription. */
export function termPlanOf(catalogue: Catalogue, id: string): TermPlan {
  const plan = requirePlan(catalogue, id);
  if (plan.kind !== 'term') throw new RangeError(`${id} has no licences`);
  return plan;
}

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
  if (order.purpose === 'renewal') return replaced(order, before, afterRenewalPaid(before, order.id));
  if (order.purpose === 'plan-change') return deliverPlan(order, before, moment);
  const trial = before.state === 'trial' ? await keepTrialLicences(order) : { order, writes: [] };
  const plan = termPlanOf(moment.catalogue, before.plan);
  const modules = order.lines.filter(({ kind }) => kind === 'module').map((line) => subjectOf(line));
  const after = afterPurchase(before, { ...begun(order), modules, renews: plan.renews });
  // A transaction writes an item once: where the trial changed a pool, the bought licences come with the next step.
  const licences = trial.writes.length === 0 ? await nextLicences(trial.order) : undefined;
  return {
    order: licences?.order ?? trial.order,
    writes: [replaceSubscription(before, after), ...trial.writes, ...(licences?.writes ?? [])],
  };
}

function begun({ id, term, period }: Order) {
  if (term === undefined || period === undefined) throw new RangeError(`the order ${id} has a term and a period`);
  return { term, period };
}

function subjectOf(line: Order['lines'][number]): string {
  return line.kind === 'credit' ? '' : line.subject;
}

function replaced(order: Order, before: Subscription, after: Subscription): Delivery {
  return { order, writes: after === before ? [] : [replaceSubscription(before, after)] };
}

/**
 * A plan that was paid for holds at once. What was added after the order was priced makes the change dearer; then the
 * money is kept on record and staff decide.
 */
async function deliverPlan(order: Order, before: Subscription, { catalogue, today }: Moment): Promise<Delivery> {
  const target = order.plan ?? before.plan;
  if (before.plan === target || before.state === 'ended') return { order, writes: [] };
  if (before.version !== order.basis) {
    const pools = (await loadPools(order.account)).map(({ pool }) => pool);
    const change = decidePlanChange(
      termPlanOf(catalogue, before.plan),
      termPlanOf(catalogue, target),
      before,
      pools,
      today,
    );
    if (change.when === 'now' && change.total.minor > order.total.minor) return { order, writes: [] };
  }
  const { writes } = replaced(order, before, changePlanNow(before, target));
  return { order, writes: [...writes, ...(await moveToPlan(order.account, target))] };
}

/** Licences of the trial count towards those that are bought; free ones beyond that end with it. */
async function keepTrialLicences(order: Order): Promise<Delivery> {
  const writes: Write[] = [];
  const delivered: Record<string, number> = { ...order.delivered };
  for (const stored of await loadPools(order.account)) {
    const { pool } = stored;
    const bought = quantityOf(order, pool.type);
    const kept = Math.min(pool.total, Math.max(bought, pool.inUse));
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
  const types = [...new Set(order.lines.flatMap((line) => (line.kind === 'licence' ? [line.subject] : [])))];
  const type = types.find((each) => missing(order, each) > 0);
  if (type === undefined) return undefined;
  const count = Math.min(LICENCES_AT_ONCE, missing(order, type));
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

function missing(order: Order, type: string): number {
  return quantityOf(order, type) - (order.delivered[type] ?? 0);
}
