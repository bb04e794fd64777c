import type { TransferDetails } from './bank.ts';
import type { Client } from './client.ts';
import { type Bill, eur, type Money } from './money.ts';
import type { Customer } from './people.ts';

export interface Panel {
  readonly status: string;
  readonly balance: Money;
  readonly daily_charge: Money;
  readonly active_users: number;
  readonly expires_on: string | null;
  readonly suspended_from: string | null;
  readonly support: boolean;
}

export interface Preview {
  readonly expires_on: string | null;
  readonly days: number | null;
  readonly charge_now: Money;
}

export interface CreditOrder extends Bill {
  readonly id: string;
  readonly status: string;
  readonly payment_url: string;
  readonly transfer: TransferDetails | null;
  readonly invoice: string | null;
}

const CARD = '4242 4242 4242 4242';

export const panelOf = ({ account, api }: Customer) => api.get<Panel>(`/v1/accounts/${account}/credit`);

const credit = (cents: number) => [{ kind: 'credit', amount: eur(cents) }];

/** What credit of so many cents would cost. */
export function previewCredit({ account, api }: Customer, cents: number): Promise<Bill> {
  return api.post(`/v1/accounts/${account}/orders/previews`, { items: credit(cents) });
}

export function placeCredit({ account, api }: Customer, cents: number, method = 'card'): Promise<CreditOrder> {
  return api.pay(`/v1/accounts/${account}/orders`, { items: credit(cents), payment_method: method });
}

/** Orders credit and pays it by card. Answers the order as it was placed. */
export async function buyCredit(client: Client, customer: Customer, cents: number, card = CARD): Promise<CreditOrder> {
  const order = await placeCredit(customer, cents);
  await client.payWithCard(order.payment_url, card);
  await client.mails('nobody@nowhere.example');
  return order;
}

/** The order as it is now. */
export function orderOf({ account, api }: Customer, { id }: Pick<CreditOrder, 'id'>): Promise<CreditOrder> {
  return api.get(`/v1/accounts/${account}/orders/${id}`);
}
