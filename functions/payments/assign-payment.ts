import type * as z from 'zod';
import { assignPayment as contract } from '../../lib/contract/payments.ts';
import { money } from '../../lib/domain/money.ts';
import { route } from '../../lib/runtime/route.ts';
import { type AssignmentTarget, assignPayment as commitAssignment } from '../../lib/store/payment-assignments.ts';
import type { Payment } from '../../lib/store/received.ts';
import { paymentJson } from './payment-json.ts';

export const assignPayment = route(contract, async ({ path, body, actor, now, today, catalogue, remember }) => {
  const assignment = {
    payment: path.payment,
    amount: body.amount && money(body.amount.amount, body.amount.currency),
    actor,
    also: (after: Payment) => remember(replyOf(after)),
  };
  return replyOf(await commitAssignment(assignment, targetOf(body), { today, now, catalogue }));
});

function targetOf(body: z.output<typeof contract.body>): AssignmentTarget {
  if ('refund' in body) return { kind: 'refund', bankReference: body.refund.bank_reference };
  if ('credit' in body) return { kind: 'credit', account: body.account };
  return { kind: 'order', account: body.account, order: body.order };
}

function replyOf(payment: Payment) {
  return { status: 201, body: paymentJson(payment) };
}
