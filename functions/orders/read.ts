import { getOrder as getContract, listOrders as listContract } from '../../lib/contract/orders.ts';
import { maySeePrices } from '../../lib/domain/resellers/prices.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { ordersAsTheyAre } from '../../lib/store/deliveries.ts';
import { listOrders as loadOrders, type Order, statusAt } from '../../lib/store/orders.ts';
import { requireOrderFor } from '../../lib/store/payments.ts';
import { orderJson } from './order-json.ts';

export const getOrder = route(getContract, async ({ path, actor, now }) => {
  const order = await ordersAsTheyAre(now)(await requireOrderFor(actor, path));
  return { body: orderJson(order, now) };
});

export const listOrders = route(listContract, async ({ path, query, actor, now }) => {
  const list = `orders:${path.account}:${query.status ?? ''}`;
  const asItIs = ordersAsTheyAre(now);
  const pick = async (written: Order) => {
    if (!maySeePrices(written, actor)) return undefined;
    const order = await asItIs(written);
    return query.status === undefined || statusAt(order, now) === query.status ? order : undefined;
  };
  const page = await loadOrders(path.account, query.limit, pick, await decodeCursor(list, query.cursor));
  return {
    body: {
      items: page.orders.map((order) => orderJson(order, now)),
      next_cursor: await encodeCursor(list, page.last),
    },
  };
});
