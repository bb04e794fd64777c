import type { PlainDate, PlainMonth } from '../dates.ts';
import { monthOf } from '../dates.ts';
import type { AccountId } from '../ids.ts';
import { type Money, money } from '../money.ts';

/** An add-on that is on, or that was switched off on a date whose night it had been charged for. */
export interface HeadAddOn {
  readonly id: string;
  /** Absent while it is on. `version` is the head's when it was switched off. */
  readonly off?: { readonly on: PlainDate; readonly version: number };
}

/** Consecutive nights of one month that were charged alike. */
export interface NightRun {
  readonly from: PlainDate;
  readonly nights: number;
  readonly users: number;
  /** Price per active user and month, as it was. */
  readonly price: Money;
  readonly addOns: readonly { readonly id: string; readonly price: Money }[];
  /** What the nights cost together. */
  readonly amount: Money;
}

/** `not-activated` and `suspended` accounts are not charged. (P4) */
export type CreditStatus = 'not-activated' | 'active' | 'suspended';

/** How near an expiry the admins were told of: 30, 7 or 1 days; 0 is not yet. (P9) */
export type Told = 0 | 30 | 7 | 1;

/** All that the nightly charge of an account needs, in one item: balance, rate, and the current month's nights. */
export interface CreditHead {
  readonly account: AccountId;
  readonly plan: string;
  readonly status: CreditStatus;
  readonly balance: Money;
  /** The last date that is paid; absent until the service is activated. */
  readonly chargedThrough: PlainDate | undefined;
  /** The first date that could not be paid; present while suspended. */
  readonly suspendedFrom: PlainDate | undefined;
  readonly activeUsers: number;
  readonly addOns: readonly HeadAddOn[];
  /** Counts every change but nights; together with `chargedThrough` it tells whether a head is the one that was read. */
  readonly version: number;
  /** Number of the last entry. */
  readonly entries: number;
  readonly month: PlainMonth;
  /** The balance when the month began. */
  readonly opening: Money;
  /** Number of the last entry before the month. */
  readonly entriesBefore: number;
  readonly runs: readonly NightRun[];
  /** What of these nights is in the journal already. */
  readonly posted: Money;
  readonly told: Told;
  /** Whether credit was ever bought; it entitles to technical support. (P8) */
  readonly bought: boolean;
}

/** A movement of credit beside the nights: never changed, only followed by others. (P10) */
export interface CreditEntry {
  readonly number: number;
  readonly on: PlainDate;
  readonly kind: 'free-credit' | 'purchase' | 'adjustment' | 'credit-note' | 'activation' | 'add-on' | 'resumption';
  /** Positive into the credit, negative out of it. */
  readonly amount: Money;
  readonly balanceAfter: Money;
  /** For charges: how many users, and what each component came to. `''` is the plan itself. */
  readonly users?: number;
  readonly components?: readonly { readonly component: string; readonly users: number; readonly amount: Money }[];
  readonly member?: string;
  readonly order?: string;
  readonly payment?: string;
  readonly reason?: string;
}

/** A finished month: its nights and the balance at both ends. */
export interface Statement {
  readonly month: PlainMonth;
  readonly opening: Money;
  readonly closing: Money;
  readonly runs: readonly NightRun[];
  /** Number of the last entry of the month. */
  readonly entriesThrough: number;
}

/** A head and the entries that led to it. */
export interface CreditChange {
  readonly head: CreditHead;
  readonly entries: readonly CreditEntry[];
}

/** The head of an account that was just opened: nothing in it, nobody charged. */
export function newHead(account: AccountId, plan: string, currency: string, today: PlainDate): CreditHead {
  return {
    account,
    plan,
    status: 'not-activated',
    balance: money(0, currency),
    chargedThrough: undefined,
    suspendedFrom: undefined,
    activeUsers: 0,
    addOns: [],
    version: 1,
    entries: 0,
    month: monthOf(today),
    opening: money(0, currency),
    entriesBefore: 0,
    runs: [],
    posted: money(0, currency),
    told: 0,
    bought: false,
  };
}

export function enabledAddOns(head: CreditHead): string[] {
  return head.addOns.filter((addOn) => addOn.off === undefined).map((addOn) => addOn.id);
}
