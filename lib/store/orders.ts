import * as z from 'zod';
import type { Term } from '../domain/catalogue.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId, InvoiceId, OrderId, PaymentId } from '../domain/ids.ts';
import type { Bill, PaymentMethod, TransferDetails } from '../domain/invoices/invoice.ts';
import type { Period } from '../domain/licences/period.ts';
import type { TermLine } from '../domain/licences/price-term-order.ts';
import { add, type Money, money } from '../domain/money.ts';
import type { CreditItem } from '../domain/orders.ts';
import { dueKeys, keys, prefixes } from './keys.ts';
import { get, type Item, type Key, PRESENT, putOnce, queryPage, type Write } from './table.ts';

/** What is bought: credit; licences, modules and packs; another plan; the next period; users billed when nothing follows. */
export type OrderPurpose = 'credit' | 'purchase' | 'plan-change' | 'renewal' | 'consumption';

const orderItem = z.object({
  id: z.custom<OrderId>(),
  account: z.custom<AccountId>(),
  purpose: z.custom<OrderPurpose>().default('credit'),
  status: z.enum(['pending', 'paid']),
  lines: z.array(z.custom<CreditItem | TermLine>()),
  /** What it comes to with tax, between whom, as it was when it was placed. Absent where it costs nothing. */
  bill: z.custom<Bill>().optional(),
  /** What is to be paid, tax and all. */
  total: z.custom<Money>(),
  /** What was paid of it so far. */
  received: z.custom<Money>(),
  /** What credit notes took off it. */
  credited: z.custom<Money>(),
  paymentMethod: z.custom<PaymentMethod>(),
  gateway: z.string(),
  paymentUrl: z.string(),
  /** How to pay it by bank transfer, where that is possible. */
  transfer: z.custom<TransferDetails>().optional(),
  /** Its invoice, once there is one. */
  invoice: z.custom<InvoiceId>().optional(),
  declined: z.boolean(),
  placedBy: z.string(),
  placedAt: z.string(),
  /** After this instant it can no longer be paid; absent where it stays open. */
  expiresAt: z.string().optional(),
  paidAt: z.string().optional(),
  /** The payments that went to it. */
  payments: z.array(z.custom<PaymentId>()),
  /** Of a purchase that may begin a subscription: its term and first period. */
  term: z.custom<Term>().optional(),
  period: z.custom<Period>().optional(),
  /** Of a change of plan: the plan. */
  plan: z.string().optional(),
  /** What the prices hold for; once that has changed, the order can no longer be paid. */
  pricedFor: z.string().optional(),
  /** Why it can no longer be paid: its prices no longer held when money came, or it was withdrawn. */
  closed: z.enum(['outdated', 'withdrawn']).optional(),
  /** Licences that were delivered so far, by type; a large order is delivered in several steps. */
  delivered: z.record(z.string(), z.number()).default({}),
  /** The reseller at whose discount it was bought; whose prices they are. (R1, R5) */
  reseller: z.custom<AccountId>().optional(),
  version: z.number(),
});

/** What a customer asked to buy, and what became of paying it. */
export type Order = z.infer<typeof orderItem>;

/** An order with something left to deliver is due: the roll-over goes on with it where a process died. (L4) */
function toItem(order: Order): Item {
  const key = keys.order(order.account, order.id);
  const since = leftToDeliverSince(order);
  const due = since === undefined ? {} : dueKeys(since.slice(0, 'yyyy-mm-dd'.length) as PlainDate, key);
  return { ...key, type: 'order', v: 1, ...due, ...order };
}

/** Paid with licences missing, or of no cost and not delivered yet. */
function leftToDeliverSince(order: Order): Instant | undefined {
  const { purpose, paidAt, placedAt, total, status, closed } = order;
  if (status === 'pending') return total.minor === 0 && closed === undefined ? placedAt : undefined;
  return purpose === 'purchase' && missingLicences(order) !== undefined ? paidAt : undefined;
}

/** The first licence type of which an order has not delivered all yet, and how many are missing. */
export function missingLicences({
  lines,
  delivered,
}: Pick<Order, 'lines' | 'delivered'>): { readonly type: string; readonly count: number } | undefined {
  const bought = new Map<string, number>();
  for (const line of lines)
    if (line.kind === 'licence') bought.set(line.subject, (bought.get(line.subject) ?? 0) + line.quantity);
  for (const [type, quantity] of bought) {
    const count = quantity - (delivered[type] ?? 0);
    if (count > 0) return { type, count };
  }
  return undefined;
}

function fromItem(item: Item): Order {
  return orderItem.parse(item);
}

/** An open order that can no longer be paid. It reserves nothing and leaves nothing behind. One that is paid in part stays open. */
export function isExpired(order: Pick<Order, 'status' | 'expiresAt' | 'received' | 'closed'>, now: Instant): boolean {
  const { status, expiresAt, received, closed } = order;
  if (closed !== undefined) return true;
  return status === 'pending' && received.minor === 0 && expiresAt !== undefined && expiresAt <= now;
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

/** The credit that an order buys. */
export function creditOf({ lines, total }: Pick<Order, 'lines' | 'total'>): Money {
  return lines.reduce((sum, { amount }) => add(sum, amount), money(0, total.currency));
}

/** `expired` is not stored: it follows from the time. */
export type OrderStatus = Order['status'] | 'expired';

export function statusAt(order: Order, now: Instant): OrderStatus {
  return isExpired(order, now) ? 'expired' : order.status;
}

/** Those that pass, newest first. */
export async function listOrders(
  account: AccountId,
  limit: number,
  pick: (order: Order) => Promise<Order | undefined>,
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
    const picked = await Promise.all(page.items.map((item) => pick(fromItem(item))));
    orders.push(...picked.filter((order) => order !== undefined));
    last = page.last as Key | undefined;
  } while (last !== undefined && orders.length < limit);
  return { orders, last };
}

/** Orders that are looked at for what is being bought; those older than the newest so many have expired long ago. */
const RECENT = 100;

/** Quantities of each licence type in orders that can still be paid: what the customer is buying. (L2) */
export async function loadOpenQuantities(
  account: AccountId,
  asItIs: (order: Order) => Promise<Order>,
  now: Instant,
): Promise<Record<string, number>> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    prefix: prefixes.order,
    newestFirst: true,
    limit: RECENT,
    consistent: true,
  });
  const quantities: Record<string, number> = {};
  for (const written of page.items.map(fromItem)) {
    if (written.purpose !== 'purchase' || statusAt(written, now) !== 'pending') continue;
    const order = await asItIs(written);
    if (statusAt(order, now) !== 'pending') continue;
    for (const line of order.lines) {
      if (line.kind === 'licence') quantities[line.subject] = (quantities[line.subject] ?? 0) + line.quantity;
    }
  }
  return quantities;
}
