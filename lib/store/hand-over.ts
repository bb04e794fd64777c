import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import { memberOfUser } from '../domain/ids.ts';
import { replaceAccount, requireAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { type Member, replaceMember, requireMember } from './members.ts';
import type { Write } from './table.ts';
import { userStays } from './users.ts';

/** The account gets another owner, and the former one becomes an admin. The new owner's own write is the caller's. (A7) */
export async function handOver(next: Member, actor: Actor, at: Instant): Promise<Write[]> {
  const account = await requireAccount(next.account);
  const former = await requireMember(account.id, memberOfUser(account.owner));
  const fact = recordFact({
    account: account.id,
    action: 'account.handed-over',
    actor,
    subject: account.id,
    before: { owner: account.owner },
    after: { owner: next.user },
    at,
  });
  return [
    replaceAccount(account, { ...account, owner: next.user }),
    replaceMember(former, { ...former, role: 'admin' }),
    userStays(next.user),
    fact,
  ];
}
