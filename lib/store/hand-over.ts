import { mayBeActive } from '../domain/accounts/seats.ts';
import type { Actor } from '../domain/actor.ts';
import type { Plan } from '../domain/catalogue.ts';
import type { CreditHead } from '../domain/credit/credit-head.ts';
import { deactivateMember } from '../domain/credit/decide-members.ts';
import type { Instant } from '../domain/dates.ts';
import { memberOfUser } from '../domain/ids.ts';
import { type Account, replaceAccount, requireAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { type Member, replaceMember, requireMember } from './members.ts';
import type { Write } from './table.ts';
import { userStays } from './users.ts';

export interface HandOver {
  readonly writes: readonly Write[];
  /** The head after it: one active user less where the former owner may no longer be active. */
  readonly head: CreditHead;
  readonly members: readonly { readonly before: Member; readonly after: Member }[];
}

interface By {
  readonly actor: Actor;
  readonly offer: Plan;
  readonly now: Instant;
}

/**
 * The account gets another owner, and the former one becomes an admin. The new owner's own write is the caller's.
 *
 * Shape:  `offer` is the account's plan: where it has licences, a former owner without one becomes inactive.
 * Source: A7, L11.
 */
export async function handOver(next: Member, head: CreditHead, by: By): Promise<HandOver> {
  const account = await requireAccount(next.account);
  if (account.owner === undefined) return firstOwner(account, next, head, by);
  const former = await requireMember(account.id, memberOfUser(account.owner));
  const stays = by.offer.kind === 'prepaid' || mayBeActive(by.offer, 'admin', former.licences);
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
  return { writes, head: left.head, members: [{ before: former, after: { ...after, version: former.version } }] };
}

/** A reseller opened the account, and nobody owned it so far. (R2) */
function firstOwner(account: Account, next: Member, head: CreditHead, by: By): HandOver {
  const fact = recordFact({
    account: account.id,
    action: 'account.handed-over',
    actor: by.actor,
    subject: account.id,
    before: { owner: null },
    after: { owner: next.user },
    at: by.now,
  });
  const writes = [replaceAccount(account, { ...account, owner: next.user }), userStays(next.user), fact];
  return { writes, head, members: [] };
}
