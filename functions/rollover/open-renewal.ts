import { requirePlan } from '../../lib/domain/catalogue.ts';
import { money } from '../../lib/domain/money.ts';
import { withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import { openAnyWay } from '../../lib/payments/ways-to-pay.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { billFor, invoiceFor } from '../../lib/store/bills.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { Order } from '../../lib/store/orders.ts';
import { discountFor } from '../../lib/store/reseller-discount.ts';
import type { OpenRenewal } from '../../lib/store/rollover.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';

/**
 * The order for the end of a period with its invoice, open until it is paid: it does not expire, the subscription is
 * suspended instead. It stays at the discount that holds now. (L13, R4)
 */
export function openRenewal(moment: Moment): OpenRenewal {
  let isChecked = false;
  return async (subscription, { lines: full, plan, period, closes }) => {
    const { catalogue, today, now } = moment;
    // A renewal that is decided again does not wait for VIES again.
    const account = await (isChecked ? requireAccount : refreshVatCheck)(subscription.account, now);
    isChecked = true;
    const { currency } = requirePlan(catalogue, plan);
    const discount = await discountFor(account);
    const lines = withDiscount(full, discount, currency);
    const bill = billFor(lines, { ...account, plan }, catalogue, today);
    if (bill === undefined) return undefined;
    const id = newId('ord');
    const toPay = { account: account.id, order: id, total: bill.total, now };
    const { writes, ...way } = await openAnyWay(subscription.paymentMethod, toPay, catalogue);
    const nothing = money(0, currency);
    const order: Order = {
      ...way,
      id,
      account: account.id,
      purpose: closes ? 'consumption' : 'renewal',
      status: 'pending',
      lines,
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
      reseller: discount?.reseller,
      version: 1,
    };
    return { order, invoice: invoiceFor(order, bill, today, catalogue.seller.paymentDays), writes };
  };
}
