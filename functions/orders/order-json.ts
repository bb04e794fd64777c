import type * as z from 'zod';
import type { orderSchema } from '../../lib/contract/orders.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { Money } from '../../lib/domain/money.ts';
import type { Order } from '../../lib/store/orders.ts';

export function orderJson(order: Order): z.input<typeof orderSchema> {
  return {
    id: order.id,
    account: order.account,
    status: order.status,
    items: order.lines.map(pricedItemJson),
    total: moneyJson(order.total),
    payment_method: 'card',
    payment_url: order.status === 'paid' ? null : order.paymentUrl,
    declined: order.declined,
    placed_at: order.placedAt,
    paid_at: order.paidAt ?? null,
    payments: order.payments,
  };
}

export function pricedItemJson(line: { readonly kind: 'credit'; readonly amount: Money }) {
  return { kind: line.kind, description: 'Credit', amount: moneyJson(line.amount) };
}
