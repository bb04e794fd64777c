import { type Catalogue, findPlan } from '../domain/catalogue.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import type { LicencePool } from '../domain/licences/licence-pool.ts';
import type { Subscription, SubscriptionState } from '../domain/licences/subscription.ts';
import { manages } from '../domain/resellers/relation.ts';
import { type Account, accountFromItem } from './accounts.ts';
import { keys, prefixes } from './keys.ts';
import { poolFromItem } from './licences.ts';
import type { Reseller } from './resellers.ts';
import { subscriptionFromItem } from './subscriptions.ts';
import { getMany, type Item, type Key, queryPage } from './table.ts';

/** One customer of a reseller. */
export interface Customer {
  readonly account: Account;
  readonly since: Instant;
  /** Absent on plans without one. */
  readonly subscription: Subscription | undefined;
  readonly pools: readonly LicencePool[];
}

export interface CustomerFilter {
  /** Part of the name, in any case. */
  readonly organisation?: string | undefined;
  readonly plan?: string | undefined;
  readonly state?: SubscriptionState | undefined;
  readonly renewsBefore?: PlainDate | undefined;
}

/** Customers that are read at once: two items of each, and one request takes 100. */
const AT_ONCE = 50;

/** A reseller's customers that pass a filter, in the order in which their accounts were opened. */
export async function listCustomers(
  reseller: Reseller,
  wanted: { readonly limit: number; readonly filter: CustomerFilter; readonly catalogue: Catalogue },
  after?: Key,
): Promise<{ customers: Customer[]; last: Key | undefined }> {
  const customers: Found[] = [];
  let last = after;
  do {
    const { pk } = keys.account(reseller.id);
    const range = { pk, prefix: prefixes.customer, limit: AT_ONCE, consistent: true };
    const page = await queryPage({ ...range, after: last as Item | undefined });
    const accounts = page.items.map((item) => item['customer'] as AccountId);
    const found = (await loadAll(reseller, accounts)).filter((customer) => passes(customer, wanted.filter));
    const some = found.slice(0, wanted.limit - customers.length);
    customers.push(...some);
    const end = some.at(-1);
    if (end !== undefined && some.length < found.length) {
      last = keys.customer(reseller.id, end.account.id);
      break;
    }
    last = page.last as Key | undefined;
  } while (last !== undefined && customers.length < wanted.limit);
  return { customers: await withPools(customers, wanted.catalogue), last };
}

type Found = Omit<Customer, 'pools'>;

/** Those that the reseller manages at this moment; an item that outlived that says nothing. */
async function loadAll(reseller: Reseller, ids: readonly AccountId[]): Promise<Found[]> {
  if (ids.length === 0) return [];
  const items = await getMany(ids.flatMap((id) => [keys.account(id), keys.subscription(id)]));
  return ids.flatMap((_, index) => {
    const item = items[2 * index];
    if (item === undefined) return [];
    const account = accountFromItem(item);
    if (account.managedBy === undefined || !manages(reseller, account)) return [];
    const subscription = items[2 * index + 1];
    const { since } = account.managedBy;
    return [{ account, since, subscription: subscription && subscriptionFromItem(subscription) }];
  });
}

function passes({ account, subscription }: Found, filter: CustomerFilter): boolean {
  const { organisation = '', plan, state, renewsBefore } = filter;
  if (!folded(account.organisation).includes(folded(organisation))) return false;
  if (plan !== undefined && (subscription?.plan ?? account.plan) !== plan) return false;
  if (state !== undefined && (subscription?.state ?? 'none') !== state) return false;
  const end = subscription?.period?.end;
  return renewsBefore === undefined || (end !== undefined && end < renewsBefore);
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Pools that are read with one request. */
const MOST_POOLS = 100;

async function withPools(customers: readonly Found[], catalogue: Catalogue): Promise<Customer[]> {
  const wanted = customers.flatMap(({ account, subscription }) => {
    const plan = findPlan(catalogue, subscription?.plan ?? account.plan);
    const types = plan?.kind === 'term' ? plan.licenceTypes : [];
    return types.map(({ id }) => ({ account: account.id, key: keys.pool(account.id, id) }));
  });
  const pools = new Map<AccountId, LicencePool[]>();
  for (let from = 0; from < wanted.length; from += MOST_POOLS) {
    const some = wanted.slice(from, from + MOST_POOLS);
    const items = await getMany(some.map(({ key }) => key));
    some.forEach(({ account }, index) => {
      const item = items[index];
      if (item !== undefined) pools.set(account, [...(pools.get(account) ?? []), poolFromItem(item).pool]);
    });
  }
  return customers.map((customer) => ({ ...customer, pools: pools.get(customer.account.id) ?? [] }));
}
