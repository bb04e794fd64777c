import type { Actor } from '../domain/actor.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { dueKeys, keys } from './keys.ts';
import { get, type Write } from './table.ts';

/** What is still to be done after the end of a reseller's access. */
export interface RebillingDue {
  readonly account: AccountId;
  /** Who ended the access, and when. */
  readonly actor: Actor;
  readonly at: Instant;
  /** Whose access to this account ended; absent where the account is the reseller that was ended itself. */
  readonly reseller?: AccountId | undefined;
}

/**
 * What is written with the end of a reseller's access, so that the roll-over does what is left to do where the process dies
 * before it did. `account` is the customer that it managed, or the reseller itself where it is none any more.
 */
export function rebillingDue(due: RebillingDue): Write {
  const key = keys.rebilling(due.account);
  const indexed = dueKeys(due.at.slice(0, 'yyyy-mm-dd'.length) as PlainDate, key);
  return { label: 'rebilling', Put: { Item: { ...key, type: 'rebilling', v: 1, ...indexed, ...due } } };
}

export async function loadRebilling(account: AccountId): Promise<RebillingDue | undefined> {
  const item = await get(keys.rebilling(account));
  if (item === undefined) return undefined;
  const { actor, at, reseller } = item as unknown as RebillingDue;
  return { account, actor, at, reseller };
}

/** All of it is done; fails with the label `rebilling` when an access ended again since, of which not all is. */
export function rebillingDone({ account, at }: RebillingDue): Write {
  return {
    label: 'rebilling',
    Delete: {
      Key: keys.rebilling(account),
      ConditionExpression: '#at = :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': at },
    },
  };
}
