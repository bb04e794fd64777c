import type { TermPlan, TermPrices } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { add, type Money, money, subtract } from '../money.ts';
import { pricesOfHeld } from '../packs/offered-pack.ts';
import { Refused } from '../refusal.ts';
import type { LicencePool } from './licence-pool.ts';
import { basisOf, requirePeriod, type TermLine } from './price-term-order.ts';
import { isRunning, orderLink, type Subscription } from './subscription.ts';
import { restPrice, termPrice } from './term-price.ts';

/** What a change of plan comes to: at once and paid for, at once for nothing, or when the period ends. (L10) */
export type PlanChange =
  | { readonly when: 'now'; readonly lines: readonly TermLine[]; readonly total: Money }
  | { readonly when: 'period-end'; readonly on: PlainDate };

/**
 * Prices a change to another edition.
 *
 * Shape:  a dearer one is charged `new − old` for the rest of the period, line by line, by the plan's own proration; one
 *         that is not dearer waits for the period's end. Before the first purchase it costs nothing. For packs that can be
 *         used up at once nothing is taken off: they may be.
 * Errors: `plan.not-an-edition`, `plan.already-there`, `subscription.unpaid`, `subscription.ended`.
 * Source: L10.
 */
export function decidePlanChange(
  from: TermPlan,
  to: TermPlan,
  subscription: Subscription,
  pools: readonly LicencePool[],
  today: PlainDate,
): PlanChange {
  if (from.id === to.id)
    throw new Refused('plan.already-there', { errors: [{ pointer: '/plan', detail: 'is the plan there is' }] });
  if (!from.editions.includes(to.id) || to.retired) throw notAnEdition();
  const zero = money(0, from.currency);
  if (subscription.state === 'none' || subscription.state === 'trial') return { when: 'now', lines: [], total: zero };
  if (!isRunning(subscription.state))
    throw new Refused(subscription.state === 'ended' ? 'subscription.ended' : 'subscription.unpaid', {
      links: orderLink(subscription),
    });
  const lines = differences(from, to, subscription, pools, today);
  const total = lines.reduce((sum, line) => add(sum, line.amount), zero);
  if (total.minor > 0) return { when: 'now', lines, total };
  return { when: 'period-end', on: requirePeriod(subscription).end };
}

/** Errors: `plan.not-an-edition`, also for what is no plan with licences at all. Source: L10. */
export function notAnEdition(): Refused {
  return new Refused('plan.not-an-edition', {
    errors: [{ pointer: '/plan', detail: 'is not an edition this plan can change to' }],
  });
}

function differences(
  from: TermPlan,
  to: TermPlan,
  subscription: Subscription,
  pools: readonly LicencePool[],
  today: PlainDate,
): TermLine[] {
  const seats = pools
    .filter(({ total }) => total > 0)
    .map(({ type, total }) => ({
      id: type,
      quantity: total,
      offers: [from, to].map((plan) => plan.licenceTypes.find(({ id }) => id === type)),
      isWhole: false,
    }));
  const modules = subscription.modules.map((module) => ({
    id: module,
    quantity: 1,
    offers: [from, to].map((plan) => plan.modules.find(({ id }) => id === module)),
    isWhole: false,
  }));
  const packs = subscription.packs.map((held) => ({
    id: held.pack,
    quantity: held.quantity,
    offers: [from, to].map((plan) => pricesOfHeld(plan, held)),
    isWhole: pricesOfHeld(from, held)?.isWhole ?? false,
  }));
  return [...seats, ...modules, ...packs].flatMap(({ id, quantity, offers: [old, next], isWhole }) => {
    const part = { id, quantity, old: old?.prices, next: next?.prices, name: next?.name ?? old?.name ?? id };
    const line = difference(from, to, subscription, part, today);
    return isWhole && line.amount.minor < 0 ? [] : [line];
  });
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly old: TermPrices | undefined;
  readonly next: TermPrices | undefined;
}

function difference(from: TermPlan, to: TermPlan, subscription: Subscription, part: Part, today: PlainDate): TermLine {
  const period = requirePeriod(subscription);
  const term = subscription.term ?? 1;
  const { currency } = from;
  const rest = { term, period, proration: from.proration, currency };
  const zero = money(0, currency);
  const full = (prices: TermPrices | undefined) =>
    prices === undefined ? zero : termPrice(prices, term, currency, today);
  const left = (prices: TermPrices | undefined) =>
    prices === undefined ? zero : restPrice(prices, part.quantity, rest, today);
  return {
    kind: 'plan',
    subject: to.id,
    name: `${to.name}: ${part.name}`,
    quantity: part.quantity,
    unitPrice: subtract(full(part.next), full(part.old)),
    period: { start: today, end: period.end },
    basis: basisOf(from, period, today),
    amount: subtract(left(part.next), left(part.old)),
  };
}
