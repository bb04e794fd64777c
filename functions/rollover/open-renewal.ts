import { requirePlan } from '../../lib/domain/catalogue.ts';
import { money } from '../../lib/domain/money.ts';
import { openAnyWay } from '../../lib/payments/ways-to-pay.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { billFor, invoiceFor } from '../../lib/store/bills.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { Order } from '../../lib/store/orders.ts';
import type { OpenRenewal } from '../../lib/store/rollover.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';

/** The order for the end of a period with its invoice, open until it is paid: it does not expire, the subscription is suspended instead. (L13) */
export function openRenewal(moment: Moment): OpenRenewal {
  let isChecked = false;
  return async (subscription, { lines, plan, period, closes }) => {
    const { catalogue, today, now } = moment;
    // A renewal that is decided again does not wait for VIES again.
    const account = await (isChecked ? requireAccount : refreshVatCheck)(subscription.account, now);
    isChecked = true;
    const bill = billFor(lines, { ...account, plan }, catalogue, today);
    if (bill === undefined) return undefined;
    const id = newId('ord');
    const toPay = { account: account.id, order: id, total: bill.total, now };
    const { writes, ...way } = await openAnyWay(subscription.paymentMethod, toPay, catalogue);
    const nothing = money(0, requirePlan(catalogue, plan).currency);
    const order: Order = {
      ...way,
      id,
      account: account.id,
      purpose: closes ? 'consumption' : 'renewal',
      status: 'pending',
      lines: [...lines],
      bill,
      total: bill.total,
      received: nothing,
      credited: nothing,
      invoice: newId('doc'),
      declined: false,
      placedBy: 'rollover',
      placedAt: now,
      payments: [],
      term: subscription.term,
      period,
      delivered: {},
      version: 1,
    };
    return { order, invoice: invoiceFor(order, bill, today, catalogue.seller.paymentDays), writes };
  };
}
