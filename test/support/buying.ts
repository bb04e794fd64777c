import type { PrepaidPlan, TermPlan } from '../../lib/domain/catalogue.ts';
import { requirePlan } from '../../lib/domain/catalogue.ts';
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { priceTermOrder, type TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { pricedFor } from '../../lib/domain/licences/priced-for.ts';
import { money } from '../../lib/domain/money.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { openAccount } from '../../lib/store/account-openings.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { billFor } from '../../lib/store/bills.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { type Order, putNewOrder } from '../../lib/store/orders.ts';
import type { IncomingPayment } from '../../lib/store/payments.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { transact } from '../../lib/store/table.ts';

export interface Customer {
  readonly account: AccountId;
  readonly owner: MemberId;
}

/** An account on the catalogue's first plan, as a sign-up opens it. */
export async function aCustomer({ now, today, catalogue }: Moment): Promise<Customer> {
  const [plan] = catalogue.plans;
  if (plan === undefined) throw new Error('the catalogue has no plan');
  const id = newId('acc');
  const user = newId('usr');
  const owner = {
    id: user,
    email: `${user.toLowerCase()}@example.com`,
    name: 'Owner',
    locale: 'en' as const,
    passwordVersion: 1,
    sessionEpoch: 0,
    createdAt: now,
    version: 1,
  };
  const actor = { kind: 'system' as const, id: 'test' };
  const opening = {
    id,
    organisation: 'Example',
    plan,
    owner,
    locale: 'en' as const,
    activate: true,
    actor,
    now,
    today,
  };
  const outcome = await transact(openAccount(opening).writes);
  if (!outcome.committed) throw new Error('the account was not opened');
  return { account: id, owner: memberOfUser(user) };
}

/** An order that waits for its payment, billed by the same code as any other. */
async function placed(
  account: AccountId,
  moment: Moment,
  wanted: Pick<Order, 'purpose' | 'lines'> & Partial<Order>,
): Promise<Order> {
  const { now, today, catalogue } = moment;
  const plan = requirePlan(catalogue, wanted.plan ?? catalogue.plans[0]?.id ?? '');
  const bill = billFor(wanted.lines, unknownBuyer(account, plan.id, now), catalogue, today);
  const nothing = money(0, plan.currency);
  const order: Order = {
    id: newId('ord'),
    account,
    status: 'pending',
    bill,
    total: bill?.total ?? nothing,
    received: nothing,
    credited: nothing,
    paymentMethod: 'card',
    gateway: 'sandbox',
    paymentUrl: 'https://pay.example.com/',
    declined: false,
    placedBy: 'test',
    placedAt: now,
    payments: [],
    delivered: {},
    version: 1,
    ...wanted,
  };
  const outcome = await transact([putNewOrder(order)]);
  if (!outcome.committed) throw new Error('the order was not placed');
  return order;
}

/** A customer who has said nothing about where they are: taken to be in the seller's country. */
export function unknownBuyer(id: AccountId, plan: string, createdAt: string): Account {
  return { id, organisation: 'Example', plan, owner: 'usr_TEST', locale: 'en', billing: {}, createdAt, version: 1 };
}

/** An order for credit of so many minor units before tax. */
export function creditOrder(account: AccountId, moment: Moment, minor: number): Promise<Order> {
  const plan = moment.catalogue.plans[0] as PrepaidPlan;
  const amount = money(minor, plan.currency);
  return placed(account, moment, { purpose: 'credit', lines: [{ kind: 'credit', amount }] });
}

/** An order for licences, priced for the subscription as it is now. */
export async function licenceOrder(
  account: AccountId,
  moment: Moment,
  items: readonly TermItem[],
  changes: Partial<Order> = {},
): Promise<Order> {
  const plan = moment.catalogue.plans[0] as TermPlan;
  const subscription = await requireSubscription(account);
  const { lines, term, period } = priceTermOrder(plan, subscription, items, moment.today, undefined);
  const priced = { lines: [...lines], term, period, pricedFor: pricedFor(subscription) };
  return placed(account, moment, { purpose: 'purchase', ...priced, ...changes });
}

/** A payment of an order, of all that it comes to unless said otherwise. */
export function paymentOf(order: Order, change: Partial<IncomingPayment> = {}): IncomingPayment {
  const { account, id, total, placedAt } = order;
  return {
    for: { account, order: id },
    gateway: 'sandbox',
    reference: newId('chk'),
    amount: total,
    at: placedAt,
    ...change,
  };
}
