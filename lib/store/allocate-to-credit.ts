import { type Actor, actorId } from '../domain/actor.ts';
import { requirePlan } from '../domain/catalogue.ts';
import type { CreditChange } from '../domain/credit/credit-head.ts';
import { topUp } from '../domain/credit/decide-money.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import type { AccountId } from '../domain/ids.ts';
import { creditIn } from '../domain/invoices/bill.ts';
import type { Bill } from '../domain/invoices/invoice.ts';
import { money } from '../domain/money.ts';
import { requireCurrency } from '../domain/orders.ts';
import { Refused } from '../domain/refusal.ts';
import { paymentPageUrl } from '../payments/payment-page.ts';
import { BANK } from '../payments/transfer/transfer-key.ts';
import { newId } from '../runtime/ids.ts';
import { requireAccount } from './accounts.ts';
import { type Allocation, leftOf } from './allocations.ts';
import { billForTotal } from './bills.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import type { Order } from './orders.ts';
import { creditMail } from './payments.ts';
import { type Payment, replacePayment, requirePayment } from './received.ts';
import { settleOrder } from './settlements.ts';
import { ABSENT, type Write } from './table.ts';

/**
 * Makes credit of unallocated money. It is sold as ever, with an order and an invoice: the money is its price, tax and all.
 *
 * Shape:  payment, order, credit, invoice, journal, history and mail in one transaction.
 * Errors: `account.not-found`, `order.wrong-kind` where the plan sells no credit, `payment.not-found`,
 *         `payment.nothing-left`, `credit.wrong-currency`.
 * Source: T4, P8.
 */
export async function allocateToCredit(allocation: Allocation, account: AccountId, moment: Moment): Promise<Payment> {
  const buyer = await requireAccount(account);
  return commitCreditChange<Payment>(account, moment, async (head, plan) => {
    if (requirePlan(moment.catalogue, buyer.plan).kind !== 'prepaid') {
      throw new Refused('order.wrong-kind', { errors: [{ pointer: '/account', detail: 'has no credit' }] });
    }
    const payment = await requirePayment(allocation.payment);
    const amount = leftOf(payment, allocation);
    requireCurrency(plan, amount);
    const bill = billForTotal(amount, buyer, moment.catalogue, moment.today);
    if (bill === undefined) throw new RangeError('an amount above zero has a bill');
    const order = creditOrder(account, bill, allocation.actor, moment);
    let change: CreditChange = { head, entries: [] };
    const deliver = async (paid: Order, by: string) => {
      const bought = creditIn(bill);
      change = topUp(head, plan, moment.today, bought, { kind: 'purchase', order: order.id, payment: by });
      return { order: paid, writes: [creditMail(paid, bought, expiresOn(change.head, plan), moment)] };
    };
    const settled = await settleOrder(order, { payment, amount, isNew: false }, deliver, allocation.actor, moment);
    const writes = [
      ...replacePayment(payment, settled.payment),
      ...settled.writes.map(asNewOrder),
      ...(allocation.also?.(settled.payment) ?? []),
    ];
    return { ...change, writes, invoices: settled.invoices, result: settled.payment };
  });
}

function creditOrder(account: AccountId, bill: Bill, actor: Actor, { now }: Moment): Order {
  const id = newId('ord');
  const nothing = money(0, bill.total.currency);
  return {
    id,
    account,
    purpose: 'credit',
    status: 'pending',
    lines: [{ kind: 'credit', amount: creditIn(bill) }],
    bill,
    total: bill.total,
    received: nothing,
    credited: nothing,
    paymentMethod: 'bank-transfer',
    gateway: BANK,
    paymentUrl: paymentPageUrl(account, id),
    declined: false,
    placedBy: actorId(actor),
    placedAt: now,
    payments: [],
    delivered: {},
    version: 0,
  };
}

/** The order is placed and paid at once, so there is none to replace. */
function asNewOrder(write: Write): Write {
  if (write.label !== 'order' || !('Put' in write)) return write;
  return { label: write.label, Put: { Item: write.Put.Item, ConditionExpression: ABSENT } };
}
