import type { AccountId } from '../domain/ids.ts';
import { manages } from '../domain/resellers/relation.ts';
import { type Account, accountFromItem, loadAccount, requireAccount } from './accounts.ts';
import { decideAndCommit } from './commit.ts';
import type { Moment } from './credit.ts';
import { detachCustomer, successorIn } from './detach-customer.ts';
import { keys, prefixes } from './keys.ts';
import { type Rebilling, rebillUnpaid } from './rebill-unpaid.ts';
import { loadRebilling, type RebillingDue, rebillingDone } from './rebilling-due.ts';
import { subscriptionFromItem } from './subscriptions.ts';
import { getMany, type Item, queryPage, transact, type Write } from './table.ts';

/** Customers that are read at once; one request takes 100 items. */
const READ_AT_ONCE = 100;

/** Customers that are written at once. */
const WRITTEN_AT_ONCE = 10;

/**
 * Does what is left to do after the end of a reseller's access: detaches all customers of a former reseller, then bills anew
 * what it left unpaid, for an account and for all that were its customers.
 *
 * Shape:  all are detached before the first is billed, and each then has what is due of its own, so that a bill that cannot
 *         be made keeps no other customer waiting. Bills come one after another, since all of them take numbers of the same
 *         series. What is done is left alone when it is asked for again, and once all is done that costs one read.
 * Source: R5, A9, L13.
 */
export async function rebillAll(account: AccountId, rebilling: Rebilling): Promise<void> {
  const due = await loadRebilling(account);
  if (due === undefined) return;
  for await (const customers of formerCustomers(account))
    await some(customers, ({ account: customer }) => detachFormer(customer, due, rebilling.moment));
  await rebillUnpaid(account, rebilling);
  for await (const customers of formerCustomers(account)) {
    for (const customer of await owing(customers.map((former) => former.account.id)))
      await rebillUnpaid(customer, rebilling);
    await some(customers, (former) => forget(account, former));
  }
  await transact([rebillingDone(due)]);
}

/** One whom the reseller managed once, and its place among the customers. */
interface FormerCustomer {
  readonly account: Account;
  readonly item: Item;
}

/** Those among the customers of a reseller whom it no longer manages, page by page. */
async function* formerCustomers(reseller: AccountId): AsyncGenerator<FormerCustomer[]> {
  const { pk } = keys.account(reseller);
  let after: Item | undefined;
  do {
    const page = await queryPage({ pk, prefix: prefixes.customer, limit: READ_AT_ONCE, after, consistent: true });
    const found = page.items.length === 0 ? [] : await getMany(page.items.map(accountKey));
    const now = await loadAccount(reseller);
    yield page.items.flatMap((item, index): FormerCustomer[] => {
      const account = found[index] && accountFromItem(found[index]);
      return account === undefined || manages(now, account) ? [] : [{ account, item }];
    });
    after = page.last;
  } while (after !== undefined);
}

const accountKey = (item: Item) => keys.account(item['customer'] as AccountId);

/** Nothing to do for one that was detached already. Errors: `edit.conflict` when others were always faster. */
async function detachFormer({ id, managedBy }: Account, { account, actor }: RebillingDue, { now }: Moment) {
  if (managedBy?.reseller !== account) return;
  await decideAndCommit<void>(async () => {
    const customer = await requireAccount(id);
    const reseller = await requireAccount(account);
    if (customer.managedBy?.reseller !== account || manages(reseller, customer))
      return { writes: [], result: undefined };
    const owner = await successorIn(customer);
    return { writes: detachCustomer({ reseller, customer, owner, actor, now }), result: undefined };
  });
}

async function owing(accounts: readonly AccountId[]): Promise<AccountId[]> {
  if (accounts.length === 0) return [];
  const items = await getMany(accounts.map((account) => keys.subscription(account)));
  return items.flatMap((item) => {
    if (item === undefined) return [];
    const { account, unpaid } = subscriptionFromItem(item);
    return unpaid === undefined ? [] : [account];
  });
}

/** All is done for one customer. Its place is kept where it became this reseller's customer again meanwhile. */
async function forget(reseller: AccountId, { account, item }: FormerCustomer): Promise<void> {
  const due = await loadRebilling(account.id);
  const place: Write = {
    label: 'customer',
    Delete: {
      Key: keys.customer(reseller, account.id),
      ConditionExpression: '#appointment = :appointment',
      ExpressionAttributeNames: { '#appointment': 'appointment' },
      ExpressionAttributeValues: { ':appointment': item['appointment'] },
    },
  };
  await transact([place, ...(due?.reseller === reseller ? [rebillingDone(due)] : [])]);
}

/** Does the same for many, some at a time. */
async function some<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += WRITTEN_AT_ONCE)
    await Promise.all(all.slice(from, from + WRITTEN_AT_ONCE).map(act));
}
