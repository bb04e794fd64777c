import type { MoneyJson } from '../../lib/contract/shared.ts';
import type { PrepaidPlan, Term, TermPlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import {
  isRunning,
  type PricedTermOrder,
  priceTermOrder,
  type TermItem,
} from '../../lib/domain/licences/price-term-order.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { money } from '../../lib/domain/money.ts';
import { type CreditItem, type PricedOrder, priceOrder } from '../../lib/domain/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { loadPools } from '../../lib/store/licences.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';

export type SentItem = { readonly kind: 'credit'; readonly amount: MoneyJson } | TermItem;

/** Credit items, priced. Errors: `order.wrong-kind` for anything else. */
export function priceCreditItems(plan: PrepaidPlan, items: readonly SentItem[]): PricedOrder {
  const credit = items.map((item, index): CreditItem => {
    if (item.kind !== 'credit') throw wrongKind(index, 'must be credit');
    return { kind: 'credit', amount: money(item.amount.amount, item.amount.currency) };
  });
  return priceOrder(plan, credit);
}

/**
 * Licences, modules and packs, priced for this account today.
 *
 * Errors: `order.wrong-kind` for credit; `order.no-licences`, `order.no-modules`; `licence.too-few` when a trial uses more than is bought; as {@link priceTermOrder}.
 */
export async function priceTermItems(
  account: AccountId,
  plan: TermPlan,
  items: readonly SentItem[],
  today: PlainDate,
  term: Term | undefined,
): Promise<PricedTermOrder & { readonly subscription: Subscription }> {
  const wanted = items.map((item, index): TermItem => {
    if (item.kind === 'credit') throw wrongKind(index, 'must be licence, module or pack');
    return item;
  });
  const subscription = await requireSubscription(account);
  if (subscription.state === 'trial') await requireEnough(account, wanted);
  if (!isRunning(subscription)) requireBeginning(plan, wanted);
  return { ...priceTermOrder(plan, subscription, wanted, today, term), subscription };
}

/** A subscription begins with what keeps it: licences, or modules where the plan has none. (L1, U1) */
function requireBeginning({ licenceTypes }: TermPlan, items: readonly TermItem[]): void {
  const kind = licenceTypes.length > 0 ? 'licence' : 'module';
  if (items.some((item) => item.kind === kind)) return;
  const errors = [{ pointer: '/items', detail: `must have a ${kind} among them` }];
  throw new Refused(kind === 'licence' ? 'order.no-licences' : 'order.no-modules', { errors });
}

/** What members use in the trial must be bought, or given back first. (L12) */
async function requireEnough(account: AccountId, items: readonly TermItem[]): Promise<void> {
  for (const { pool } of await loadPools(account)) {
    const bought = items.reduce(
      (sum, item) => (item.kind === 'licence' && item.type === pool.type ? sum + item.quantity : sum),
      0,
    );
    const needed = Math.max(pool.inUse, pool.minimum);
    if (bought < needed) throw tooFew(pool.type, needed);
  }
}

function tooFew(type: string, inUse: number): Refused {
  const errors = [{ pointer: '/items', detail: `must have at least ${inUse} of ${type}` }];
  return new Refused('licence.too-few', { values: { inUse, type }, errors });
}

function wrongKind(index: number, detail: string): Refused {
  return new Refused('order.wrong-kind', { errors: [{ pointer: `/items/${index}/kind`, detail }] });
}
