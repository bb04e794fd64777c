import { requirePlan } from '../domain/catalogue.ts';
import type { TaxTreatment } from '../domain/tax/treatment.ts';
import { requireAccount } from './accounts.ts';
import { billFor, termsOf } from './bills.ts';
import type { Moment } from './credit.ts';
import type { Order } from './orders.ts';

/**
 * An order with the tax that is due when it is paid. Where that is still as it was when the order was placed, so is its
 * bill; otherwise it is billed anew, with the parties as they are now, and comes to more or less than before.
 *
 * Source: T2; Directive 2006/112/EC art. 63 and 65: the tax becomes chargeable with the payment or the supply.
 */
export async function billedAtPayment(order: Order, { catalogue, today }: Moment): Promise<Order> {
  const { bill, invoice, lines } = order;
  if (bill === undefined || invoice !== undefined) return order;
  const account = await requireAccount(order.account);
  const plan = requirePlan(catalogue, order.plan ?? account.plan);
  const { treatment } = termsOf(account, catalogue, plan, today);
  if (isSame(treatment, bill.treatment)) return order;
  const rebilled = billFor(lines, { ...account, plan: plan.id }, catalogue, today) ?? bill;
  return { ...order, bill: rebilled, total: rebilled.total };
}

function isSame(a: TaxTreatment, b: TaxTreatment): boolean {
  return a.kind === b.kind && a.rate === b.rate && a.country === b.country;
}
