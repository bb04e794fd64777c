import type { Instant } from '../dates.ts';
import type { AccountId } from '../ids.ts';

/** What makes an account a reseller. (R1) */
export interface Resale {
  /** Hundredths of a percent off what a plan costs. */
  readonly discount: number;
  readonly since: Instant;
  /** Tells this time as a reseller from earlier ones: customers of those are not its customers any more. */
  readonly appointment: number;
}

/** Which reseller manages an account, and since when. (R2) */
export interface Management {
  readonly reseller: AccountId;
  /** The reseller's own at that time. */
  readonly appointment: number;
  readonly since: Instant;
}

/** What of an account says whether it is a reseller, or whose customer it is. */
export interface Related {
  readonly id: AccountId;
  readonly reseller?: Resale | undefined;
  readonly managedBy?: Management | undefined;
}

/**
 * Whether one account manages another.
 *
 * Shape:  false for a former reseller, also for one that became a reseller again since; nobody manages a reseller.
 * Source: R2, R5.
 */
export function manages(reseller: Related | undefined, customer: Related): boolean {
  const { managedBy } = customer;
  if (reseller?.reseller === undefined || managedBy === undefined || customer.reseller !== undefined) return false;
  return managedBy.reseller === reseller.id && managedBy.appointment === reseller.reseller.appointment;
}
