import { priceOn, type Term, type TermPlan, type TermPrices } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import { add, type Money, money, multiply } from '../money.ts';
import { offeredPack, type PackItem, requireFewSessions } from '../packs/offered-pack.ts';
import { Refused } from '../refusal.ts';
import { daysLeft, daysOf, type Period, periodAt, wholeMonthsLeft } from './period.ts';
import { isRunning, isUnpaid, orderLink, type Subscription } from './subscription.ts';
import { restPrice, termPrice } from './term-price.ts';

export type TermItem =
  | { readonly kind: 'licence'; readonly type: string; readonly quantity: number }
  | { readonly kind: 'module'; readonly module: string }
  | PackItem;

/** How the amount of a line came about, so that a customer can check it. */
export type LineBasis =
  | { readonly kind: 'whole-period' }
  | { readonly kind: 'daily'; readonly daysLeft: number; readonly days: number }
  | { readonly kind: 'whole-months'; readonly months: number }
  /** All of it is there at once, so that it costs the same on every day. */
  | { readonly kind: 'full-price' }
  | { readonly kind: 'user-days'; readonly userDays: number; readonly days: number }
  /** Hundredths of a percent of the lines before. */
  | { readonly kind: 'percent'; readonly percent: number };

export interface TermLine {
  readonly kind: 'licence' | 'module' | 'pack' | 'plan' | 'consumption' | 'discount';
  /** Id of the licence type, module, pack or plan; of the module whose users are billed; '' for a discount. */
  readonly subject: string;
  /** Of a pack of users: the module. */
  readonly module?: string | undefined;
  readonly name: string;
  readonly quantity: number;
  /** What one costs for the whole term; for a change of plan, what it costs more; what is paid once. */
  readonly unitPrice: Money;
  /** Absent for what is not for a time. */
  readonly period: { readonly start: PlainDate; readonly end: PlainDate } | undefined;
  readonly basis: LineBasis;
  readonly amount: Money;
}

export interface PricedTermOrder {
  readonly lines: readonly TermLine[];
  readonly total: Money;
  readonly term: Term;
  readonly period: Period;
  /** What the next period will cost at today's prices, for what is bought here; undefined where none follows. */
  readonly nextTotal: Money | undefined;
}

/** Most seats of one type an order may ask for; an account may hold any number. */
export const MAX_QUANTITY = 1000;

/**
 * Prices licences, modules and packs; a preview and an order come from here alike.
 *
 * Shape:  a running subscription is joined for the rest of its period; otherwise a new period begins today, at the full
 *         price, for the term asked for (the plan's first without one).
 * Units:  one rounding per line.
 * Errors: `licence.unknown-type`, `module.unknown`, `module.already-there`, `subscription.unpaid`,
 *         `subscription.other-term`, `subscription.term-unavailable`; as {@link offeredPack}.
 * Source: L4, L5, L12, U1.
 */
export function priceTermOrder(
  plan: TermPlan,
  subscription: Subscription,
  items: readonly TermItem[],
  today: PlainDate,
  wantedTerm: Term | undefined,
): PricedTermOrder {
  if (isUnpaid(subscription.state)) throw new Refused('subscription.unpaid', { links: orderLink(subscription) });
  const running = isRunning(subscription.state);
  const term = termOf(plan, subscription, running, wantedTerm);
  const period = running ? requirePeriod(subscription) : periodAt(today, term, 0);
  requireEachOnce(plan, items);
  requireFewSessions(plan, items);
  const lines = items.map((item, index) =>
    priceItem(plan, subscription, item, { term, period, running, today, items, at: `/items/${index}` }),
  );
  const zero = money(0, plan.currency);
  return {
    lines,
    term,
    period,
    total: lines.reduce((sum, line) => add(sum, line.amount), zero),
    nextTotal: running && !goesOn(subscription) ? undefined : nextTotalOf(lines, zero),
  };
}

