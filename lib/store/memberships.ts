import { type AccountId, memberOfUser, type UserId } from '../domain/ids.ts';
import { type Account, accountFromItem } from './accounts.ts';
import { keys, prefixes } from './keys.ts';
import { type Member, memberFromItem } from './members.ts';
import { getMany, type Item, type Key, queryPage } from './table.ts';

/** An account that a user is a member of, and as what. */
export interface Membership {
  readonly account: Account;
  readonly member: Member;
}

export interface MembershipPage {
  readonly memberships: Membership[];
  readonly last: Key | undefined;
}

/** Two items are read for each account, and one request takes 100. */
const MOST_AT_ONCE = 50;

/** A user's accounts in the order of the accounts' creation. */
export async function listMemberships(user: UserId, limit: number, after?: Key): Promise<MembershipPage> {
  const page = await queryPage({
    pk: keys.user(user).pk,
    prefix: prefixes.membership,
    limit,
    after: after as Item | undefined,
    consistent: true,
  });
  const accounts = page.items.map((item) => item['account'] as AccountId);
  return { memberships: await loadMemberships(user, accounts), last: page.last as Key | undefined };
}

async function loadMemberships(user: UserId, accounts: readonly AccountId[]): Promise<Membership[]> {
  const found: Membership[] = [];
  for (let from = 0; from < accounts.length; from += MOST_AT_ONCE) {
    const some = accounts.slice(from, from + MOST_AT_ONCE);
    const items = await getMany(
      some.flatMap((account) => [keys.account(account), keys.member(account, memberOfUser(user))]),
    );
    some.forEach((_, index) => {
      const account = items[2 * index];
      const member = items[2 * index + 1];
      if (account === undefined || member === undefined) return;
      found.push({ account: accountFromItem(account), member: memberFromItem(member) });
    });
  }
  return found;
}
