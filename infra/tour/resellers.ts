import type { Client } from './client.ts';
import { type Order, type PricedItem, type Seats, seats } from './licences.ts';
import type { Bill } from './money.ts';
import { type Customer, passwordOf, signIn } from './people.ts';

export type Priced = Bill & { readonly items: readonly PricedItem[] };

/** People of the reseller's story: the reseller, a customer it acts on, and one who buys without it. */
export interface Cast {
  readonly client: Client;
  readonly operator: Client;
  readonly reseller: Customer;
  /** The customer, as the reseller sees it. */
  readonly customer: Seats;
  readonly direct: Seats;
  /** Members of the customer. */
  readonly known: string;
  readonly unknown: string;
}

export const member = (quantity: number) => seats('member', quantity);

export function linesOf({ items }: Priced | Order): [string, number][] {
  return items.map(({ kind, amount }) => [kind, amount.amount]);
}

/** The customer's own person, signed in. */
export function ownAdmin({ client, customer }: Cast): Promise<Customer> {
  return signIn(client, 'owner@india.example', passwordOf('india'), customer.owner.account);
}
