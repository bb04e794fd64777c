import { fileURLToPath } from 'node:url';
import type { ApiClient } from '../../infra/local/api-client.ts';
import type { DeploymentOptions } from '../../infra/local/deployment.ts';
import type { AccountId, OrderId } from '../../lib/domain/ids.ts';
import { type SignedUp, settle, type Town } from '../people/support.ts';

const vendors = new URL('../../lib/catalogue/vendors/', import.meta.url);

/** A deployment with one of the worked catalogues. */
export function settleWith(catalogue: string, options: Partial<DeploymentOptions> = {}): Promise<Town> {
  return settle({ catalogueFile: fileURLToPath(new URL(`${catalogue}.json`, vendors)), ...options });
}

export interface Amount {
  readonly amount: number;
  readonly currency: string;
}
export interface LineAnswer {
  readonly kind: string;
  readonly subject: string;
  readonly description: string;
  readonly quantity: number;
  readonly unit_price: Amount;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly basis: { readonly kind: string; readonly percent?: string; readonly months?: number };
  readonly amount: Amount;
}
export interface BillAnswer {
  readonly items: readonly LineAnswer[];
  readonly net: Amount;
  readonly tax: Amount;
  readonly taxes: readonly { readonly kind: string; readonly category: string; readonly rate: string }[];
  readonly total: Amount;
}
export interface OrderAnswer extends BillAnswer {
  readonly id: OrderId;
  readonly account: AccountId;
  readonly status: string;
  readonly closed: string | null;
  readonly payment_method: string;
  readonly payment_url: string;
  readonly transfer: { readonly reference: string } | null;
  readonly invoice: string | null;
  readonly delivered: boolean;
}
export interface CustomerAnswer {
  readonly customer: {
    readonly id: AccountId;
    readonly organisation: string;
    readonly plan: string;
    readonly owner: string | null;
    readonly locale: string;
    readonly external_id: string | null;
    readonly billing: Readonly<Record<string, string | null>>;
  };
  readonly order: OrderAnswer;
}

/** Three members of the plan that is resold, for a year. */
export const WANTED = {
  organisation: 'Example Customer',
  plan: 'business',
  licences: [{ type: 'member', quantity: 3 }],
  term: 12,
} as const;

let requests = 0;
export const freshKey = () => {
  requests += 1;
  return { 'idempotency-key': `customer-${requests}` };
};

const at = ({ account }: Pick<SignedUp, 'account'>) => `/v1/resellers/${account}/customers`;

export function createCustomer(
  reseller: SignedUp,
  changes: object = {},
  { client = reseller.client, headers = freshKey() }: { client?: ApiClient; headers?: Record<string, string> } = {},
): Promise<CustomerAnswer> {
  return client.send<CustomerAnswer>('POST', at(reseller), { ...WANTED, ...changes }, headers);
}

export type Preview = BillAnswer & {
  readonly period: { readonly start: string; readonly end: string };
  readonly next_total: Amount;
};

export function previewCustomer(reseller: SignedUp, changes: object = {}, client = reseller.client): Promise<Preview> {
  return client.send<Preview>('POST', `${at(reseller)}/previews`, { ...WANTED, ...changes });
}

/** Amounts of the lines by kind. */
export const amountsOf = ({ items }: Pick<BillAnswer, 'items'>) =>
  items.map(({ kind, amount }) => [kind, amount.amount]);

/** What a bill comes to, in minor units. */
export const sumsOf = ({ net, tax, total }: BillAnswer) => [net.amount, tax.amount, total.amount];

export const members = (quantity: number) => ({ kind: 'licence', type: 'member', quantity });

/** An order for an account, by whoever. */
export function order(client: ApiClient, account: string, items: readonly object[], more: object = {}) {
  return client.send<OrderAnswer>('POST', `/v1/accounts/${account}/orders`, { items, ...more }, freshKey());
}

export const shownOrder = (client: ApiClient, { account, id }: Pick<OrderAnswer, 'account' | 'id'>) =>
  client.send<OrderAnswer>('GET', `/v1/accounts/${account}/orders/${id}`);

/** Pays at the sandbox's page; answers the status of its answer. */
export async function pay({ deployment }: Town, { payment_url }: Pick<OrderAnswer, 'payment_url'>): Promise<number> {
  const body = new URLSearchParams({ card: '4242424242424242' });
  const answer = await fetch(payment_url, { method: 'POST', body, redirect: 'manual' });
  await answer.body?.cancel();
  await deployment.settle();
  return answer.status;
}

let transfers = 0;
/** A transfer that staff record. */
export async function transfer({ operator, deployment }: Town, paid: OrderAnswer): Promise<string> {
  transfers += 1;
  const { account, id, total } = paid;
  const body = { account, order: id, amount: total, bank_reference: `TRANSFER-${transfers}` };
  const { outcome } = await operator.send<{ outcome: string }>('POST', '/v1/payments', body, freshKey());
  await deployment.settle();
  return outcome;
}

/** Makes a member of the customer an admin, or back. */
export async function addMember(
  reseller: SignedUp,
  customer: string,
  email: string,
  more: object = {},
): Promise<string> {
  const path = `/v1/accounts/${customer}/members`;
  return (await reseller.client.send<{ id: string }>('POST', path, { email, ...more })).id;
}

export const editMember = (reseller: SignedUp, customer: string, member: string, body: object) =>
  reseller.client.send('PATCH', `/v1/accounts/${customer}/members/${member}`, body);
