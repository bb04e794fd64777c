import type { Actor } from '../domain/actor.ts';
import { topUp } from '../domain/credit/decide-money.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import { Refused } from '../domain/refusal.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { firstDelivery, nextLicences } from './deliveries.ts';
import { recordFact } from './history.ts';
import { requestMail } from './mail.ts';
import { loadOrder, type Order, type Payment, paymentIsRecorded, putPaymentOnce, replaceOrder } from './orders.ts';
import { transact, type Write } from './table.ts';

/** Whether a report brought something new. */
export type PaymentOutcome = 'credited' | 'already-credited';

/**
 * Takes a payment in exactly once, whatever is reported how often and in which order, and delivers what it pays for.
 *
 * Shape:  payment record, order, what was bought, history and mail in one transaction; a large order is delivered in
 *         further steps, which the next report goes on with if the process dies in between.
 * Errors: `order.not-found`; `edit.conflict` when others were always faster: the gateway reports again.
 * Source: P8, L4, T4.
 */
export async function commitPayment(payment: Payment, moment: Moment): Promise<PaymentOutcome> {
  const order = await requireOrder(payment);
  if (order.purpose === 'credit') return commitCreditPayment(payment, moment);
  const outcome = await commitTermPayment(payment, moment);
  await deliverRest(payment);
  return outcome;
}

/** What arrived is credited, so a second payment for the same order is not lost either. */
function commitCreditPayment(payment: Payment, moment: Moment): Promise<PaymentOutcome> {
  const { account, amount, reference } = payment;
  return commitCreditChange<PaymentOutcome>(account, moment, async (head, plan) => {
    if (await paymentIsRecorded(payment)) return { head, entries: [], result: 'already-credited' };
    const order = await requireOrder(payment);
    const change = topUp(head, plan, moment.today, amount, { kind: 'purchase', order: order.id, payment: reference });
    const mail = {
      template: 'credit-bought',
      account,
      amountMinor: amount.minor,
      currency: amount.currency,
      expiresOn: expiresOn(change.head, plan),
    } as const;
    const writes = [
      ...recordPayment(payment, order, order, moment),
      requestMail({ adminsOf: account }, mail, moment.now),
    ];
    return { ...change, writes, result: 'credited' };
  });
}

function commitTermPayment(payment: Payment, moment: Moment): Promise<PaymentOutcome> {
  return decideAndCommit<PaymentOutcome>(async () => {
    if (await paymentIsRecorded(payment)) return { writes: [], result: 'already-credited' };
    const order = await requireOrder(payment);
    // A second payment for a paid order is kept on record and brings nothing twice.
    const delivery = order.status === 'paid' ? { order, writes: [] } : await firstDelivery(order, moment);
    const { account, amount } = payment;
    const mail = { template: 'order-paid', account, amountMinor: amount.minor, currency: amount.currency } as const;
    const told = delivery.order.unapplied ? [] : [requestMail({ adminsOf: account }, mail, moment.now)];
    return {
      writes: [...recordPayment(payment, order, delivery.order, moment), ...delivery.writes, ...told],
      result: 'credited',
    };
  });
}

function recordPayment(payment: Payment, before: Order, after: Order, { now }: Moment): Write[] {
  const { account, amount, reference, gateway } = payment;
  const actor: Actor = { kind: 'system', id: gateway };
  return [
    putPaymentOnce(payment),
    replaceOrder(before, {
      ...after,
      status: 'paid',
      declined: false,
      paidAt: before.paidAt ?? now,
      payments: [...before.payments, reference],
    }),
    recordFact({
      account,
      action: after.unapplied ? 'order.paid-unapplied' : 'order.paid',
      actor,
      subject: before.id,
      before: { status: before.status },
      after: { status: 'paid', payment: reference, amount },
      at: now,
    }),
  ];
}

/** Delivers what is still missing of a paid order, step by step. */
async function deliverRest(payment: Pick<Payment, 'account' | 'order'>): Promise<void> {
  let isDone = false;
  while (!isDone) {
    isDone = await decideAndCommit(async () => {
      const order = await requireOrder(payment);
      const next =
        order.status === 'paid' && order.purpose === 'purchase' && !order.unapplied
          ? await nextLicences(order)
          : undefined;
      if (next === undefined) return { writes: [], result: true };
      return { writes: [replaceOrder(order, next.order), ...next.writes], result: false };
    });
  }
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
