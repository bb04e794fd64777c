import type { Term, TermPlan } from '../catalogue.ts';
import { addDays, type PlainDate } from '../dates.ts';
import type { OrderId } from '../ids.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import { Refused } from '../refusal.ts';
import type { Renewal } from './decide-renewal.ts';
import type { Period } from './period.ts';
import { requirePeriod } from './price-term-order.ts';
import {
  hasPeriod,
  isRunning,
  isSamePack,
  nextDunning,
  orderLink,
  REMINDER_DAYS,
  type ScheduledChange,
  SUSPENSION_DAY,
  type SubscribedPack,
  type Subscription,
  stateAfter,
} from './subscription.ts';

/** Starts the plan's free trial. Errors: `subscription.trial-used` when there was one, or nothing to try. Source: L12. */
export function startTrial(subscription: Subscription, plan: TermPlan, today: PlainDate): Subscription {
  if (plan.trial === undefined || subscription.state !== 'none') throw new Refused('subscription.trial-used');
  const trialEnds = addDays(today, plan.trial.days);
  return changed(subscription, { state: stateAfter(subscription.state, 'trial-started'), trialEnds });
}

/**
 * The subscription once an order with a new period is paid, or with the modules and packs bought for the running one.
 *
 * Shape:  a payment that arrives late finds a renewal unpaid at times; what it paid for joins that period.
 * Source: L4, L12.
 */
export function afterPurchase(
  subscription: Subscription,
  bought: {
    readonly term: Term;
    readonly period: Period;
    readonly modules: readonly string[];
    readonly packs: readonly SubscribedPack[];
    readonly renews: boolean;
    readonly paymentMethod: PaymentMethod;
  },
): Subscription {
  const modules = [...new Set([...subscription.modules, ...bought.modules])].sort();
  if (hasPeriod(subscription.state))
    return changed(subscription, {
      modules,
      packs: withPacks(subscription.packs, bought.packs),
      paymentMethod: bought.paymentMethod,
    });
  const fresh = subscription.state === 'ended';
  return changed(subscription, {
    state: stateAfter(subscription.state, 'bought'),
    term: bought.term,
    anchor: bought.period.start,
    period: bought.period,
    trialEnds: undefined,
    modules: fresh ? [...bought.modules].sort() : modules,
    packs: withPacks(fresh ? [] : subscription.packs, bought.packs),
    scheduled: [],
    unpaid: undefined,
    renews: fresh ? bought.renews : subscription.renews,
    paymentMethod: bought.paymentMethod,
  });
}

/** Packs with others beside them: what is the same of them is counted together. Source: U1. */
function withPacks(packs: readonly SubscribedPack[], more: readonly SubscribedPack[]): SubscribedPack[] {
  return more.reduce<SubscribedPack[]>(
    (all, added) => {
      const same = all.find((held) => isSamePack(held, added));
      const quantity = added.quantity + (same?.quantity ?? 0);
      return [...all.filter((held) => held !== same), { ...added, quantity }];
    },
    [...packs],
  );
}

/** Cancels: usable until the period ends, then closed. Errors: `subscription.not-running`. Source: L9. */
export function cancel(subscription: Subscription): Subscription {
  if (subscription.state === 'cancelling') return subscription;
  if (subscription.state !== 'active') throw notRunning(subscription);
  return changed(subscription, { state: stateAfter(subscription.state, 'cancelled') });
}

export function undoCancellation(subscription: Subscription): Subscription {
  if (subscription.state === 'active') return subscription;
  if (subscription.state !== 'cancelling') throw notRunning(subscription);
  return changed(subscription, { state: stateAfter(subscription.state, 'cancellation-undone') });
}

/** Tacit renewal on or off, at any time until the end. Source: L9. */
export function setRenews(subscription: Subscription, renews: boolean): Subscription {
  if (subscription.state === 'ended') throw notRunning(subscription);
  return subscription.renews === renews ? subscription : changed(subscription, { renews });
}

