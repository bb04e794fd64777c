import * as contract from '../../lib/contract/new-customers.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { route } from '../../lib/runtime/route.ts';
import { askingOnce } from '../../lib/tax/check-vat-number.ts';
import { billJson } from '../orders/bill-json.ts';
import { pricedItemJson } from '../orders/order-json.ts';
import { prepareCustomer } from './new-customer.ts';

export const previewCustomer = route(contract.previewCustomer, async (request) => {
  const { priced, order } = await prepareCustomer(request, newId('acc'), askingOnce(request.now));
  const { start, end } = priced.period;
  return {
    body: {
      items: priced.lines.map(pricedItemJson),
      ...billJson(order.bill, order.currency),
      period: { start, end },
      next_total: priced.nextTotal === undefined ? null : moneyJson(priced.nextTotal),
    },
  };
});
