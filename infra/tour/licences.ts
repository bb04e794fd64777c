import type { TransferDetails } from './bank.ts';
import type { Client } from './client.ts';
import type { Bill, Money } from './money.ts';
import type { Customer } from './people.ts';

export interface Period {
  readonly start: string;
  readonly end: string;
}

export interface PricedItem {
  readonly kind: string;
  readonly subject: string;
  readonly quantity: number;
  readonly period: Period | null;
  readonly basis: { readonly kind: string };
  readonly amount: Money;
}

export interface Order extends Bill {
  readonly id: string;
  readonly purpose: string;
  readonly status: string;
  readonly items: readonly PricedItem[];
  readonly received: Money;
  readonly due: Money;
  readonly transfer: TransferDetails | null;
  readonly invoice: string | null;
  readonly payment_url: string;
}

export interface Invoice extends Bill {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly issued_on: string;
  readonly due_on: string | null;
  readonly due: Money;
}

export interface Change {
  readonly id: string;
  readonly kind: string;
  readonly plan: string | null;
  readonly module: string | null;
  readonly effective_on: string;
}

export interface Subscription {
  readonly plan: string;
  readonly state: string;
  readonly period: Period | null;
  readonly paid_through: string | null;
  readonly trial_ends: string | null;
  readonly modules: readonly string[];
  readonly packs: readonly HeldPack[];
  readonly scheduled: readonly Change[];
  readonly unpaid: { readonly order: string; readonly since: string; readonly suspended_on: string } | null;
}

export interface HeldPack {
  readonly pack: string;
  readonly module: string | null;
  readonly quantity: number;
}

export interface Licence {
  readonly id: string;
  readonly type: string;
  readonly member: string | null;
}

export interface Renewal extends Bill {
  readonly on: string;
  readonly closes: boolean;
  readonly plan: string;
  readonly modules: readonly string[];
  readonly packs: readonly HeldPack[];
  readonly ended: readonly Licence[];
  readonly dropped: readonly Licence[];
  readonly licences: readonly { type: string; total: number; in_use: number; minimum: number }[];
  readonly items: readonly PricedItem[];
  readonly next_period: Period | null;
}

interface Counts {
  readonly type: string;
  readonly in_use: number;
  readonly free: number;
  readonly total: number;
  readonly minimum: number;
  readonly buying: number;
}

export type Item =
  | { readonly kind: 'licence'; readonly type: string; readonly quantity: number }
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'pack'; readonly pack: string; readonly module?: string; readonly quantity?: number };

const CARD = '4242 4242 4242 4242';

export const seats = (type: string, quantity: number): Item => ({ kind: 'licence', type, quantity });
export const module = (id: string): Item => ({ kind: 'module', module: id });
export const pack = (id: string, quantity = 1): Item => ({ kind: 'pack', pack: id, quantity });
/** More users of a module. */
export const users = (of: string, quantity: number): Item => ({ kind: 'pack', pack: 'users', module: of, quantity });

/** An account with licences, as its owner sees it. */
export class Seats {
  readonly client: Client;
  readonly owner: Customer;
  readonly path: string;

  constructor(client: Client, owner: Customer) {
    this.client = client;
    this.owner = owner;
    this.path = `/v1/accounts/${owner.account}`;
  }

  get api(): Client {
    return this.owner.api;
  }

  preview(items: readonly Item[]): Promise<Bill & { items: PricedItem[]; period: Period; next_total: Money }> {
    return this.api.post(`${this.path}/orders/previews`, { items });
  }

  place(items: readonly Item[], method = 'card'): Promise<Order> {
    return this.api.pay(`${this.path}/orders`, { items, payment_method: method });
  }

  async pay(order: Order, card = CARD): Promise<Order> {
    await this.client.payWithCard(order.payment_url, card);
    await this.client.mails('nobody@nowhere.example');
    return this.order(order.id);
  }

