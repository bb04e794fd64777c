import { type PrepaidPlan, priceOn } from '../catalogue.ts';
import { addDays, dateIn, dayOfMonth, daysInMonth, monthOf, type PlainDate } from '../dates.ts';
import { type Money, money, multiply } from '../money.ts';
import { type CreditHead, enabledAddOns } from './credit-head.ts';
import { nightlyShare, sharesOf, sum } from './nightly-share.ts';

/** The plan itself, among the components that are charged. */
export const PLAN = '';

/** The monthly price per active user of the plan or of one of its add-ons, as it is on a date. Source: P1. */
export function monthlyPrice(plan: PrepaidPlan, component: string, date: PlainDate): Money {
  return money(priceOn(pricesOf(plan, component), date), plan.currency);
}

function pricesOf(plan: PrepaidPlan, component: string) {
  if (component === PLAN) return plan.prices;
  const addOn = plan.addOns.find((entry) => entry.id === component);
  if (addOn === undefined) throw new RangeError(`${plan.id} has no add-on ${component}`);
  return addOn.prices;
}

/** One active user's share of a component on one date. Source: P2. */
export function dayShare(plan: PrepaidPlan, component: string, date: PlainDate): Money {
  return nightlyShare(monthlyPrice(plan, component, date), dayOfMonth(date), daysInMonth(monthOf(date)));
}

/** What one date costs an account: its active users times the plan and the enabled add-ons. Source: P1, P3. */
export function dayCharge(head: CreditHead, plan: PrepaidPlan, date: PlainDate): Money {
  return chargeWithin(head, plan, date, date);
}

/** What the dates `from` to `to`, both of one month, cost together. */
export function chargeWithin(head: CreditHead, plan: PrepaidPlan, from: PlainDate, to: PlainDate): Money {
  const components = [PLAN, ...enabledAddOns(head)];
  const zero = money(0, plan.currency);
  const perUser = components.flatMap((component) => spans(plan, component, from, to).map(costOfSpan(plan, component)));
  return multiply(sum(perUser, zero), head.activeUsers);
}

type Span = readonly [PlainDate, PlainDate];

const costOfSpan =
  (plan: PrepaidPlan, component: string) =>
  ([from, to]: Span): Money =>
    sharesOf(monthlyPrice(plan, component, from), dayOfMonth(from), dayOfMonth(to), daysInMonth(monthOf(from)));

/** Cuts dates where the component's price changes, so that each span has one price. */
function spans(plan: PrepaidPlan, component: string, from: PlainDate, to: PlainDate): Span[] {
  const changes = pricesOf(plan, component)
    .map((price) => price.from)
    .filter((date) => date > from && date <= to);
  const starts = [from, ...changes];
  return starts.map((start, index) => {
    const next = starts[index + 1];
    return [start, next === undefined ? to : addDays(next, -1)];
  });
}

/** The last date of any price change that lies ahead, if any: until then months do not cost the same. */
export function lastPriceChange(head: CreditHead, plan: PrepaidPlan): PlainDate {
  const components = [PLAN, ...enabledAddOns(head)];
  const dates = components.flatMap((component) => pricesOf(plan, component).map((price) => price.from));
  return dates.sort().at(-1) as PlainDate;
}

export function endOfMonth(date: PlainDate): PlainDate {
  const month = monthOf(date);
  return dateIn(month, daysInMonth(month));
}
