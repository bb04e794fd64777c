import * as z from 'zod';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId, InvoiceId, OrderId, PaymentId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { stableId } from '../runtime/ids.ts';
import { keys, LISTED_UNALLOCATED } from './keys.ts';
import { get, type Item, type Key, putOnce, queryListing, type Write } from './table.ts';

/** Where some of a payment went. */
export type PaymentUse =
  | {
      readonly kind: 'order';
      readonly account: AccountId;
      readonly order: OrderId;
      readonly invoice: InvoiceId | undefined;
      readonly amount: Money;
      readonly on: PlainDate;
      /** Of an order at a reseller's prices, whose they are. (R5) */
      readonly reseller?: AccountId | undefined;
    }
  | { readonly kind: 'refund'; readonly reference: string; readonly amount: Money; readonly on: PlainDate };

const paymentItem = z.object({
  id: z.custom<PaymentId>(),
  gateway: z.string(),
  reference: z.string(),
  amount: z.custom<Money>(),
  bookedOn: z.custom<PlainDate>(),
  at: z.string(),
  account: z.custom<AccountId>().optional(),
  uses: z.array(z.custom<PaymentUse>()),
  unallocated: z.custom<Money>(),
  text: z.string().optional(),
  version: z.number(),
});

/**
 * Money that arrived: from a card gateway, by bank transfer, or freed by a credit note. What is not put to an order is
 * `unallocated`. (P8, T4)
 */
export type Payment = z.infer<typeof paymentItem>;

/** A payment's id follows from the gateway's or bank's own reference, so that the same payment is the same item. */
export function paymentId(gateway: string, reference: string): PaymentId {
  return stableId('pay', `${gateway}\n${reference}`);
}

/** Payments with unallocated money carry the keys of the sparse index `listing`. */
function toItem(payment: Payment): Item {
  const { id, bookedOn, unallocated } = payment;
  const listed = unallocated.minor > 0 ? { listing: LISTED_UNALLOCATED, listed: `${bookedOn}#${id}` } : {};
  return { ...keys.payment(id), type: 'payment', v: 1, ...listed, ...payment };
}

function fromItem(item: Item): Payment {
  return paymentItem.parse(item);
}

export async function loadPayment(id: PaymentId): Promise<Payment | undefined> {
  const item = await get(keys.payment(id));
  return item === undefined ? undefined : fromItem(item);
}

/** The reseller whose prices a payment's amount tells of, if it went to any such order. (R5) */
export function pricesOf({ uses }: Payment): AccountId | undefined {
  return uses.map((use) => (use.kind === 'order' ? use.reseller : undefined)).find((each) => each !== undefined);
}

/** Errors: `payment.not-found`. */
export async function requirePayment(id: PaymentId): Promise<Payment> {
  const payment = await loadPayment(id);
  if (payment === undefined) throw new Refused('payment.not-found');
  return payment;
}

/** Puts a payment's record once for ever: what makes it count once. */
export function putPaymentOnce(payment: Payment): Write[] {
  return [putOnce('payment', toItem(payment)), ...usesOf(payment)];
}

/** Replaces a payment as it was read; fails with the label `payment` when it changed since. What is taken back from an order is gone from its account too. */
export function replacePayment(before: Payment, after: Payment): Write[] {
  const write: Write = {
    label: 'payment',
    Put: {
      Item: toItem({ ...after, version: before.version + 1 }),
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
  return [write, ...usesOf(after), ...takenBack(before, after)];
}

/** What went to an account's orders stands in the account's own partition too, so that its export has it. (A11) */
function usesOf({ id, gateway, reference, uses }: Payment): Write[] {
  return uses.flatMap((use) => {
    if (use.kind !== 'order') return [];
    const item = { ...keys.paymentUse(use.account, id, use.order), type: 'payment-use', v: 1, payment: id };
    return [{ label: 'payment-use', Put: { Item: { ...item, gateway, reference, ...use } } }];
  });
}

/** An order that the money went to before and no longer does. */
function takenBack(before: Payment, after: Payment): Write[] {
  const isThere = (order: OrderId) => after.uses.some((use) => use.kind === 'order' && use.order === order);
  return before.uses.flatMap((use) => {
    if (use.kind !== 'order' || isThere(use.order)) return [];
    return [{ label: 'payment-use', Delete: { Key: keys.paymentUse(use.account, before.id, use.order) } }];
  });
}

export interface PaymentPage {
  readonly payments: Payment[];
  readonly last: Key | undefined;
}

/** Payments of which some money is not put to anything yet, the oldest first. */
export async function listUnallocated(limit: number, after?: Key): Promise<PaymentPage> {
  const { items, last } = await queryListing(LISTED_UNALLOCATED, limit, after);
  return { payments: items.map(fromItem), last };
}

export interface Arrival {
  readonly gateway: string;
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
  readonly bookedOn?: PlainDate | undefined;
  readonly text?: string | undefined;
}

/** The record of money that just arrived, none of it put to anything. */
export function arrived({ gateway, reference, amount, at, bookedOn, text }: Arrival, today: PlainDate): Payment {
  return {
    id: paymentId(gateway, reference),
    gateway,
    reference,
    amount,
    bookedOn: bookedOn ?? today,
    at,
    uses: [],
    unallocated: amount,
    text,
    version: 1,
  };
}
