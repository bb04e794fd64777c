import { mayBeActive } from '../domain/accounts/seats.ts';
import type { Actor } from '../domain/actor.ts';
import type { CreditHead } from '../domain/credit/credit-head.ts';
import { deactivateMember } from '../domain/credit/decide-members.ts';
import type { Instant } from '../domain/dates.ts';
import { memberOfUser } from '../domain/ids.ts';
import { replaceAccount, requireAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { type Member, replaceMember, requireMember } from './members.ts';
import type { Write } from './table.ts';
import { userStays } from './users.ts';

export interface HandOver {
  readonly writes: readonly Write[];
  /** The head after it: one active user less where the former owner may no longer be active. */
  readonly head: CreditHead;
}

/**
 * The account gets another owner, and the former one becomes an admin. The new owner's own write is the caller's.
 *
 * Shape:  `hasLicences` is of the account's plan: there, a former owner without a licence becomes inactive.
 * Source: A7, L11.
 */
export async function handOver(
  next: Member,
  head: CreditHead,
  by: { readonly actor: Actor; readonly hasLicences: boolean; readonly now: Instant },
): Promise<HandOver> {
  const account = await requireAccount(next.account);
  const former = await requireMember(account.id, memberOfUser(account.owner));
  const stays = !by.hasLicences || mayBeActive('admin', former.licences);
  const left = stays ? { head, memberCredit: former.credit } : deactivateMember(head, former.credit);
  const after = { ...former, role: 'admin' as const, active: former.active && stays, credit: left.memberCredit };
  const fact = recordFact({
    account: account.id,
    action: 'account.handed-over',
    actor: by.actor,
    subject: account.id,
    before: { owner: account.owner },
    after: { owner: next.user, ...(stays ? {} : { inactive: former.id }) },
    at: by.now,
  });
  const writes = [
    replaceAccount(account, { ...account, owner: next.user }),
    replaceMember(former, after),
    userStays(next.user),
    fact,
  ];
  return { writes, head: left.head };
}