/** Whether a period follows the running one. */
function goesOn({ state, renews }: Subscription): boolean {
  return state === 'active' && renews;
}

function nextTotalOf(lines: readonly TermLine[], zero: Money): Money {
  const renewing = lines.filter(({ period }) => period !== undefined);
  return renewing.reduce((sum, line) => add(sum, multiply(line.unitPrice, line.quantity)), zero);
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
  /** Everything that is asked for together. */
  readonly items: readonly TermItem[];
  /** Where the item is in the request. */
  readonly at: string;
}

/** What is asked for, with what it costs. */
interface Wanted {
  readonly kind: TermItem['kind'];
  readonly subject: string;
  readonly module?: string | undefined;
  readonly name: string;
  readonly quantity: number;
  readonly prices: TermPrices;
}

function priceItem(plan: TermPlan, subscription: Subscription, item: TermItem, pricing: Pricing): TermLine {
  switch (item.kind) {
    case 'licence': {
      const { id, name, prices } = offeredLicence(plan, item.type, pricing.at);
      return lineOf(plan, { kind: item.kind, subject: id, name, quantity: item.quantity, prices }, pricing);
    }
    case 'module': {
      const { id, name, prices } = offeredModule(plan, subscription, item.module, pricing.at);
      return lineOf(plan, { kind: item.kind, subject: id, name, quantity: 1, prices }, pricing);
    }
    case 'pack':
      return packLine(plan, subscription, item, pricing);
  }
}

function packLine(plan: TermPlan, subscription: Subscription, item: PackItem, pricing: Pricing): TermLine {
  const bought = pricing.items.flatMap((other) => (other.kind === 'module' ? [other.module] : []));
  const modules = [...subscription.modules, ...bought];
  const { pack, name, prices, isWhole } = offeredPack(plan, subscription, item, modules, pricing.at);
  const { kind, module, quantity } = item;
  if (pack.kind === 'training') {
    const unitPrice = money(priceOn(pack.price, pricing.today), plan.currency);
    return {
      kind,
      subject: pack.id,
      name,
      quantity,
      unitPrice,
      period: undefined,
      basis: { kind: 'full-price' },
      amount: multiply(unitPrice, quantity),
    };
  }
  if (prices === undefined) throw new RangeError(`the pack ${pack.id} has no price`);
  const line = lineOf(plan, { kind, subject: pack.id, module, name, quantity, prices }, pricing);
  return isWhole ? { ...line, basis: { kind: 'full-price' }, amount: multiply(line.unitPrice, quantity) } : line;
}

/** At the full price where a period begins, else for what is left of the running one. */
function lineOf(plan: TermPlan, { prices, ...wanted }: Wanted, pricing: Pricing): TermLine {
  const { term, period, running, today } = pricing;
  const unitPrice = termPrice(prices, term, plan.currency, today);
  const rest = { term, period, proration: plan.proration, currency: plan.currency };
  return {
    ...wanted,
    unitPrice,
    period: { start: running ? today : period.start, end: period.end },
    basis: running ? basisOf(plan, period, today) : { kind: 'whole-period' },
    amount: running ? restPrice(prices, wanted.quantity, rest, today) : multiply(unitPrice, wanted.quantity),
  };
}

/** An account has a module once, and support once, so neither is bought twice at a time. */
function requireEachOnce(plan: TermPlan, items: readonly TermItem[]): void {
  const subjects = items.map((item) => {
    if (item.kind === 'module') return `module ${item.module}`;
    const isSupport = item.kind === 'pack' && plan.packs.some(({ id, kind }) => id === item.pack && kind === 'support');
    return isSupport ? `pack ${item.pack}` : undefined;
  });
  const again = subjects.findIndex((subject, index) => subject !== undefined && subjects.indexOf(subject) < index);
  const item = items[again];
  if (item === undefined) return;
  throw new Refused('request.invalid', {
    errors: [{ pointer: `/items/${again}/${item.kind}`, detail: 'is in this order already' }],
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
