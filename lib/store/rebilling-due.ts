import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { dueKeys, keys } from './keys.ts';
import type { Write } from './table.ts';

/**
 * What is written with the end of a reseller's access, so that the roll-over bills anew what is unpaid where the process dies
 * before it did. `account` is the customer that it managed, or the reseller itself where it is none any more.
 */
export function rebillingDue(account: AccountId, now: Instant): Write {
  const key = keys.rebilling(account);
  const due = dueKeys(now.slice(0, 'yyyy-mm-dd'.length) as PlainDate, key);
  return { label: 'rebilling', Put: { Item: { ...key, type: 'rebilling', v: 1, ...due, account } } };
}
