import type { Term, TermPlan } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { add, type Money, money, multiply } from '../money.ts';
import { Refused } from '../refusal.ts';
import { daysLeft, daysOf, type Period, periodAt, wholeMonthsLeft } from './period.ts';
import type { Subscription } from './subscription.ts';
import { restPrice, termPrice } from './term-price.ts';

export type TermItem =
  | { readonly kind: 'licence'; readonly type: string; readonly quantity: number }
  | { readonly kind: 'module'; readonly module: string };

/** How the amount of a line came about, so that a customer can check it. */
export type LineBasis =
  | { readonly kind: 'whole-period' }
  | { readonly kind: 'daily'; readonly daysLeft: number; readonly days: number }
  | { readonly kind: 'whole-months'; readonly months: number };

export interface TermLine {
  readonly kind: 'licence' | 'module' | 'plan';
  /** Id of the licence type, module or plan. */
  readonly subject: string;
  readonly name: string;
  readonly quantity: number;
  /** What one costs for the whole term; for a change of plan, what it costs more. */
  readonly unitPrice: Money;
  readonly period: { readonly start: PlainDate; readonly end: PlainDate };
  readonly basis: LineBasis;
  readonly amount: Money;
}

export interface PricedTermOrder {
  readonly lines: readonly TermLine[];
  readonly total: Money;
  readonly term: Term;
  readonly period: Period;
  /** What the next period will cost at today's prices, for what is bought here. */
  readonly nextTotal: Money;
}

/** Most seats of one type an order may ask for; an account may hold any number. */
export const MAX_QUANTITY = 1000;

/** Whether the subscription has a paid period that purchases join. */
export function isRunning({ state }: Subscription): boolean {
  return state === 'active' || state === 'cancelling';
}

/**
 * Prices licences and modules; a preview and an order come from here alike.
 *
 * Shape:  a running subscription is joined for the rest of its period; otherwise a new period begins today, at the full
 *         price, for the term asked for (the plan's first without one).
 * Units:  one rounding per line.
 * Errors: `licence.unknown-type`, `module.unknown`, `module.already-there`, `subscription.unpaid`,
 *         `subscription.other-term`, `subscription.term-unavailable`.
 * Source: L4, L5, L12.
 */
export function priceTermOrder(
  plan: TermPlan,
  subscription: Subscription,
  items: readonly TermItem[],
  today: PlainDate,
  wantedTerm: Term | undefined,
): PricedTermOrder {
  if (subscription.state === 'past-due' || subscription.state === 'suspended') throw unpaid(subscription);
  const running = isRunning(subscription);
  const term = termOf(plan, subscription, running, wantedTerm);
  const period = running ? requirePeriod(subscription) : periodAt(today, term, 0);
  requireEachModuleOnce(items);
  const lines = items.map((item, index) =>
    priceItem(plan, subscription, item, { term, period, running, today, at: `/items/${index}` }),
  );
  const zero = money(0, plan.currency);
  return {
    lines,
    term,
    period,
    total: lines.reduce((sum, line) => add(sum, line.amount), zero),
    nextTotal: lines.reduce((sum, line) => add(sum, multiply(line.unitPrice, line.quantity)), zero),
  };
}

function unpaid({ account, unpaid: renewal }: Subscription): Refused {
  const order = renewal === undefined ? {} : { order: `/v1/accounts/${account}/orders/${renewal.order}` };
  return new Refused('subscription.unpaid', { links: { ...order } });
}

function termOf(plan: TermPlan, subscription: Subscription, running: boolean, wanted: Term | undefined): Term {
  const [first] = plan.terms;
  if (first === undefined) throw new RangeError(`${plan.id} offers no term`);
  if (!running) {
    if (wanted !== undefined && !plan.terms.includes(wanted))
      throw new Refused('subscription.term-unavailable', {
        errors: [{ pointer: '/term', detail: `must be ${plan.terms.join(' or ')}` }],
      });
    return wanted ?? first;
  }
  const term = subscription.term ?? first;
  if (wanted !== undefined && wanted !== term)
    throw new Refused('subscription.other-term', {
      values: { months: term },
      errors: [{ pointer: '/term', detail: `must be left out, or ${term}` }],
    });
  return term;
}

export function requirePeriod({ account, period }: Subscription): Period {
  if (period === undefined) throw new RangeError(`the running subscription of ${account} has a period`);
  return period;
}

interface Pricing {
  readonly term: Term;
  readonly period: Period;
  readonly running: boolean;
  readonly today: PlainDate;
  /** Where the item is in the request. */
  readonly at: string;
}

function priceItem(plan: TermPlan, subscription: Subscription, item: TermItem, pricing: Pricing): TermLine {
  const offered =
    item.kind === 'licence'
      ? offeredLicence(plan, item.type, pricing.at)
      : offeredModule(plan, subscription, item.module, pricing.at);
  const quantity = item.kind === 'licence' ? item.quantity : 1;
  const { term, period, running, today } = pricing;
  const unitPrice = termPrice(offered.prices, term, plan.currency, today);
  const rest = { term, period, proration: plan.proration, currency: plan.currency };
  return {
    kind: item.kind,
    subject: offered.id,
    name: offered.name,
    quantity,
    unitPrice,
    period: { start: running ? today : period.start, end: period.end },
    basis: running ? basisOf(plan, period, today) : { kind: 'whole-period' },
    amount: running ? restPrice(offered.prices, quantity, rest, today) : multiply(unitPrice, quantity),
  };
}

/** An account has a module once, so it is not bought twice at a time either. */
function requireEachModuleOnce(items: readonly TermItem[]): void {
  const modules = items.map((item) => (item.kind === 'module' ? item.module : undefined));
  const again = modules.findIndex((module, index) => module !== undefined && modules.indexOf(module) < index);
  if (again === -1) return;
  throw new Refused('request.invalid', {
    errors: [{ pointer: `/items/${again}/module`, detail: 'is in this order already' }],
  });
}

function offeredLicence(plan: TermPlan, type: string, at: string) {
  const offered = plan.licenceTypes.find((entry) => entry.id === type);
  if (offered === undefined || offered.retired)
    throw new Refused('licence.unknown-type', {
      values: { type },
      errors: [{ pointer: `${at}/type`, detail: 'is not a licence on offer' }],
    });
  return offered;
}

function offeredModule(plan: TermPlan, { modules }: Subscription, id: string, at: string) {
  const pointer = `${at}/module`;
  const offered = plan.modules.find((entry) => entry.id === id);
  if (offered === undefined || offered.retired)
    throw new Refused('module.unknown', {
      values: { module: id },
      errors: [{ pointer, detail: 'is not a module on offer' }],
    });
  if (modules.includes(id))
    throw new Refused('module.already-there', {
      values: { module: offered.name },
      errors: [{ pointer, detail: 'is in the subscription already' }],
    });
  return offered;
}

export function basisOf(plan: TermPlan, period: Period, today: PlainDate): LineBasis {
  return plan.proration === 'daily'
    ? { kind: 'daily', daysLeft: daysLeft(period, today), days: daysOf(period) }
    : { kind: 'whole-months', months: wholeMonthsLeft(period, today) };
}
