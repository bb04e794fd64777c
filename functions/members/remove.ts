import * as contract from '../../lib/contract/members.ts';
import { epochSeconds, keptSeconds } from '../../lib/domain/accounts/lifetimes.ts';
import { deactivateMember } from '../../lib/domain/credit/decide-members.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { requireVersion, route } from '../../lib/runtime/route.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { deleteMember, rememberPaid, requireMember } from '../../lib/store/members.ts';
import { freeLicences } from '../../lib/store/seats.ts';

export const removeMember = route(contract.removeMember, async (request) => {
  const { path, actor, expectedVersion, now } = request;
  await commitCreditChange(path.account, request, async (head) => {
    const member = await requireMember(path.account, path.member);
    requireVersion(expectedVersion, member.version);
    if (member.role === 'owner') throw new Refused('member.owner-stays');
    const { memberCredit, ...change } = member.active
      ? deactivateMember(head, member.credit)
      : { head, entries: [], memberCredit: member.credit };
    const { role, active, former } = member;
    const fact = recordFact({
      account: path.account,
      action: 'member.removed',
      actor,
      subject: member.id,
      before: { role, active, former },
      at: now,
    });
    const paid = rememberPaid(member, memberCredit, epochSeconds(now) + keptSeconds.removedMember);
    const freed = await freeLicences(path.account, member.licences, { member: member.id });
    return {
      ...change,
      writes: [...deleteMember(member), paid, fact, ...freed],
      members: [{ before: member }],
      result: undefined,
    };
  });
  return { body: undefined };
});
