import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DeploymentOptions } from '../../infra/local/deployment.ts';
import { codeOf, newAccount, type SignedUp, settle, someone, type Town } from '../people/support.ts';

const catalogueFile = fileURLToPath(new URL('../../lib/catalogue/vendors/modules-packs-crm.json', import.meta.url));

/** The vendor of modules and packs in Paris, on 1 June 2026. */
export function settleSuite(options: Partial<DeploymentOptions> = {}): Promise<Town> {
  return settle({ clock: '2026-06-01T08:00:00Z', catalogueFile, ...options });
}

interface Amount {
  readonly amount: number;
}
export interface ItemAnswer {
  readonly kind: string;
  readonly subject: string;
  readonly module: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly unit_price: Amount;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly basis: { readonly kind: string; readonly [field: string]: unknown };
  readonly amount: Amount;
}
export interface OrderAnswer {
  readonly id: string;
  readonly purpose: string;
  readonly status: string;
  readonly payment_url: string;
  readonly items: readonly ItemAnswer[];
  readonly net: Amount;
  readonly total: Amount;
  readonly next_total?: Amount;
  readonly invoice: string | null;
  readonly transfer: { readonly reference: string } | null;
}
export interface PackAnswer {
  readonly pack: string;
  readonly module: string | null;
  readonly quantity: number;
}
export interface SubscriptionAnswer {
  readonly state: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly modules: readonly string[];
  readonly packs: readonly PackAnswer[];
  readonly scheduled: readonly { readonly id: string; readonly kind: string; readonly effective_on: string }[];
  readonly unpaid: { readonly order: string } | null;
}
export interface RenewalAnswer {
  readonly closes: boolean;
  readonly modules: readonly string[];
  readonly packs: readonly PackAnswer[];
  readonly items: readonly ItemAnswer[];
  readonly net: Amount;
  readonly total: Amount;
}
export interface ModuleAnswer {
  readonly module: string;
  readonly users: number;
  readonly included: number;
  readonly in_packs: number;
  readonly user_days: number;
  readonly cost: Amount;
  readonly expected_user_days: number;
  readonly expected_cost: Amount;
  readonly next_user_cost: Amount;
}

export const module = (id: string) => ({ kind: 'module', module: id });
export const pack = (id: string, quantity = 1) => ({ kind: 'pack', pack: id, quantity });
export const users = (of: string, quantity = 1) => ({ ...pack('users', quantity), module: of });

export const customer = (town: Town): Promise<SignedUp> => newAccount(town, { plan: 'suite' });

/** Goes to the morning of a date, running what comes due on the way; stays where it is that date already. */
export async function day({ deployment: { clock } }: Town, date: string): Promise<void> {
  if (!clock.now().startsWith(date)) await clock.moveTo(`${date}T08:00:00Z`);
}

/** What an admin of an account with modules does. */
export function suite({ deployment }: Town, { client, account }: SignedUp) {
  const path = `/v1/accounts/${account}`;
  const order = (items: readonly object[], body: object = {}) =>
    client.send<OrderAnswer>('POST', `${path}/orders`, { items, ...body }, { 'idempotency-key': randomUUID() });
  const pay = async ({ payment_url }: Pick<OrderAnswer, 'payment_url'>): Promise<number> => {
    const card = new URLSearchParams({ card: '4242424242424242' });
    const answer = await fetch(payment_url, { method: 'POST', body: card, redirect: 'manual' });
    await answer.body?.cancel();
    await deployment.settle();
    return answer.status;
  };
  const orderOf = (id: string) => client.send<OrderAnswer>('GET', `${path}/orders/${id}`);
  const subscription = () => client.send<SubscriptionAnswer>('GET', `${path}/subscription`);
  const add = (body: object = {}) =>
    client.send<{ id: string; email: string }>('POST', `${path}/members`, { email: someone(), ...body });
  return {
    path,
    order,
    pay,
    orderOf,
    subscription,
    add,
    preview: (items: readonly object[]) => client.send<OrderAnswer>('POST', `${path}/orders/previews`, { items }),
    async buy(...items: readonly object[]): Promise<OrderAnswer> {
      const placed = await order(items);
      await pay(placed);
      return orderOf(placed.id);
    },
    /** What is owed for the period that began, paid. */
    async payRenewal(): Promise<OrderAnswer> {
      const { unpaid } = await subscription();
      if (unpaid === null) throw new Error('nothing is owed');
      const owed = await orderOf(unpaid.order);
      await pay(owed);
      return owed;
    },
    /** So many more users, each of these modules alone. */
    async addUsers(count: number, ...modules: readonly string[]): Promise<{ id: string; email: string }[]> {
      const added = [];
      for (let each = 0; each < count; each += 1) added.push(await add({ profile: { modules } }));
      return added;
    },
    edit: (member: string, body: object) => client.send('PATCH', `${path}/members/${member}`, body),
    remove: (member: string) => client.send('DELETE', `${path}/members/${member}`),
    change: (body: object) =>
      client.send<{ when: string; effective_on: string; change: { id: string } | null }>(
        'POST',
        `${path}/subscription/changes`,
        body,
      ),
    undo: (change: string) => client.send('DELETE', `${path}/subscription/changes/${change}`),
    cancel: () => client.send('POST', `${path}/subscription/cancellation`),
    dryRun: () => client.send<RenewalAnswer>('GET', `${path}/subscription/renewal`),
    async moduleUsage(id: string): Promise<ModuleAnswer> {
      const { modules } = await client.send<{ modules: ModuleAnswer[] }>('GET', `${path}/usage`);
      const found = modules.find((each) => each.module === id);
      if (found === undefined) throw new Error(`${id} counts no users`);
      return found;
    },
    async meter(id: string): Promise<number | undefined> {
      const { meters } = await client.send<{ meters: { meter: string; allowance: number }[] }>('GET', `${path}/usage`);
      return meters.find(({ meter }) => meter === id)?.allowance;
    },
    orders: async () => (await client.send<{ items: OrderAnswer[] }>('GET', `${path}/orders?limit=100`)).items,
  };
}

/** Module, user-days and cents of the lines that bill users by consumption. */
export function consumption(items: readonly ItemAnswer[]): [string, number, number][] {
  return items
    .filter(({ kind }) => kind === 'consumption')
    .map(({ subject, quantity, amount }) => [subject, quantity, amount.amount]);
}

/** Code of the refusal; 'done' without one. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch {
    return codeOf(work);
  }
}
