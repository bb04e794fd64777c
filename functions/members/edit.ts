import * as contract from '../../lib/contract/members.ts';
import { changesBetween, withheld } from '../../lib/domain/accounts/changes.ts';
import { editMember as decideEdit, type MemberEdit, memberFact } from '../../lib/domain/accounts/edit-member.ts';
import { mayBeActive, needsLicence } from '../../lib/domain/accounts/seats.ts';
import { actsFor } from '../../lib/domain/actor.ts';
import { requirePlan } from '../../lib/domain/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { etag, type Request, requireVersion, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { activityAfter } from '../../lib/store/assignments.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { managerOf, warnOfDiscount } from '../../lib/store/customers.ts';
import { type HandOver, handOver } from '../../lib/store/hand-over.ts';
import { recordFact } from '../../lib/store/history.ts';
import { type Member, replaceMember, requireMember } from '../../lib/store/members.ts';
import { freeLicences } from '../../lib/store/seats.ts';
import { memberJson, modulesOf, planOfAccount } from './member-json.ts';

type EditRequest = Request<typeof contract.editMember>;

export const editMember = route(contract.editMember, async (request) => {
  const { path, body, actor, expectedVersion, now } = request;
  const edit = await editFrom(request);
  const member = await commitCreditChange<Member>(path.account, request, async (head, plan) => {
    const before = await requireMember(path.account, path.member);
    requireVersion(expectedVersion, before.version);
    if (before.email === '') throw new Refused('user.not-found');
    const offer = requirePlan(request.catalogue, head.plan);
    const mayHandOver = edit.role === 'owner' && (await mayMakeOwner(request));
    const settings = settingsAfter(before, edit, mayHandOver);
    if (isAdmin(settings) && !isAdmin(before))
      await warnOfDiscount(await requireAccount(path.account), body.ends_discount);
    if (
      offer.kind === 'term' &&
      settings.active &&
      !before.active &&
      !mayBeActive(offer, settings.role, settings.licences)
    )
      throw needsLicence(path.account, before.id, offer);
    const changes = changesBetween(factsOf(before), factsOf(settings));
    if (changes === undefined) return { head, entries: [], result: before };
    const { memberCredit, ...change } = activityAfter(head, plan, before, settings.active, request.today);
    const after = { ...settings, credit: memberCredit };
    const freed = settings.former ? await freeLicences(path.account, before.licences, { member: before.id }) : [];
    const fact = recordFact({
      account: path.account,
      action: memberFact(before, after),
      actor,
      subject: before.id,
      ...withheld(changes, 'name'),
      at: now,
    });
    const by = { actor, now, offer };
    const handing: HandOver =
      before.role !== 'owner' && after.role === 'owner'
        ? await handOver(after, change.head, by)
        : { head: change.head, writes: [], members: [] };
    return {
      head: handing.head,
      entries: change.entries,
      writes: [replaceMember(before, after), fact, ...freed, ...handing.writes],
      members: [{ before, after }, ...handing.members],
      result: { ...after, version: before.version + 1 },
    };
  });
  return { body: memberJson(member), headers: etag(member.version) };
});

async function editFrom({ path, body, catalogue }: EditRequest): Promise<MemberEdit> {
  const { profile, external_id: externalId, ends_discount: _, ...same } = body;
  if (profile === undefined || profile === null) return { ...same, externalId, profileModules: profile };
  const plan = await planOfAccount(await requireAccount(path.account), catalogue);
  return { ...same, externalId, profileModules: modulesOf(profile, plan) };
}

/** The owner hands the account over. One without an owner gets its first from whoever manages it. (R2) */
async function mayMakeOwner({ path, actor, caller }: EditRequest): Promise<boolean> {
  if (actor.kind === 'operator' || caller?.role === 'owner') return true;
  const account = await requireAccount(path.account);
  if (account.owner !== undefined) return false;
  return actsFor(actor) !== undefined || (await managerOf(account)) === undefined;
}

const isAdmin = ({ role, former }: Pick<Member, 'role' | 'former'>) => role !== 'member' && !former;

/** A former member holds no licence; a ghost keeps theirs. (A7, L11) */
function settingsAfter(before: Member, edit: MemberEdit, mayHandOver: boolean): Member {
  const settings = { ...before, ...decideEdit(before, edit, mayHandOver) } as Member;
  return settings.former ? { ...settings, licences: {} } : settings;
}

function factsOf(member: Member): Record<string, unknown> {
  const { name, role, active, former, profileModules, externalId } = member;
  const licences = Object.keys(member.licences).sort();
  return { name, role, active, former, profile: profileModules, external_id: externalId, licences };
}
