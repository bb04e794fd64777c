import type { Actor } from '../domain/actor.ts';
import { topUp } from '../domain/credit/decide-money.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import { Refused } from '../domain/refusal.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { requestMail } from './mail.ts';
import { loadOrder, type Order, type Payment, paymentIsRecorded, putPaymentOnce, replaceOrder } from './orders.ts';
import { transact } from './table.ts';

/** Whether a report brought something new. */
export type PaymentOutcome = 'credited' | 'already-credited';

/**
 * Credits a payment exactly once, whatever is reported how often and in which order.
 *
 * Shape:  payment record, order, balance, entry, history and mail in one transaction. What arrived is credited, so a
 *         second payment for the same order is not lost either.
 * Errors: `order.not-found`; `edit.conflict` when others were always faster: the gateway reports again.
 * Source: P8, T4.
 */
export function commitPayment(payment: Payment, moment: Moment): Promise<PaymentOutcome> {
  const { account, amount, reference } = payment;
  const actor: Actor = { kind: 'system', id: payment.gateway };
  return commitCreditChange<PaymentOutcome>(account, moment, async (head, plan) => {
    if (await paymentIsRecorded(payment)) return { head, entries: [], result: 'already-credited' };
    const order = await requireOrder(payment);
    const change = topUp(head, plan, moment.today, amount, { kind: 'purchase', order: order.id, payment: reference });
    const paid: Order = {
      ...order,
      status: 'paid',
      declined: false,
      paidAt: order.paidAt ?? moment.now,
      payments: [...order.payments, reference],
    };
    const mail = {
      template: 'credit-bought',
      account,
      amountMinor: amount.minor,
      currency: amount.currency,
      expiresOn: expiresOn(change.head, plan),
    } as const;
    const writes = [
      putPaymentOnce(payment),
      replaceOrder(order, paid),
      recordFact({
        account,
        action: 'order.paid',
        actor,
        subject: order.id,
        before: { status: order.status },
        after: { status: 'paid', payment: reference, amount },
        at: moment.now,
      }),
      requestMail({ adminsOf: account }, mail, moment.now),
    ];
    return { ...change, writes, result: 'credited' };
  });
}

async function requireOrder({ account, order }: Pick<Payment, 'account' | 'order'>): Promise<Order> {
  const found = await loadOrder(account, order);
  if (found === undefined) throw new Refused('order.not-found');
  return found;
}

/** Notes that a payment was declined. A paid order stays paid, also when it is paid at this very moment: then the note is lost. */
export async function commitDecline(payment: Pick<Payment, 'account' | 'order'>): Promise<void> {
  const order = await requireOrder(payment);
  if (order.status === 'paid' || order.declined) return;
  await transact([replaceOrder(order, { ...order, declined: true })]);
}
