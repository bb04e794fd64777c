import type { CreditHead } from '../domain/credit/credit-head.ts';
import type { AccountId, MemberId } from '../domain/ids.ts';
import type { Subscription } from '../domain/licences/subscription.ts';
import { Refused } from '../domain/refusal.ts';
import { headFromItem } from './credit-head.ts';
import { keys } from './keys.ts';
import { type Member, memberFromItem } from './members.ts';
import { subscriptionFromItem } from './subscriptions.ts';
import { getMany } from './table.ts';

const MOVES_SEEN = 3;

export interface Standing {
  readonly member: Member;
  readonly head: CreditHead;
  /** Absent where the account is paid from credit. */
  readonly subscription: Subscription | undefined;
}

/**
 * A member with the account's credit and subscription with one request; one of the two places of the head answers.
 *
 * Shape:  a head that moves in that very moment is missed in both places, so they are asked again.
 * Errors: `member.not-found`.
 * Source: E1.
 */
export async function loadStanding(account: AccountId, id: MemberId): Promise<Standing> {
  for (let tries = 0; tries < MOVES_SEEN; tries += 1) {
    const [memberItem, charged, idle, subscriptionItem] = await getMany([
      keys.member(account, id),
      keys.credit(account),
      keys.idleCredit(account),
      keys.subscription(account),
    ]);
    if (memberItem === undefined) throw new Refused('member.not-found');
    const headItem = charged ?? idle;
    if (headItem === undefined) continue;
    return {
      member: memberFromItem(memberItem),
      head: headFromItem(headItem).head,
      subscription: subscriptionItem === undefined ? undefined : subscriptionFromItem(subscriptionItem),
    };
  }
  throw new Error(`${account} has a member and no credit`);
}
