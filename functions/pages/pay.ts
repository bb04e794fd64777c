import { id } from '../../lib/contract/shared.ts';
import { dueOf } from '../../lib/domain/invoices/settle-order.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { maySeePrices } from '../../lib/domain/resellers/prices.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { contentSecurityPolicy, type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { type PaymentState, paymentView } from '../../lib/pages/views/pay.ts';
import { isCardGateway } from '../../lib/payments/gateway.ts';
import { paymentHosting } from '../../lib/payments/hosted-payment.ts';
import { paymentPagePath } from '../../lib/payments/payment-page.ts';
import { epcPayload } from '../../lib/payments/transfer/epc-qr.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { resellerActing } from '../../lib/store/customers.ts';
import { isOutdated } from '../../lib/store/deliveries.ts';
import { isExpired, loadOrder, type Order } from '../../lib/store/orders.ts';

/**
 * Needs no sign-in, so that the link can be handed to whoever pays; the page shows nothing of a person. An order at a
 * reseller's prices is for that reseller's people, who sign in. (R5)
 */
export const showPayment = page('showPayment', async (request): Promise<PageReply> => {
  const order = await requireOrder(request);
  return (await signInFirst(request, order)) ?? paymentReply(request, order);
});

export const submitPayment = page('submitPayment', async (request): Promise<PageReply> => {
  const order = await requireOrder(request);
  const elsewhere = await signInFirst(request, order);
  if (elsewhere !== undefined) return elsewhere;
  const { value, refused } = await orRefused(() => whereToPay(request, order));
  return refused === undefined ? { redirect: value } : paymentReply(request, order, refused);
});

/** Errors: `route.not-found`: a wrong link leads to the same page as any other. */
async function requireOrder({ path, query }: PageRequest): Promise<Order> {
  const account = id('acc').safeParse(query['account']);
  const order = id('ord').safeParse(path['order']);
  const found = account.success && order.success ? await loadOrder(account.data, order.data) : undefined;
  if (found === undefined) throw new Refused('route.not-found');
  return found;
}

/** Errors: `route.not-found` for who is signed in and may not see the order. */
async function signInFirst({ identity }: PageRequest, order: Order): Promise<PageReply | undefined> {
  if (order.reseller === undefined) return undefined;
  const { actor } = identity;
  if (actor.kind !== 'user') {
    const next = paymentPagePath(order.account, order.id);
    return { redirect: `/sign-in?${new URLSearchParams({ next })}` };
  }
  const reseller = await resellerActing(actor.id, order.account);
  const viewer = reseller === undefined ? actor : { ...actor, reseller };
  if (!maySeePrices(order, viewer)) throw new Refused('route.not-found');
  return undefined;
}

/** Errors: `order.expired`, `order.payment-unavailable`; as {@link paymentHosting}'s. */
async function whereToPay({ catalogue, locale, now }: PageRequest, order: Order): Promise<string> {
  const state = await stateOf(order, now);
  if (state === 'expired' || order.closed !== undefined) throw new Refused('order.expired');
  const { account, id: orderId, gateway, expiresAt } = order;
  if (state !== 'open' || !isCardGateway(gateway)) return paymentPagePath(account, orderId);
  const hosting = paymentHosting();
  if (hosting !== undefined) {
    const { name: service } = catalogue.service;
    return hosting.startPayment({ account, order: orderId, due: dueOf(order), service, locale, expiresAt, now });
  }
  if (!hasPageOfItsOwn(order)) throw new Refused('order.payment-unavailable', { values: { available: '—' } });
  return order.paymentUrl;
}

/** Whether its payment page was made with the order, by the gateway that is still in use. */
function hasPageOfItsOwn({ gateway, account, id: orderId, paymentUrl }: Order): boolean {
  return gateway === environment().GATEWAY && !paymentUrl.endsWith(paymentPagePath(account, orderId));
}

async function stateOf(order: Order, now: string): Promise<PaymentState> {
  if (order.closed !== undefined) return order.closed;
  if (order.status === 'paid') return 'paid';
  if (isExpired(order, now) || (await isOutdated(order))) return 'expired';
  return dueOf(order).minor === 0 ? 'nothing-due' : 'open';
}

async function paymentReply(request: PageRequest, order: Order, refused?: Refused): Promise<PageReply> {
  const { locale, now, query, userName } = request;
  const due = dueOf(order);
  const state = await stateOf(order, now);
  const problem = refused && formProblem(refused, locale);
  const path = paymentPagePath(order.account, order.id);
  const html = paymentView(request, {
    order,
    due,
    state,
    path,
    problem: problem?.summary,
    takesCard: state === 'open' && takesCard(order),
    isReturning: query['returned'] !== undefined && refused === undefined,
    qrPayload: order.transfer && epcPayload({ ...order.transfer, amount: due }),
    accountPath: userName === undefined ? undefined : `/account?account=${order.account}&order=${order.id}`,
  });
  const retryAfter = refused?.facts.retryAfterSeconds;
  return {
    html,
    status: problem?.status ?? 200,
    headers: {
      'content-security-policy': contentSecurityPolicy(paymentHosting()?.origins),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  };
}

function takesCard(order: Order): boolean {
  return isCardGateway(order.gateway) && (paymentHosting() !== undefined || hasPageOfItsOwn(order));
}
