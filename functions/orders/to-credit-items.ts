import type { MoneyJson } from '../../lib/contract/shared.ts';
import { money } from '../../lib/domain/money.ts';
import type { CreditItem } from '../../lib/domain/orders.ts';

export function toCreditItems(items: readonly { kind: 'credit'; amount: MoneyJson }[]): CreditItem[] {
  return items.map(({ kind, amount }) => ({ kind, amount: money(amount.amount, amount.currency) }));
}