/**
 * Notes a change for the period's end; a later one of the same kind takes the place of an earlier.
 *
 * Shape:  the subscription itself where just this is noted already.
 * Source: L10.
 */
export function schedule(subscription: Subscription, change: ScheduledChange): Subscription {
  const others = subscription.scheduled.filter((other) => !isSameSubject(other, change));
  if (subscription.scheduled.some((other) => isSameSubject(other, change) && isAsMuch(other, change)))
    return subscription;
  return changed(subscription, { scheduled: [...others, change] });
}

function isSameSubject(a: ScheduledChange, b: ScheduledChange): boolean {
  if (a.kind === 'remove-pack' && b.kind === 'remove-pack') return isSamePack(a, b);
  if (a.kind !== 'remove-module' || b.kind !== 'remove-module') return a.kind === b.kind;
  return a.module === b.module;
}

/** Whether two changes of one subject come to the same. */
function isAsMuch(a: ScheduledChange, b: ScheduledChange): boolean {
  if (a.kind === 'plan' && b.kind === 'plan') return a.plan === b.plan;
  return a.kind !== 'remove-pack' || b.kind !== 'remove-pack' || a.quantity === b.quantity;
}

/** Errors: `subscription.change-not-found`. Source: L10. */
export function unschedule(subscription: Subscription, id: string): Subscription {
  if (!subscription.scheduled.some((change) => change.id === id)) throw new Refused('subscription.change-not-found');
  return changed(subscription, { scheduled: subscription.scheduled.filter((change) => change.id !== id) });
}

/** Removing a module takes effect when the period ends. Errors: `module.unknown`, `subscription.not-running`. Source: L10. */
export function scheduleModuleRemoval(subscription: Subscription, id: string, module: string): Subscription {
  if (!isRunning(subscription.state)) throw notRunning(subscription);
  if (!subscription.modules.includes(module))
    throw new Refused('module.unknown', {
      values: { module },
      errors: [{ pointer: '/remove_module', detail: 'is not in the subscription' }],
    });
  return schedule(subscription, { id, kind: 'remove-module', module });
}

/**
 * Removing packs takes effect when the period ends; a later wish for the same pack takes the place of an earlier.
 *
 * Shape:  all of them without a quantity.
 * Errors: `pack.unknown` for what is not in the subscription; `request.invalid` for more than there are;
 *         `subscription.not-running`.
 * Source: L10, U1.
 */
export function schedulePackRemoval(
  subscription: Subscription,
  id: string,
  { pack, module, quantity }: Omit<SubscribedPack, 'quantity'> & { readonly quantity?: number | undefined },
): Subscription {
  if (!isRunning(subscription.state)) throw notRunning(subscription);
  const held = subscription.packs.find((each) => isSamePack(each, { pack, module }));
  if (held === undefined) {
    const isOfOther = subscription.packs.some((each) => each.pack === pack);
    throw new Refused('pack.unknown', {
      values: { pack },
      errors: [{ pointer: isOfOther ? '/module' : '/remove_pack', detail: 'is not in the subscription' }],
    });
  }
  if (quantity !== undefined && quantity > held.quantity)
    throw new Refused('request.invalid', {
      errors: [{ pointer: '/quantity', detail: `must be ${held.quantity} at the most: so many are there` }],
    });
  return schedule(subscription, { id, kind: 'remove-pack', pack, module, quantity: quantity ?? held.quantity });
}

/** A dearer plan holds at once; a cheaper one that was scheduled before is forgotten. Source: L10. */
export function changePlanNow(subscription: Subscription, plan: string): Subscription {
  const scheduled = subscription.scheduled.filter(({ kind }) => kind !== 'plan');
  return changed(subscription, { plan, scheduled });
}

/** What the roll-over does next. */
export type DueStep =
  | { readonly kind: 'trial-ended' }
  | { readonly kind: 'period-ended' }
  | { readonly kind: 'reminder'; readonly days: number }
  | { readonly kind: 'suspension' };

