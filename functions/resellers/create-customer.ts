import * as contract from '../../lib/contract/new-customers.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { route } from '../../lib/runtime/route.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { attachCustomer } from '../../lib/store/customers.ts';
import { recordFact } from '../../lib/store/history.ts';
import type { Write } from '../../lib/store/table.ts';
import { askingOnce } from '../../lib/tax/check-vat-number.ts';
import { checkFacts } from '../../lib/tax/refresh-vat-check.ts';
import { accountJson } from '../accounts/account-json.ts';
import { deliverForNothing, openOrder } from '../orders/new-order.ts';
import { orderJson } from '../orders/order-json.ts';
import { type NewCustomer, prepareCustomer } from './new-customer.ts';

/** The account, whose it is, and its order are written together or not at all, however often it is asked for. (R1, R2) */
export const createCustomer = route(contract.createCustomer, async (request) => {
  const { actor, now } = request;
  const ask = askingOnce(now);
  const { customer, order } = await decideAndCommit(async () => {
    const prepared = await prepareCustomer(request, newId('acc'), ask);
    const { account: customer } = prepared.opened;
    const { order, writes } = await openOrder(prepared.order, { ...request, actor: prepared.actor });
    const reply = { body: { customer: accountJson(customer, undefined), order: orderJson(order, now) } };
    return {
      writes: [
        ...prepared.opened.writes,
        ...vatFact(prepared, now),
        ...attachCustomer({ reseller: prepared.reseller, customer, actor, now }),
        ...writes,
        ...request.remember(reply),
      ],
      result: { customer, order },
    };
  });
  const placed = order.total.minor === 0 ? await deliverForNothing(order, request) : order;
  return { body: { customer: accountJson(customer, undefined), order: orderJson(placed, now) } };
});

/** Evidence of what the first bill is taxed by. (T3) */
function vatFact({ opened: { account }, actor }: NewCustomer, at: Instant): Write[] {
  if (account.vatCheck === undefined) return [];
  return [
    recordFact({
      account: account.id,
      action: 'vat-number.checked',
      actor,
      subject: account.id,
      before: { vat_number_status: 'none' },
      after: checkFacts(account),
      at,
    }),
  ];
}
