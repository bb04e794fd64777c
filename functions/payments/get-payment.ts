import { getPayment as contract } from '../../lib/contract/payments.ts';
import { route } from '../../lib/runtime/route.ts';
import { requirePayment } from '../../lib/store/received.ts';
import { paymentJson } from './payment-json.ts';

export const getPayment = route(contract, async ({ path }) => ({
  body: paymentJson(await requirePayment(path.payment)),
}));
