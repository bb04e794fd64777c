import { gatewayInUse } from '../../lib/payments/gateway.ts';
import { newId } from '../../lib/runtime/ids.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { OpenRenewal } from '../../lib/store/rollover.ts';

/** A renewal's order, open until it is paid: it does not expire, the subscription is suspended instead. (L13) */
export function openRenewal({ now, catalogue }: Moment): OpenRenewal {
  return async ({ account, term }, { lines, total, period }) => {
    const id = newId('ord');
    const gateway = gatewayInUse();
    const checkout = await gateway.openCheckout({ account, order: id, total, service: catalogue.service.name, now });
    return {
      writes: checkout.writes,
      order: {
        id,
        account,
        purpose: 'renewal',
        status: 'pending',
        lines: [...lines],
        total,
        gateway: gateway.name,
        paymentUrl: checkout.url,
        declined: false,
        placedBy: 'rollover',
        placedAt: now,
        payments: [],
        term,
        period,
        delivered: {},
        unapplied: false,
        version: 1,
      },
    };
  };
}
