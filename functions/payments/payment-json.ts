import type * as z from 'zod';
import type { paymentSchema } from '../../lib/contract/payments.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { Payment, PaymentUse } from '../../lib/store/received.ts';

type PaymentJson = z.input<typeof paymentSchema>;

export function paymentJson(payment: Payment): PaymentJson {
  return {
    id: payment.id,
    gateway: payment.gateway,
    reference: payment.reference,
    amount: moneyJson(payment.amount),
    booked_on: payment.bookedOn,
    recorded_at: payment.at,
    account: payment.account ?? null,
    uses: payment.uses.map(useJson),
    unallocated: moneyJson(payment.unallocated),
    text: payment.text ?? null,
  };
}

function useJson(use: PaymentUse): PaymentJson['uses'][number] {
  const { amount, on } = use;
  if (use.kind === 'refund') {
    return { kind: use.kind, bank_reference: use.reference, amount: moneyJson(amount), on };
  }
  const { kind, account, order, invoice } = use;
  return { kind, account, order, invoice: invoice ?? null, amount: moneyJson(amount), on };
}
