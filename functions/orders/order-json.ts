import type * as z from 'zod';
import type { orderSchema, pricedItem } from '../../lib/contract/orders.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import { dueOf } from '../../lib/domain/invoices/settle-order.ts';
import type { LineBasis, TermLine } from '../../lib/domain/licences/price-term-order.ts';
import type { CreditItem } from '../../lib/domain/orders.ts';
import { percent } from '../../lib/messages/format.ts';
import { message } from '../../lib/messages/messages.ts';
import { type Order, statusAt } from '../../lib/store/orders.ts';
import { billJson, transferJson } from './bill-json.ts';

export function orderJson(order: Order, now: Instant): z.input<typeof orderSchema> {
  const status = statusAt(order, now);
  const due = dueOf(order);
  return {
    id: order.id,
    account: order.account,
    purpose: order.purpose,
    status,
    items: order.lines.map(pricedItemJson),
    ...billJson(order.bill, order.total.currency),
    received: moneyJson(order.received),
    due: moneyJson(due),
    payment_method: order.paymentMethod,
    payment_url: status === 'pending' ? order.paymentUrl : null,
    transfer: status === 'pending' && order.transfer !== undefined ? transferJson(order.transfer, due) : null,
    invoice: order.invoice ?? null,
    declined: order.declined,
    placed_at: order.placedAt,
    expires_at: order.expiresAt ?? null,
    closed: order.closed ?? null,
    paid_at: order.paidAt ?? null,
    delivered: order.status === 'paid',
    payments: order.payments,
  };
}

export function pricedItemJson(line: CreditItem | TermLine): z.input<typeof pricedItem> {
  if (line.kind === 'credit') return { kind: line.kind, description: 'Credit', amount: moneyJson(line.amount) };
  return {
    kind: line.kind,
    subject: line.subject,
    module: line.module ?? null,
    description: describedAs(line),
    quantity: line.quantity,
    unit_price: moneyJson(line.unitPrice),
    period: line.period === undefined ? null : { start: line.period.start, end: line.period.end },
    basis: basisJson(line.basis),
    amount: moneyJson(line.amount),
  };
}

/** What a line is about; the catalogue's own name, where that says it. */
export function describedAs({ kind, name }: Pick<TermLine, 'name'> & { readonly kind: string }): string {
  return kind === 'consumption' ? message('en', 'invoice.line.consumption', { name }) : name;
}

export function basisJson(basis: LineBasis) {
  switch (basis.kind) {
    case 'daily':
      return { kind: basis.kind, days_left: basis.daysLeft, days: basis.days };
    case 'user-days':
      return { kind: basis.kind, user_days: basis.userDays, days: basis.days };
    case 'percent':
      return { kind: basis.kind, percent: percent(basis.percent) };
    default:
      return basis;
  }
}
