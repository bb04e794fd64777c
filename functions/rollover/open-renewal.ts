import { requirePlan } from '../../lib/domain/catalogue.ts';
import { money } from '../../lib/domain/money.ts';
import { withDiscount } from '../../lib/domain/resellers/discount-line.ts';
import { openAnyWay } from '../../lib/payments/ways-to-pay.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Account, requireAccount } from '../../lib/store/accounts.ts';
import { billFor, invoiceFor } from '../../lib/store/bills.ts';
import type { Moment } from '../../lib/store/credit.ts';
import type { Order } from '../../lib/store/orders.ts';
import { discountFor } from '../../lib/store/reseller-discount.ts';
import type { OpenRenewal } from '../../lib/store/rollover.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';

/** A bill for a period, all but its ways to pay. */
export type PeriodBill = Pick<
  Order,
  'purpose' | 'lines' | 'paymentMethod' | 'term' | 'period' | 'placedBy' | 'reseller'
> & { readonly plan: string; readonly paymentDays: number };

/**
 * The order for the end of a period with its invoice, open until it is paid: it does not expire, the subscription is
 * suspended instead. It stays at the discount that holds now. (L13, R4)
 */
export function openRenewal(moment: Moment): OpenRenewal {
  const customerOf = withFreshVatCheck(moment);
  return async (subscription, { lines: full, plan, period, closes }) => {
    const { catalogue } = moment;
    const account = await customerOf(subscription.account);
    const discount = await discountFor(account);
    const bill: PeriodBill = {
      purpose: closes ? 'consumption' : 'renewal',
      lines: withDiscount(full, discount, requirePlan(catalogue, plan).currency),
      paymentMethod: subscription.paymentMethod,
      term: subscription.term,
      period,
      plan,
      placedBy: 'rollover',
      reseller: discount?.reseller,
      paymentDays: catalogue.seller.paymentDays,
    };
    return openBill(account, bill, moment);
  };
}

/** The account, its VAT number asked about the first time: what is decided again does not wait for VIES again. */
export function withFreshVatCheck({ now }: Moment): (account: Account['id']) => Promise<Account> {
  const checked = new Set<Account['id']>();
  return async (id) => {
    const account = await (checked.has(id) ? requireAccount(id) : refreshVatCheck(id, now));
    checked.add(id);
    return account;
  };
}

/** An order with its open invoice, and what opening the ways to pay it writes; undefined where it costs nothing. */
export async function openBill(
  account: Account,
  { plan, paymentDays, paymentMethod, ...wanted }: PeriodBill,
  { catalogue, today, now }: Moment,
) {
  const bill = billFor(wanted.lines, { ...account, plan }, catalogue, today);
  if (bill === undefined) return undefined;
  const id = newId('ord');
  const toPay = { account: account.id, order: id, total: bill.total, now };
  const { writes, ...way } = await openAnyWay(paymentMethod, toPay, catalogue);
  const nothing = money(0, requirePlan(catalogue, plan).currency);
  const order: Order = {
    ...wanted,
    ...way,
    id,
    account: account.id,
    status: 'pending',
    bill,
    total: bill.total,
    received: nothing,
    credited: nothing,
    invoice: newId('doc'),
    declined: false,
    placedAt: now,
    payments: [],
    delivered: {},
    version: 1,
  };
  return { order, invoice: invoiceFor(order, bill, today, paymentDays), writes };
}
