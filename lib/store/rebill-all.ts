import type { AccountId } from '../domain/ids.ts';
import { keys, prefixes } from './keys.ts';
import { type Rebilling, rebillUnpaid } from './rebill-unpaid.ts';
import { subscriptionFromItem } from './subscriptions.ts';
import { get, getMany, type Item, queryPage, transact } from './table.ts';

/** Customers that are read at once; one request takes 100 items. */
const AT_ONCE = 100;

/**
 * Bills anew what a reseller left unpaid, for an account and for all that were its customers.
 *
 * Shape:  one after another, since all of them take numbers of the same series. What is done is left alone when it is asked
 *         for again, and once all is done that costs one read.
 * Source: R5, L13.
 */
export async function rebillAll(account: AccountId, rebilling: Rebilling): Promise<void> {
  const key = keys.rebilling(account);
  if ((await get(key)) === undefined) return;
  await rebillUnpaid(account, rebilling);
  let after: Item | undefined;
  do {
    const page = await queryPage({ pk: key.pk, prefix: prefixes.customer, limit: AT_ONCE, after, consistent: true });
    for (const customer of await owing(page.items.map((item) => item['customer'] as AccountId)))
      await rebillUnpaid(customer, rebilling);
    after = page.last;
  } while (after !== undefined);
  await transact([{ label: 'rebilling', Delete: { Key: key } }]);
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
