import { withdrawOrder as contract } from '../../lib/contract/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import type { Order } from '../../lib/store/orders.ts';
import { requireOrder, requireOrderFor } from '../../lib/store/payments.ts';
import { closeUnpaid } from '../../lib/store/settlements.ts';
import { orderJson } from './order-json.ts';

export const withdrawOrder = route(contract, async ({ path, actor, now }) => {
  await decideAndCommit(async () => {
    const order = await requireOrderFor(actor, path);
    if (order.status === 'paid' || order.invoice !== undefined) throw new Refused('order.billed');
    if (order.closed !== undefined) return { writes: [], result: undefined };
    return { writes: [...(await closeUnpaid(order, 'withdrawn')), withdrawn(order)], result: undefined };
  });
  return { body: orderJson(await requireOrder(path), now) };

  function withdrawn({ account, id, received, reseller: pricesOf }: Order) {
    const fact = { account, action: 'order.withdrawn', actor, subject: id, before: { received }, pricesOf };
    return recordFact({ ...fact, at: now });
  }
});
