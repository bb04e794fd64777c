import type { CreditHead } from '../domain/credit/credit-head.ts';
import type { AccountId, MemberId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { headFromItem } from './credit-head.ts';
import { keys } from './keys.ts';
import { type Member, memberFromItem } from './members.ts';
import { getMany } from './table.ts';

const MOVES_SEEN = 3;

/**
 * A member and the account's credit with one request, of which one of the two places of the head answers.
 *
 * Shape:  a head that moves in that very moment is missed in both places, so they are asked again.
 * Errors: `member.not-found`.
 * Source: E1.
 */
export async function loadMemberAndHead(
  account: AccountId,
  id: MemberId,
): Promise<{ readonly member: Member; readonly head: CreditHead }> {
  for (let tries = 0; tries < MOVES_SEEN; tries += 1) {
    const [memberItem, charged, idle] = await getMany([
      keys.member(account, id),
      keys.credit(account),
      keys.idleCredit(account),
    ]);
    if (memberItem === undefined) throw new Refused('member.not-found');
    const headItem = charged ?? idle;
    if (headItem !== undefined) return { member: memberFromItem(memberItem), head: headFromItem(headItem).head };
  }
  throw new Error(`${account} has a member and no credit`);
}
