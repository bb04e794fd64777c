import * as contract from '../../lib/contract/members.ts';
import { changesBetween, withheld } from '../../lib/domain/accounts/changes.ts';
import { editMember as decideEdit, type MemberEdit, memberFact } from '../../lib/domain/accounts/edit-member.ts';
import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { CreditHead } from '../../lib/domain/credit/credit-head.ts';
import { activateMember, deactivateMember } from '../../lib/domain/credit/decide-members.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, type Request, requireVersion, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { handOver } from '../../lib/store/hand-over.ts';
import { recordFact } from '../../lib/store/history.ts';
import { type Member, replaceMember, requireMember } from '../../lib/store/members.ts';
import type { Write } from '../../lib/store/table.ts';
import { memberJson, modulesOf } from './member-json.ts';

type EditRequest = Request<typeof contract.editMember>;

export const editMember = route(contract.editMember, async (request) => {
  const { path, actor, caller, expectedVersion, now } = request;
  const edit = await editFrom(request);
  const mayHandOver = actor.kind === 'operator' || caller?.role === 'owner';
  const member = await commitCreditChange<Member>(path.account, request, async (head, plan) => {
    const before = await requireMember(path.account, path.member);
    requireVersion(expectedVersion, before.version);
    if (before.email === '') throw new Refused('user.not-found');
    const settings = { ...before, ...decideEdit(before, edit, mayHandOver) };
    const changes = changesBetween(factsOf(before), factsOf(settings as Member));
    if (changes === undefined) return { head, entries: [], result: before };
    const { memberCredit, ...change } = creditAfter(before, settings.active, head, plan, request);
    const after = { ...settings, credit: memberCredit } as Member;
    const fact = recordFact({
      account: path.account,
      action: memberFact(before, after),
      actor,
      subject: before.id,
      ...withheld(changes, 'name'),
      at: now,
    });
    const handing: Write[] = before.role !== 'owner' && after.role === 'owner' ? await handOver(after, actor, now) : [];
    return {
      ...change,
      writes: [replaceMember(before, after), fact, ...handing],
      result: { ...after, version: before.version + 1 },
    };
  });
  return { body: memberJson(member), headers: etag(member.version) };
});

async function editFrom({ path, body, catalogue }: EditRequest): Promise<MemberEdit> {
  const { profile, external_id: externalId, ...same } = body;
  if (profile === undefined || profile === null) return { ...same, externalId, profileModules: profile };
  const { plan } = await requireAccount(path.account);
  return { ...same, externalId, profileModules: modulesOf(profile, catalogue, plan) };
}

function creditAfter(before: Member, active: boolean, head: CreditHead, plan: PrepaidPlan, { today }: EditRequest) {
  if (before.active === active) return { head, entries: [], memberCredit: before.credit };
  return active ? activateMember(head, before.credit, plan, today, before.id) : deactivateMember(head, before.credit);
}

function factsOf({ name, role, active, former, profileModules, externalId }: Member): Record<string, unknown> {
  return { name, role, active, former, profile: profileModules, external_id: externalId };
}
