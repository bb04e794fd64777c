import type { Term } from '../catalogue.ts';
import { addDays, type PlainDate } from '../dates.ts';
import type { AccountId, OrderId } from '../ids.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import type { Period } from './period.ts';

/** Where a subscription stands. `none` is an account that has not bought yet. */
export type SubscriptionState = 'none' | 'trial' | 'active' | 'past-due' | 'suspended' | 'cancelling' | 'ended';

export type SubscriptionEvent =
  | 'trial-started'
  | 'trial-ended'
  | 'bought'
  | 'renewed'
  | 'renewal-unpaid'
  | 'paid'
  | 'unpaid-too-long'
  | 'billed-anew'
  | 'cancelled'
  | 'cancellation-undone'
  | 'period-ended';

interface Transition {
  readonly from: SubscriptionState;
  readonly event: SubscriptionEvent;
  readonly to: SubscriptionState;
  readonly rule: string;
}

/** Every way from one state to another; what is not here cannot happen. RULES.md shows the same table. */
export const transitions: readonly Transition[] = [
  { from: 'none', event: 'trial-started', to: 'trial', rule: 'L12' },
  { from: 'none', event: 'bought', to: 'active', rule: 'L4' },
  { from: 'trial', event: 'bought', to: 'active', rule: 'L12' },
  { from: 'trial', event: 'trial-ended', to: 'ended', rule: 'L12' },
  { from: 'ended', event: 'bought', to: 'active', rule: 'L4' },
  { from: 'active', event: 'renewed', to: 'active', rule: 'L9' },
  { from: 'active', event: 'renewal-unpaid', to: 'past-due', rule: 'L13' },
  { from: 'active', event: 'cancelled', to: 'cancelling', rule: 'L9' },
  { from: 'active', event: 'period-ended', to: 'ended', rule: 'L9' },
  { from: 'past-due', event: 'paid', to: 'active', rule: 'L13' },
  { from: 'past-due', event: 'unpaid-too-long', to: 'suspended', rule: 'L13' },
  { from: 'past-due', event: 'billed-anew', to: 'past-due', rule: 'L13' },
  { from: 'suspended', event: 'paid', to: 'active', rule: 'L13' },
  { from: 'suspended', event: 'billed-anew', to: 'past-due', rule: 'L13' },
  { from: 'suspended', event: 'period-ended', to: 'ended', rule: 'L13' },
  { from: 'cancelling', event: 'cancellation-undone', to: 'active', rule: 'L9' },
  { from: 'cancelling', event: 'period-ended', to: 'ended', rule: 'L9' },
];

