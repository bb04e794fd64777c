import type { PlainDate } from './dates.ts';
import { type Money, money } from './money.ts';

/** A price and the date from which it holds. Dates of a list ascend; the first holds from the beginning. */
export interface DatedPrice {
  readonly from: PlainDate;
  /** Minor units per active user and calendar month. */
  readonly minor: number;
}

/** A module priced per active user. (P1) */
export interface AddOn {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly prices: readonly DatedPrice[];
  /** A retired add-on stays where it is enabled and can no longer be enabled. */
  readonly retired: boolean;
}

export interface PrepaidPlan {
  readonly kind: 'prepaid';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly prices: readonly DatedPrice[];
  /** Minor units granted once at activation. (P7) */
  readonly freeCreditMinor: number;
  /** Least and most that one purchase of credit may be, in minor units. */
  readonly purchaseMinor: { readonly least: number; readonly most: number };
  readonly features: readonly string[];
  readonly addOns: readonly AddOn[];
  readonly retired: boolean;
}

export type Plan = PrepaidPlan;

export interface Catalogue {
  readonly version: number;
  readonly service: { readonly name: string; readonly url: string; readonly supportEmail: string };
  readonly seller: {
    readonly name: string;
    readonly address: string;
    readonly country: string;
    readonly vatNumber: string | undefined;
  };
  readonly billingTimeZone: string;
  readonly plans: readonly Plan[];
}

export function findPlan(catalogue: Catalogue, id: string): Plan | undefined {
  return catalogue.plans.find((plan) => plan.id === id);
}

/** The price that holds on a date. Source: P1; a price change applies from its date and never rewrites the past. */
export function priceOn(prices: readonly DatedPrice[], date: PlainDate): number {
  let price = prices[0]?.minor ?? 0;
  for (const dated of prices) if (dated.from <= date) price = dated.minor;
  return price;
}

export function freeCredit(plan: PrepaidPlan): Money {
  return money(plan.freeCreditMinor, plan.currency);
}
