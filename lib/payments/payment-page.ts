import type { AccountId, OrderId } from '../domain/ids.ts';
import { environment } from '../runtime/environment.ts';

/** Our own page on which an order is paid: it never runs out, and it says how the order stands. (T4) */
export function paymentPageUrl(account: AccountId, order: OrderId): string {
  return `${environment().BASE_URL}${paymentPagePath(account, order)}`;
}

export function paymentPagePath(account: AccountId, order: OrderId): string {
  return `/pay/${order}?account=${account}`;
}
