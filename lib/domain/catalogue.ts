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
  /** Whether prices have the tax in them; net otherwise. (T2) */
  readonly pricesIncludeTax: boolean;
  readonly prices: readonly DatedPrice[];
  /** Minor units granted once at activation. (P7) */
  readonly freeCreditMinor: number;
  /** Least and most that one purchase of credit may be, in minor units. */
  readonly purchaseMinor: { readonly least: number; readonly most: number };
  readonly features: readonly string[];
  readonly addOns: readonly AddOn[];
  readonly retired: boolean;
}

/** Months of a term. (L12) */
export type Term = 1 | 12;

/** What one costs for a month and for a year; at least one of them is there. */
export interface TermPrices {
  readonly month: readonly DatedPrice[] | undefined;
  readonly year: readonly DatedPrice[] | undefined;
}

/** A kind of seat; a member can hold one of each. (L1) */
export interface LicenceType {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly features: readonly string[];
  readonly prices: TermPrices;
  readonly retired: boolean;
}

/** How a module counts its users. (U1, U2) */
export interface ModuleUsersOffer {
  /** Users that come with the module. */
  readonly included: number;
  /** What one more costs in a pack. */
  readonly prices: TermPrices;
  /** What one more costs who is in no pack, for the days they were there. */
  readonly consumptionPrices: TermPrices;
}

/** A part of the product that an account has as a whole. */
export interface Module {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly features: readonly string[];
  readonly prices: TermPrices;
  /** Absent where everyone uses it at one price. */
  readonly users?: ModuleUsersOffer | undefined;
  readonly retired: boolean;
}

/** What is counted as it is used: `consumed` begins at zero with every period, `held` stays until it is given back. (U3) */
export interface Meter {
  readonly kind: 'consumed' | 'held';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What comes with the plan. */
  readonly included: number;
}

/** Ways of support beside the tickets that everyone can open. (U4) */
export const supportChannels = ['e-mail', 'phone', 'chat'] as const;
export type SupportChannel = (typeof supportChannels)[number];

interface PackBasics {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly retired: boolean;
}

/** A quantity sold on top of a subscription: users of a module, more of what is counted, support, training. (U1) */
export type Pack =
  | (PackBasics & { readonly kind: 'users' })
  | (PackBasics & {
      readonly kind: 'quantity';
      readonly meter: string;
      /** How much one of the pack holds. */
      readonly amount: number;
      readonly prices: TermPrices;
    })
  | (PackBasics & {
      readonly kind: 'support';
      readonly channels: readonly SupportChannel[];
      readonly prices: TermPrices;
    })
  | (PackBasics & {
      readonly kind: 'training';
      /** Sessions that one of the pack is good for, each of so many minutes. */
      readonly sessions: number;
      readonly minutes: number;
      /** Paid once; it does not renew. */
      readonly price: readonly DatedPrice[];
    });

/** What is left of a period is paid by days, or by months rounded up to whole ones. (L5) */
export type Proration = 'daily' | 'whole-months';

/** A plan with licences, modules and packs, billed for terms of 1 or 12 months. */
export interface TermPlan {
  readonly kind: 'term';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  /** Whether prices have the tax in them; net otherwise. (T2) */
  readonly pricesIncludeTax: boolean;
  readonly terms: readonly Term[];
  readonly licenceTypes: readonly LicenceType[];
  readonly modules: readonly Module[];
  readonly meters: readonly Meter[];
  readonly packs: readonly Pack[];
  /** Ways of support that come with the plan. (U4) */
  readonly supportChannels: readonly SupportChannel[];
  /** Whether resellers can open accounts on it. (R1) */
  readonly resale: boolean;
  /** Features every member has who may use the service at all. */
  readonly features: readonly string[];
  /** Plans that an account can change to. (L10) */
  readonly editions: readonly string[];
  readonly proration: Proration;
  /** Whether free licences above the contract minimum end with the period. (L6) */
  readonly dropFree: boolean;
  readonly trial: { readonly days: number; readonly licences: Readonly<Record<string, number>> } | undefined;
  /** Whether a new subscription renews tacitly. (L9) */
  readonly renews: boolean;
  readonly retired: boolean;
}

export type Plan = PrepaidPlan | TermPlan;

export interface Catalogue {
  readonly version: number;
  readonly service: {
    readonly name: string;
    readonly url: string;
    readonly supportEmail: string;
    /** How those entitled to it reach support by phone and chat. */
    readonly supportPhone?: string | undefined;
    readonly supportChatUrl?: string | undefined;
  };
  readonly seller: {
    readonly name: string;
    /** Street and number, or the whole address where the parts below are absent. */
    readonly address: string;
    readonly postalCode: string | undefined;
    readonly city: string | undefined;
    readonly country: string;
    /** Absent for a seller who is not registered for VAT and charges none. */
    readonly vatNumber: string | undefined;
    /** National tax number, such as a Steuernummer. */
    readonly taxNumber: string | undefined;
    /** Register, legal form and capital, in one line. */
    readonly registration: string | undefined;
    /** Printed on every invoice and credit note. */
    readonly invoiceNote: string | undefined;
    /** Where questions about a bill go. */
    readonly email: string;
    /** Where transfers go; absent where nothing can be paid by bank transfer. */
    readonly bank: { readonly iban: string; readonly bic: string | undefined; readonly holder: string } | undefined;
    /** Days to pay a bill that is open when it is issued. */
    readonly paymentDays: number;
  };
  readonly billingTimeZone: string;
  readonly plans: readonly Plan[];
}

export function findPlan(catalogue: Catalogue, id: string): Plan | undefined {
  return catalogue.plans.find((plan) => plan.id === id);
}

/** The seller's address in one line: street, postal code and city. */
export function addressLine({ address, postalCode, city }: Catalogue['seller']): string {
  const place = [postalCode, city].filter((part) => part !== undefined).join(' ');
  return place === '' ? address : `${address}, ${place}`;
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

/** A plan that must be there, because an account is on it. Errors: a plain Error when the catalogue lost it: a bug. */
export function requirePlan(catalogue: Catalogue, id: string): Plan {
  const plan = findPlan(catalogue, id);
  if (plan === undefined) throw new Error(`The catalogue has no plan ${id}, which an account is on.`);
  return plan;
}

/** A plan that is paid by the period. Errors: RangeError for a prepaid one: a bug, since its accounts have no subscription. */
export function termPlanOf(catalogue: Catalogue, id: string): TermPlan {
  const plan = requirePlan(catalogue, id);
  if (plan.kind !== 'term') throw new RangeError(`${id} has no subscriptions`);
  return plan;
}
