import type { AccountId, InvitationId, LicenceId, MemberId } from '../ids.ts';
import { Refused } from '../refusal.ts';

/** Who has a licence: a member, or an invitation that reserves it. */
export type Holder = { readonly member: MemberId } | { readonly invitation: InvitationId };

/** One seat. */
export interface Licence {
  readonly id: LicenceId;
  readonly type: string;
  /** Switched off, it ends with the period, assigned or not. (L7) */
  readonly autoRenew: boolean;
  readonly holder: Holder | undefined;
}

/** The counts of one licence type: `0 ≤ inUse ≤ total`, `total ≥ minimum`, `total − ending ≥ minimum`. (L2) */
export interface LicencePool {
  readonly type: string;
  readonly total: number;
  /** Assigned, or reserved by a pending invitation. */
  readonly inUse: number;
  /** What the contract says at least. */
  readonly minimum: number;
  /** How many have their renewal switched off. */
  readonly ending: number;
}

export function emptyPool(type: string): LicencePool {
  return { type, total: 0, inUse: 0, minimum: 0, ending: 0 };
}

export function freeIn(pool: LicencePool): number {
  return pool.total - pool.inUse;
}

/** Errors: `licence.none-free`, with the link where to buy. Source: L3. */
export function takeOne(pool: LicencePool, account: AccountId): LicencePool {
  if (freeIn(pool) < 1) throw noneFree(account, pool.type);
  return { ...pool, inUse: pool.inUse + 1 };
}

export function noneFree(account: AccountId, type: string): Refused {
  const links = { buy: `/account?account=${account}#buy`, order: `/v1/accounts/${account}/orders` };
  return new Refused('licence.none-free', { values: { type }, links, extra: { licence_type: type } });
}

/** Nothing is paid back: the licence is free and can be given to somebody else until the period ends. Source: L8. */
export function giveBackOne(pool: LicencePool): LicencePool {
  return { ...pool, inUse: pool.inUse - 1 };
}

export function addBought(pool: LicencePool, quantity: number): LicencePool {
  return { ...pool, total: pool.total + quantity };
}

/**
 * Switches the renewal of one licence on or off.
 *
 * Errors: `licence.minimum` when fewer than the contract minimum would renew.
 * Source: L7.
 */
export function switchRenewal(pool: LicencePool, licence: Licence, autoRenew: boolean): LicencePool {
  if (licence.autoRenew === autoRenew) return pool;
  if (autoRenew) return { ...pool, ending: pool.ending - 1 };
  if (pool.total - pool.ending - 1 < pool.minimum) {
    throw new Refused('licence.minimum', { values: { minimum: pool.minimum } });
  }
  return { ...pool, ending: pool.ending + 1 };
}

/**
 * Sets the contract minimum.
 *
 * Errors: `licence.minimum-above-total` when fewer licences than that would renew: they are bought first.
 * Source: L2.
 */
export function setMinimum(pool: LicencePool, minimum: number): LicencePool {
  const renewing = pool.total - pool.ending;
  if (minimum > renewing) throw new Refused('licence.minimum-above-total', { values: { renewing } });
  return { ...pool, minimum };
}