/** The step that is due on a date, or earlier; one at a time. Source: L6, L12, L13. */
export function dueStep(subscription: Subscription, today: PlainDate): DueStep | undefined {
  const { state, trialEnds, period, unpaid } = subscription;
  if (state === 'trial') return trialEnds !== undefined && trialEnds <= today ? { kind: 'trial-ended' } : undefined;
  if (period === undefined || state === 'none' || state === 'ended') return undefined;
  if (state === 'past-due' && unpaid !== undefined) {
    const { days, on } = nextDunning(unpaid);
    if (on > today) return undefined;
    return days === SUSPENSION_DAY ? { kind: 'suspension' } : { kind: 'reminder', days };
  }
  return period.end <= today ? { kind: 'period-ended' } : undefined;
}

export function endTrial(subscription: Subscription): Subscription {
  return changed(subscription, { state: stateAfter(subscription.state, 'trial-ended'), trialEnds: undefined });
}

export function noteReminder(subscription: Subscription, days: number): Subscription {
  const { unpaid } = subscription;
  if (unpaid === undefined) throw new RangeError('only an unpaid renewal is reminded of');
  return changed(subscription, { unpaid: { ...unpaid, reminded: days } });
}

export function suspend(subscription: Subscription): Subscription {
  return changed(subscription, { state: stateAfter(subscription.state, 'unpaid-too-long') });
}

/** The subscription after its period ended; `order` is the renewal's, where it costs something. Source: L6, L9, L13. */
export function afterRenewal(subscription: Subscription, renewal: Renewal, order: OrderId | undefined): Subscription {
  if (renewal.closes) {
    return changed(subscription, {
      state: stateAfter(subscription.state, 'period-ended'),
      scheduled: [],
      unpaid: undefined,
      modules: [],
      packs: [],
    });
  }
  return changed(subscription, {
    state: stateAfter(subscription.state, order === undefined ? 'renewed' : 'renewal-unpaid'),
    plan: renewal.plan,
    modules: renewal.modules,
    packs: renewal.packs,
    period: renewal.period,
    scheduled: [],
    unpaid: order === undefined ? undefined : { order, since: renewal.on, reminded: 0 },
  });
}

/**
 * From which day on a renewal that is billed anew is unpaid.
 *
 * Shape:  where the period has less time left than there is to pay, an earlier day, so that the suspension comes with the
 *         period's end.
 * Source: L13, R5.
 */
export function unpaidAnewSince(subscription: Subscription, today: PlainDate): PlainDate {
  const latest = addDays(requirePeriod(subscription).end, -SUSPENSION_DAY);
  return today < latest ? today : latest;
}

/**
 * The unpaid renewal is another order from now on, and there is the whole time again to pay it, as far as its period goes.
 *
 * Shape:  what is suspended is past due again; reminders of days that are over by then are left out.
 * Errors: RangeError where nothing is unpaid: a bug.
 * Source: L13, R5.
 */
export function afterBilledAnew(subscription: Subscription, order: OrderId, today: PlainDate): Subscription {
  const since = unpaidAnewSince(subscription, today);
  const reminded = REMINDER_DAYS.findLast((day) => addDays(since, day) <= today) ?? 0;
  const state = stateAfter(subscription.state, 'billed-anew');
  return changed(subscription, { state, unpaid: { order, since, reminded } });
}

/** The renewal is paid: the subscription goes on. Source: L13. */
export function afterRenewalPaid(subscription: Subscription, order: OrderId): Subscription {
  if (subscription.unpaid?.order !== order) return subscription;
  return changed(subscription, { state: stateAfter(subscription.state, 'paid'), unpaid: undefined });
}

function changed(subscription: Subscription, change: Partial<Subscription>): Subscription {
  return { ...subscription, ...change, version: subscription.version + 1 };
}

/** That something needs a period that runs, or renews, with the way to one. */
export function notRunning(subscription: Subscription): Refused {
  // The names of choices in messages have no hyphens.
  const state = subscription.state.replace('-', '');
  return new Refused('subscription.not-running', { values: { state }, links: orderLink(subscription) });
}
