import type { Actor } from '../actor.ts';
import type { AccountId } from '../ids.ts';

/** What was bought at a reseller's discount names the reseller; everything else names none. */
export interface Priced {
  readonly reseller?: AccountId | undefined;
}

/**
 * Whether somebody may see what an order or its invoice comes to.
 *
 * Shape:  a reseller's own prices are for that reseller's people while they act on the customer, and for the vendor; not
 *         for the customer, nor for another reseller who came later. Other prices are for everyone who may see the account.
 * Source: R5.
 */
export function maySeePrices({ reseller }: Priced, viewer: Actor): boolean {
  if (reseller === undefined || viewer.kind !== 'user') return true;
  return viewer.reseller === reseller;
}

/** What tells how much something costs, wherever it stands in a fact. */
const AMOUNTS = new Set(['total', 'amount', 'due', 'received', 'net', 'tax', 'paid', 'credited', 'refunded', 'price']);

/**
 * A fact's values without amounts, for whom they are not.
 *
 * Shape:  at every depth, what is named as an amount is left out.
 * Source: R5.
 */
export function withoutAmounts(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !AMOUNTS.has(name))
      .map(([name, value]) => [name, isRecord(value) ? withoutAmounts(value) : value]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
