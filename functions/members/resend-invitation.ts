import * as contract from '../../lib/contract/members.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { countWithin, mailsFrom } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { warnOfDiscount } from '../../lib/store/customers.ts';
import { sendAgain } from '../../lib/store/invitation-mails.ts';
import { requirePendingInvitation } from '../../lib/store/invitations.ts';
import { invitationJson } from './member-json.ts';

export const resendInvitation = route(contract.resendInvitation, async (request) => {
  const { path, body, actor, now, catalogue } = request;
  const account = await requireAccount(path.account);
  const invitation = await decideAndCommit(async () => {
    const pending = await requirePendingInvitation(path.account, path.invitation, now);
    if (pending.role !== 'member') await warnOfDiscount(account, body?.ends_discount ?? false);
    const count = await countWithin(mailsFrom(account.id, pending.email), now);
    if (!count.taken) throw tooOften(count.retryAfterSeconds);
    const again = await sendAgain(account, pending, { actor, now, catalogue });
    return { writes: [...count.writes, ...again.writes], result: again.invitation };
  });
  return { body: invitationJson(invitation, now) };
});

function tooOften(retryAfterSeconds: number): Refused {
  return new Refused('mail.too-often', { values: { minutes: Math.ceil(retryAfterSeconds / 60) }, retryAfterSeconds });
}
