import { addDays, businessDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { WaitingOrder } from '../../lib/pages/views/waiting-orders.ts';
import { paymentPagePath } from '../../lib/payments/payment-page.ts';
import { listOrders } from '../orders/read.ts';

/** Whoever still means to pay an order has ordered little since. */
const LOOKED_AT = '10';
const MOST_SHOWN = 3;
/** An order for credit can be paid for ever; after so many days nobody means to any more. */
const SHOWN_DAYS = 30;

/** The newest orders that can still be paid. Those with an invoice are among the invoices. (L4, T4) */
export async function waitingOrders(request: PageRequest, account: AccountId): Promise<WaitingOrder[]> {
  const { query, today, catalogue } = request;
  const { body } = await listOrders.call({ ...request.caller, path: { account }, query: { limit: LOOKED_AT } });
  const since = addDays(today, -SHOWN_DAYS);
  return (
    body.items
      .filter(({ status, invoice, due }) => status === 'pending' && invoice === null && due.amount > 0)
      // Whoever comes back from paying one is told of it above.
      .filter(({ id }) => id !== query['order'])
      .map((order) => ({
        placedOn: businessDate(order.placed_at, catalogue.billingTimeZone),
        total: order.total,
        due: order.due,
        paymentMethod: order.payment_method,
        payUrl: paymentPagePath(account, order.id),
      }))
      .filter(({ placedOn }) => placedOn >= since)
      .slice(0, MOST_SHOWN)
  );
}
