import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { keys } from './keys.ts';
import { get, put, putOnce, type Write } from './table.ts';

/** A payment page of the sandbox gateway. `paid` is final. */
export interface Checkout {
  readonly id: string;
  readonly account: AccountId;
  readonly order: OrderId;
  readonly amount: Money;
  readonly service: string;
  readonly returnPath: string;
  readonly status: 'open' | 'paid';
  readonly createdAt: Instant;
}

export function putNewCheckout(checkout: Checkout): Write {
  return putOnce('checkout', { ...keys.checkout(checkout.id), type: 'checkout', v: 1, ...checkout });
}

export async function loadCheckout(id: string): Promise<Checkout | undefined> {
  const item = await get(keys.checkout(id));
  return item as Checkout | undefined;
}

/** Marks a checkout paid; the same again changes nothing. */
export async function commitCheckoutPaid(checkout: Checkout): Promise<void> {
  await put({ Item: { ...keys.checkout(checkout.id), type: 'checkout', v: 1, ...checkout, status: 'paid' } });
}
