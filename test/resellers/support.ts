import { fileURLToPath } from 'node:url';
import type { ApiClient } from '../../infra/local/api-client.ts';
import { businessDate } from '../../lib/domain/dates.ts';
import type { AccountId, OrderId, UserId } from '../../lib/domain/ids.ts';
import { now } from '../../lib/runtime/clock.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { openAccount } from '../../lib/store/account-openings.ts';
import { replaceAccount, requireAccount } from '../../lib/store/accounts.ts';
import { loadCatalogue } from '../../lib/store/catalogue.ts';
import { attachCustomer, managementBy } from '../../lib/store/customers.ts';
import { replaceOrder } from '../../lib/store/orders.ts';
import { requireOrder } from '../../lib/store/payments.ts';
import { transact } from '../../lib/store/table.ts';
import { newAccount, type SignedUp, settle, type Town } from '../people/support.ts';

const catalogueFile = fileURLToPath(new URL('../../lib/catalogue/vendors/resold-licences.json', import.meta.url));

/** A deployment of a vendor who sells through resellers. */
export function settleWithResale(): Promise<Town> {
  return settle({ catalogueFile });
}

export const anAccount = (town: Town, organisation = 'Example Ltd') =>
  newAccount(town, { plan: 'business', organisation });

/** The owner of an account that is a reseller. */
export async function newReseller(town: Town, discount = '20'): Promise<SignedUp> {
  const owner = await anAccount(town, 'Example Reseller');
  await appoint(town, owner, discount);
  return owner;
}

export const appoint = ({ operator }: Town, { account }: Pick<SignedUp, 'account'>, discount = '20') =>
  operator.send('POST', '/v1/resellers', { account, discount_percent: discount });

/** An account that a reseller opened, with nobody in it. */
export async function newCustomer(reseller: SignedUp, organisation = 'Example Customer'): Promise<AccountId> {
  const { catalogue } = await loadCatalogue();
  const at = now();
  const manager = await requireAccount(reseller.account as AccountId);
  const actor = { kind: 'user', id: reseller.user as UserId, reseller: manager.id } as const;
  const plan = catalogue.plans[0];
  if (plan === undefined) throw new Error('the catalogue has no plan');
  const opened = openAccount({
    id: newId('acc'),
    organisation,
    plan,
    managedBy: managementBy(manager, at),
    locale: 'en',
    activate: true,
    actor,
    now: at,
    today: businessDate(at, catalogue.billingTimeZone),
  });
  const attached = attachCustomer({ reseller: manager, customer: opened.account, actor, now: at });
  const outcome = await transact([...opened.writes, ...attached]);
  if (!outcome.committed) throw new Error(`the customer was not opened: ${outcome.failed.map(({ label }) => label)}`);
  return opened.account.id;
}

/** An account that is there becomes a reseller's customer; false when the reseller was ended meanwhile. */
export async function attach(reseller: SignedUp, account: AccountId): Promise<boolean> {
  const at = now();
  const [manager, before] = [await requireAccount(reseller.account as AccountId), await requireAccount(account)];
  const customer = { ...before, managedBy: managementBy(manager, at) };
  const actor = { kind: 'user', id: reseller.user as UserId, reseller: manager.id } as const;
  const attached = attachCustomer({ reseller: manager, customer, actor, now: at });
  return (await transact([replaceAccount(before, customer), ...attached])).committed;
}

export interface OrderAnswer {
  readonly id: OrderId;
  readonly payment_url: string;
  readonly invoice: string | null;
  readonly total: { readonly amount: number };
}

let orders = 0;
export function placeOrder(client: ApiClient, account: string, quantity = 3, more: object = {}): Promise<OrderAnswer> {
  orders += 1;
  const items = [{ kind: 'licence', type: 'member', quantity }];
  const headers = { 'idempotency-key': `order-${orders}` };
  return client.send('POST', `/v1/accounts/${account}/orders`, { items, term: 12, ...more }, headers);
}

/** An order of licences that the reseller places at its own prices. */
export async function orderAtItsPrices(reseller: SignedUp, customer: AccountId, quantity = 3): Promise<OrderAnswer> {
  const placed = await placeOrder(reseller.client, customer, quantity);
  const order = await requireOrder({ account: customer, order: placed.id });
  if (order.reseller !== undefined) return placed;
  const outcome = await transact([replaceOrder(order, { ...order, reseller: reseller.account as AccountId })]);
  if (!outcome.committed) throw new Error('the order was changed meanwhile');
  return placed;
}

export async function pay({ deployment }: Town, { payment_url }: OrderAnswer): Promise<number> {
  const body = new URLSearchParams({ card: '4242424242424242' });
  const answer = await fetch(payment_url, { method: 'POST', body, redirect: 'manual' });
  await answer.body?.cancel();
  await deployment.settle();
  return answer.status;
}

export interface HistoryAnswer {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly on_behalf_of: string | null;
  readonly subject: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What happened in an account, the newest first. */
export async function historyOf(client: ApiClient, account: string): Promise<HistoryAnswer[]> {
  const path = `/v1/accounts/${account}/history?limit=100`;
  return (await client.send<{ items: HistoryAnswer[] }>('GET', path)).items;
}
