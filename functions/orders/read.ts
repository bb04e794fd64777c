import { getOrder as getContract, listOrders as listContract } from '../../lib/contract/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadOrder, listOrders as loadOrders } from '../../lib/store/orders.ts';
import { orderJson } from './order-json.ts';

export const getOrder = route(getContract, async ({ path, now }) => {
  const order = await loadOrder(path.account, path.order);
  if (order === undefined) throw new Refused('order.not-found');
  return { body: orderJson(order, now) };
});

export const listOrders = route(listContract, async ({ path, query, now }) => {
  const list = `orders:${path.account}:${query.status ?? ''}`;
  const page = await loadOrders(path.account, query.limit, query.status, now, await decodeCursor(list, query.cursor));
  return {
    body: {
      items: page.orders.map((order) => orderJson(order, now)),
      next_cursor: await encodeCursor(list, page.last),
    },
  };
});
