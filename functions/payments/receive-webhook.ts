import { receiveGatewayWebhook as contract } from '../../lib/contract/payments.ts';
import { webhooksOf } from '../../lib/payments/webhooks.ts';
import { log } from '../../lib/runtime/log.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitDecline, commitPayment } from '../../lib/store/payments.ts';

export const receiveGatewayWebhook = route(contract, async ({ path, call, now, today, catalogue }) => {
  const gateway = webhooksOf(path.gateway);
  const event = await gateway.readWebhook(call.rawBody ?? '', call.headers ?? {});
  if (event?.kind === 'declined') await commitDecline(event);
  if (event?.kind === 'paid') {
    const { account, order, amount, reference } = event;
    const payment = { for: { account, order }, gateway: gateway.name, reference, amount, at: now };
    const { outcome } = await commitPayment(payment, { today, now, catalogue });
    log.info('A payment was reported', { gateway: gateway.name, order: event.order, outcome });
  }
  return { body: { received: true as const } };
});
