import type * as z from 'zod';
import { assignPayment as contract } from '../../lib/contract/payments.ts';
import { money } from '../../lib/domain/money.ts';
import { route } from '../../lib/runtime/route.ts';
import { allocateToCredit } from '../../lib/store/allocate-to-credit.ts';
import { type Allocation, allocateToOrder, recordRefund } from '../../lib/store/allocations.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { Payment } from '../../lib/store/received.ts';
import { paymentJson } from './payment-json.ts';

export const assignPayment = route(contract, async ({ path, body, actor, now, today, catalogue, remember }) => {
  const allocation = {
    payment: path.payment,
    amount: body.amount && money(body.amount.amount, body.amount.currency),
    actor,
    also: (after: Payment) => remember(replyOf(after)),
  };
  return replyOf(await allocate(allocation, body, { today, now, catalogue }));
});

function allocate(allocation: Allocation, target: z.output<typeof contract.body>, moment: Moment): Promise<Payment> {
  if ('refund' in target) return recordRefund(allocation, target.refund.bank_reference, moment);
  if ('credit' in target) return allocateToCredit(allocation, target.account, moment);
  return allocateToOrder(allocation, target, moment);
}

function replyOf(payment: Payment) {
  return { status: 201, body: paymentJson(payment) };
}