/** Errors: RangeError for what cannot happen: a bug, since every refusal comes before. */
export function stateAfter(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState {
  const found = transitions.find((transition) => transition.from === state && transition.event === event);
  if (found === undefined) throw new RangeError(`a subscription that is ${state} cannot be ${event}`);
  return found.to;
}

/** What takes effect when the period ends; it can be undone until then. (L10) */
export type ScheduledChange =
  | { readonly id: string; readonly kind: 'plan'; readonly plan: string }
  | { readonly id: string; readonly kind: 'remove-module'; readonly module: string }
  | {
      readonly id: string;
      readonly kind: 'remove-pack';
      readonly pack: string;
      readonly module?: string | undefined;
      /** How many of it go. */
      readonly quantity: number;
    };

/** So many of a pack; users are of a module. (U1) */
export interface SubscribedPack {
  readonly pack: string;
  readonly module?: string | undefined;
  readonly quantity: number;
}

export function isSamePack(a: Omit<SubscribedPack, 'quantity'>, b: Omit<SubscribedPack, 'quantity'>): boolean {
  return a.pack === b.pack && a.module === b.module;
}

/** The plan of the next period. Source: L10. */
export function planAfter({ plan, scheduled }: Subscription): string {
  return scheduled.find((change) => change.kind === 'plan')?.plan ?? plan;
}

/** Packs without what was removed for the end of the period. Source: L10, U1. */
export function packsAfter({ packs, scheduled }: Subscription): SubscribedPack[] {
  return packs
    .map((held) => {
      const removal = scheduled.find((change) => change.kind === 'remove-pack' && isSamePack(change, held));
      return removal?.kind === 'remove-pack' ? { ...held, quantity: held.quantity - removal.quantity } : held;
    })
    .filter(({ quantity }) => quantity > 0);
}

/** A renewal that is not paid yet. (L13) */
export interface UnpaidRenewal {
  readonly order: OrderId;
  readonly since: PlainDate;
  /** Days after which the last reminder went out; 0 before the first. */
  readonly reminded: number;
}

/** An account's plan with its period. */
export interface Subscription {
  readonly account: AccountId;
  readonly plan: string;
  readonly state: SubscriptionState;
  readonly term: Term | undefined;
  /** First day of the first period; its day of the month is kept for ever. (M4) */
  readonly anchor: PlainDate | undefined;
  readonly period: Period | undefined;
  /** First day after the trial. */
  readonly trialEnds: PlainDate | undefined;
  /** Whether it renews tacitly. (L9) */
  readonly renews: boolean;
  readonly modules: readonly string[];
  readonly packs: readonly SubscribedPack[];
  readonly scheduled: readonly ScheduledChange[];
  readonly unpaid: UnpaidRenewal | undefined;
  /** How the customer paid last, and is asked to pay the next renewal. */
  readonly paymentMethod: PaymentMethod;
  readonly version: number;
}

/** Days after an unpaid renewal on which a reminder goes out, and the one on which it is suspended. Source: L13. */
export const REMINDER_DAYS = [3, 7, 14] as const;
export const SUSPENSION_DAY = 21;

export function newSubscription(account: AccountId, plan: string, renews: boolean): Subscription {
  return {
    account,
    plan,
    state: 'none',
    term: undefined,
    anchor: undefined,
    period: undefined,
    trialEnds: undefined,
    renews,
    modules: [],
    packs: [],
    scheduled: [],
    unpaid: undefined,
    paymentMethod: 'card',
    version: 1,
  };
}

/** The next date on which the roll-over has something to do; undefined when it has nothing. */
export function dueOn(subscription: Subscription): PlainDate | undefined {
  const { state, trialEnds, period, unpaid } = subscription;
  if (state === 'trial') return trialEnds;
  if (state === 'none' || state === 'ended' || period === undefined) return undefined;
  return state === 'past-due' && unpaid !== undefined ? nextDunning(unpaid).on : period.end;
}

/** The next reminder of an unpaid renewal, or its suspension. No period is so short that it ends before. Source: L13. */
export function nextDunning({ since, reminded }: UnpaidRenewal): { readonly days: number; readonly on: PlainDate } {
  const days = REMINDER_DAYS.find((day) => day > reminded) ?? SUSPENSION_DAY;
  return { days, on: addDays(since, days) };
}

/** As the way out of a refusal: the order of the renewal that is unpaid, or else where one is placed; a path of the deployment. */
export function orderLink({ account, unpaid }: Pick<Subscription, 'account' | 'unpaid'>): { readonly order: string } {
  const orders = `/v1/accounts/${account}/orders`;
  return { order: unpaid === undefined ? orders : `${orders}/${unpaid.order}` };
}

/** Whether there is a paid period that purchases join. Source: L4. */
export function isRunning(state: SubscriptionState): boolean {
  return state === 'active' || state === 'cancelling';
}

/** Whether there is a period whose renewal is still to be paid. Source: L13. */
export function isUnpaid(state: SubscriptionState): state is 'past-due' | 'suspended' {
  return state === 'past-due' || state === 'suspended';
}

/** Whether there is a period, paid or not. Source: L4, L13. */
export function hasPeriod(state: SubscriptionState): boolean {
  return isRunning(state) || isUnpaid(state);
}

/** Whether members with a licence may use the service. Source: L9, L13. */
export function isUsable(state: SubscriptionState): boolean {
  return state === 'trial' || state === 'active' || state === 'past-due' || state === 'cancelling';
}
