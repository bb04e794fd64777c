import { dueOf } from '../../lib/domain/invoices/settle-order.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { reportOf } from '../../lib/payments/sandbox.ts';
import { behaviourOf, type CardBehaviour } from '../../lib/payments/sandbox-cards.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { sendToQueue } from '../../lib/runtime/queues.ts';
import { type Checkout, commitCheckoutPaid, loadCheckout } from '../../lib/store/checkouts.ts';
import { isOutdated } from '../../lib/store/deliveries.ts';
import { isExpired, loadOrder } from '../../lib/store/orders.ts';
import type { ReportMessage } from './report-message.ts';
import { confirmView, paidView, payView } from './views.ts';

const LATE_SECONDS = 60;
const DUPLICATES = 5;

export const showCheckout = page('showCheckout', async (request) => {
  const checkout = await requireCheckout(request);
  return { html: checkout.status === 'paid' ? paidView(request, checkout) : payView(request, checkout, false) };
});

/** A program may pay as well: a POST with `card=…` is all it takes. */
export const payCheckout = page('payCheckout', pay, { anyOrigin: true });

async function pay(request: PageRequest): Promise<PageReply> {
  const checkout = await requireCheckout(request);
  if (checkout.status === 'paid') {
    // The report may have been lost between the payment and the queue; sending it again counts once.
    await sendReports(checkout, 'success');
    return { redirect: checkout.returnPath };
  }
  await requirePayable(checkout, request);
  const card = request.form['card'] ?? '';
  const behaviour = behaviourOf(card);
  if (behaviour === 'decline') {
    await sendToQueue('sandbox-webhooks', [declineMessage(checkout)]);
    return { html: payView(request, checkout, true), status: 402 };
  }
  if (behaviour === 'needs-confirmation' && request.form['confirmed'] !== 'yes') {
    return { html: confirmView(request, checkout, card) };
  }
  await commitCheckoutPaid(checkout);
  await sendReports(checkout, behaviour);
  return { redirect: checkout.returnPath };
}

/** The checkout; while it is open it asks for what is still due, since part of an order may have come by transfer. */
async function requireCheckout(request: PageRequest): Promise<Checkout> {
  const checkout = await loadCheckout(request.path['checkout'] ?? '');
  if (checkout === undefined) throw new Refused('checkout.not-found');
  const order = checkout.status === 'open' ? await loadOrder(checkout.account, checkout.order) : undefined;
  return order?.status === 'pending' ? { ...checkout, amount: dueOf(order) } : checkout;
}

/** Errors: `order.expired`: a price is not taken days later, nor for something else than it was made for. */
async function requirePayable({ account, order }: Checkout, { now }: PageRequest): Promise<void> {
  const found = await loadOrder(account, order);
  if (found !== undefined && (isExpired(found, now) || (await isOutdated(found)))) throw new Refused('order.expired');
}

/** A payment has one reference and one report, however often it is sent. */
async function sendReports(checkout: Checkout, behaviour: CardBehaviour): Promise<void> {
  const message: ReportMessage = {
    id: `evt-${checkout.id}`,
    body: JSON.stringify(reportOf(checkout, 'payment.succeeded', checkout.id)),
  };
  const copies = behaviour === 'duplicated-webhook' ? DUPLICATES : 1;
  const delay = behaviour === 'late-webhook' ? LATE_SECONDS : 0;
  await sendToQueue('sandbox-webhooks', new Array<ReportMessage>(copies).fill(message), delay);
}

function declineMessage(checkout: Checkout): ReportMessage {
  const id = newId('evt');
  return { id, body: JSON.stringify(reportOf(checkout, 'payment.declined', id)) };
}
