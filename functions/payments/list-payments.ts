import { listPayments as contract } from '../../lib/contract/payments.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { listUnallocated } from '../../lib/store/received.ts';
import { paymentJson } from './payment-json.ts';

export const listPayments = route(contract, async ({ query }) => {
  const list = `payments:${query.state}`;
  const { payments, last } = await listUnallocated(query.limit, await decodeCursor(list, query.cursor));
  return { body: { items: payments.map(paymentJson), next_cursor: await encodeCursor(list, last) } };
});
