import * as z from 'zod';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { keys, prefixes } from './keys.ts';
import { get, type Item, type Key, PRESENT, putOnce, queryPage, type Write } from './table.ts';

const orderItem = z.object({
  type: z.literal('order'),
  v: z.literal(1),
  id: z.custom<OrderId>(),
  account: z.custom<AccountId>(),
  status: z.enum(['pending', 'paid']),
  lines: z.array(z.object({ kind: z.literal('credit'), amount: z.custom<Money>() })),
  total: z.custom<Money>(),
  gateway: z.string(),
  paymentUrl: z.string(),
  declined: z.boolean(),
  placedBy: z.string(),
  placedAt: z.string(),
  paidAt: z.string().optional(),
  /** The gateway's references of the payments that arrived. */
  payments: z.array(z.string()),
  version: z.number(),
});

/** What a customer asked to buy, and what became of paying it. */
export type Order = Omit<z.infer<typeof orderItem>, 'type' | 'v'>;

function toItem(order: Order): Item {
  return { ...keys.order(order.account, order.id), type: 'order', v: 1, ...order };
}

function fromItem(item: Item): Order {
  const { type: _type, v: _v, ...order } = orderItem.parse(item);
  return order;
}

export function putNewOrder(order: Order): Write {
  return putOnce('order', toItem(order));
}

/** Replaces an order as it was read; fails with the label `order` when it changed since. */
export function replaceOrder(before: Order, after: Order): Write {
  return {
    label: 'order',
    Put: {
      Item: toItem({ ...after, version: before.version + 1 }),
      ConditionExpression: `${PRESENT} AND #version = :seen`,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

export async function loadOrder(account: AccountId, id: OrderId): Promise<Order | undefined> {
  const item = await get(keys.order(account, id));
  return item === undefined ? undefined : fromItem(item);
}

/** Newest first. */
export async function listOrders(
  account: AccountId,
  limit: number,
  status: Order['status'] | undefined,
  after?: Key,
): Promise<{ orders: Order[]; last: Key | undefined }> {
  const orders: Order[] = [];
  let last = after;
  do {
    const page = await queryPage({
      pk: keys.account(account).pk,
      prefix: prefixes.order,
      newestFirst: true,
      limit: limit - orders.length,
      after: last as Item | undefined,
      consistent: true,
    });
    orders.push(...page.items.map(fromItem).filter((order) => status === undefined || order.status === status));
    last = page.last as Key | undefined;
  } while (last !== undefined && orders.length < limit);
  return { orders, last };
}

/** Money that arrived, by the gateway's own reference: the record that makes a payment count once. (P8) */
export interface Payment {
  readonly account: AccountId;
  readonly order: OrderId;
  readonly gateway: string;
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
}

export async function paymentIsRecorded(payment: Payment): Promise<boolean> {
  return (await get(paymentKey(payment))) !== undefined;
}

export function putPaymentOnce(payment: Payment): Write {
  return putOnce('payment', { ...paymentKey(payment), type: 'payment', v: 1, ...payment });
}

function paymentKey({ account, gateway, reference }: Payment): Key {
  return keys.payment(account, `pay_${gateway}-${reference}`);
}
