import { getOrder as getContract, listOrders as listContract } from '../../lib/contract/orders.ts';
import { maySeePrices } from '../../lib/domain/resellers/prices.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { listOrders as loadOrders, type Order, statusAt } from '../../lib/store/orders.ts';
import { requireOrderFor } from '../../lib/store/payments.ts';
import { orderJson } from './order-json.ts';

export const getOrder = route(getContract, async ({ path, actor, now }) => ({
  body: orderJson(await requireOrderFor(actor, path), now),
}));

export const listOrders = route(listContract, async ({ path, query, actor, now }) => {
  const list = `orders:${path.account}:${query.status ?? ''}`;
  const passes = (order: Order) =>
    maySeePrices(order, actor) && (query.status === undefined || statusAt(order, now) === query.status);
  const page = await loadOrders(path.account, query.limit, passes, await decodeCursor(list, query.cursor));
  return {
    body: {
      items: page.orders.map((order) => orderJson(order, now)),
      next_cursor: await encodeCursor(list, page.last),
    },
  };
});
