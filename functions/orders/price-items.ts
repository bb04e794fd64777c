import type { MoneyJson } from '../../lib/contract/shared.ts';
import type { PrepaidPlan, Term, TermPlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { type PricedTermOrder, priceTermOrder, type TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { pricedFor } from '../../lib/domain/licences/priced-for.ts';
import { hasPeriod, type Subscription } from '../../lib/domain/licences/subscription.ts';
import { money } from '../../lib/domain/money.ts';
import { type CreditItem, type PricedOrder, priceOrder } from '../../lib/domain/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type Discount, lessDiscount, withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { loadPools } from '../../lib/store/licences.ts';
import type { Order } from '../../lib/store/orders.ts';
import { discountFor } from '../../lib/store/reseller-discount.ts';
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
  account: Account,
  plan: TermPlan,
  items: readonly SentItem[],
  today: PlainDate,
  term: Term | undefined,
): Promise<PricedPurchase> {
  const wanted = items.map((item, index): TermItem => {
    if (item.kind === 'credit') throw wrongKind(index, 'must be licence, module or pack');
    return item;
  });
  const subscription = await requireSubscription(account.id);
  if (subscription.state === 'trial') await requireEnough(account.id, wanted);
  return pricePurchase(plan, subscription, wanted, { today, term, discount: await discountFor(account) });
}

/** What of an order follows from its prices. */
export type PricedPurchase = Pick<PricedTermOrder, 'lines' | 'term' | 'period' | 'nextTotal'> &
  Required<Pick<Order, 'pricedFor' | 'reseller'>>;

interface Purchase {
  readonly today: PlainDate;
  readonly term: Term | undefined;
  readonly discount: Discount | undefined;
}

/** Prices a purchase with its discount, for a subscription that is there or one that is about to be. Errors: as {@link priceTermItems}. */
export function pricePurchase(
  plan: TermPlan,
  subscription: Subscription,
  items: readonly TermItem[],
  { today, term: wantedTerm, discount }: Purchase,
): PricedPurchase {
  if (!hasPeriod(subscription.state)) requireBeginning(plan, items);
  const { lines, term, period, nextTotal } = priceTermOrder(plan, subscription, items, today, wantedTerm);
  return {
    lines: withDiscount(lines, discount, plan.currency),
    term,
    period,
    nextTotal: nextTotal && lessDiscount(nextTotal, discount),
    pricedFor: pricedFor(subscription, undefined, discount),
    reseller: discount?.reseller,
  };
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