  async buy(items: readonly Item[]): Promise<Order> {
    return this.pay(await this.place(items));
  }

  order(id: string): Promise<Order> {
    return this.api.get(`${this.path}/orders/${id}`);
  }

  /** The renewal that is open. */
  async openRenewal(): Promise<Order> {
    const { unpaid } = await this.subscription();
    return this.order(unpaid?.order ?? '');
  }

  async payRenewal(): Promise<Order> {
    return this.pay(await this.openRenewal());
  }

  invoiceOf({ invoice }: Order): Promise<Invoice> {
    return this.api.get(`${this.path}/invoices/${invoice}`);
  }

  /** Says who buys, as it stands on every later bill. */
  bill<T>(billing: object): Promise<T> {
    return this.api.patch(this.path, { billing });
  }

  subscription(): Promise<Subscription> {
    return this.api.get(`${this.path}/subscription`);
  }

  renewal(): Promise<Renewal> {
    return this.api.get(`${this.path}/subscription/renewal`);
  }

  change(body: object): Promise<Bill & { when: string; effective_on: string; order: Order | null }> {
    return this.api.pay(`${this.path}/subscription/changes`, body);
  }

  async licences(): Promise<Licence[]> {
    return (await this.api.get<{ licences: Licence[] }>(`${this.path}/licences?limit=100`)).licences;
  }

  /** In use, free, total, minimum and buying of a type. */
  async counts(type: string): Promise<number[]> {
    const { types } = await this.api.get<{ types: Counts[] }>(`${this.path}/licences`);
    const of = types.find((entry) => entry.type === type);
    return of === undefined ? [] : [of.in_use, of.free, of.total, of.minimum, of.buying];
  }

  assign(member: string, type: string): Promise<{ active: boolean }> {
    return this.api.put(`${this.path}/members/${member}/licences/${type}`);
  }

  unassign(member: string, type: string): Promise<{ active: boolean }> {
    return this.api.delete(`${this.path}/members/${member}/licences/${type}`);
  }

  async add(email: string, licences: readonly string[] = []): Promise<string> {
    const body = licences.length === 0 ? { email, active: false } : { email, licences };
    return (await this.api.post<{ id: string }>(`${this.path}/members`, body)).id;
  }

  /** Adds somebody who may use the service, with a profile of these modules. */
  async addUser(email: string, modules: readonly string[]): Promise<string> {
    return (await this.api.post<{ id: string }>(`${this.path}/members`, { email, profile: { modules } })).id;
  }

  /** Whether a member may use the service, and with which features. */
  async uses(member: string): Promise<readonly string[] | string> {
    const path = `${this.path}/members/${member}/entitlements`;
    const { allowed, features, reasons } = await this.api.get<{
      allowed: boolean;
      features: string[];
      reasons: { code: string }[];
    }>(path);
    return allowed ? [...features].sort() : reasons.map(({ code }) => code).join(', ');
  }

  /** What the account has when a period has begun, to lay beside the dry run. */
  async begun(): Promise<Omit<Renewal, 'on' | 'closes' | 'ended' | 'dropped'>> {
    const { plan, modules, packs, period } = await this.subscription();
    const { items, net, tax, taxes, total } = await this.openRenewal();
    const { types } = await this.api.get<{ types: Counts[] }>(`${this.path}/licences`);
    const licences = types.map(({ type, total: all, in_use, minimum }) => ({ type, total: all, in_use, minimum }));
    return {
      plan,
      modules,
      packs,
      licences: licences.filter((of) => of.total > 0),
      items,
      net,
      tax,
      taxes,
      total,
      next_period: period,
    };
  }
}

/** Of a dry run, what can be seen once the period has begun. */
export function begins({ on: _on, closes: _closes, ended: _ended, dropped: _dropped, ...begun }: Renewal) {
  return { ...begun, licences: begun.licences.filter((of) => of.total > 0) };
}
