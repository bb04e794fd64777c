import type * as z from 'zod';
import { recordPayment as contract } from '../../lib/contract/payments.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { money } from '../../lib/domain/money.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { BANK, transferKey } from '../../lib/payments/transfer/transfer-key.ts';
import { route } from '../../lib/runtime/route.ts';
import { recogniseByHand } from '../../lib/store/bank-references.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { findByReference } from '../../lib/store/creditor-references.ts';
import { commitPayment, type PaymentResult } from '../../lib/store/payments.ts';
import { paymentJson } from './payment-json.ts';

export const recordPayment = route(contract, async ({ body, actor, now, today, catalogue, remember }) => {
  const amount = money(body.amount.amount, body.amount.currency);
  const bookedOn = (body.booked_on ?? today) as PlainDate;
  if (bookedOn > today) {
    throw new Refused('request.invalid', { errors: [{ pointer: '/booked_on', detail: 'must not be after today' }] });
  }
  const { bank_reference: bankReference } = body;
  const key = transferKey({ iban: catalogue.seller.bank?.iban, bankReference, bookedOn, amount });
  const transfer = {
    gateway: BANK,
    reference: key,
    amount,
    bookedOn,
    text: body.text,
    at: now,
    for: await orderNamed(body),
    actor,
    recognise: () => recogniseByHand({ key, bankReference, amount, bookedOn }),
    also: (result: PaymentResult) => remember(replyOf(result)),
  };
  const reply = replyOf(await commitPayment(transfer, { today, now, catalogue }));
  // A request that lost the race against itself gets the answer of the one that won.
  if (reply.body.outcome === 'already-recorded') {
    await decideAndCommit(async () => ({ writes: remember(reply), result: undefined }));
  }
  return reply;
});

function replyOf({ payment, outcome }: PaymentResult) {
  return { status: 201, body: { outcome, payment: paymentJson(payment) } };
}

/** A reference that no order has is kept with the payment for staff to look at: the money is there all the same. */
async function orderNamed({ reference, account, order }: z.output<typeof contract.body>) {
  if (account !== undefined && order !== undefined) return { account, order };
  return reference === undefined ? undefined : findByReference(reference);
}
