import { previewCredit as contract } from '../../lib/contract/credit.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import { asIfActivated, daysGained } from '../../lib/domain/credit/compare.ts';
import type { CreditChange, CreditHead } from '../../lib/domain/credit/credit-head.ts';
import { disableAddOn, enableAddOn, needsMembers } from '../../lib/domain/credit/decide-add-ons.ts';
import { activateMember, deactivateMember } from '../../lib/domain/credit/decide-members.ts';
import { topUp } from '../../lib/domain/credit/decide-money.ts';
import { expiresOn } from '../../lib/domain/credit/expiry.ts';
import { dayCharge } from '../../lib/domain/credit/rate.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { AccountId, MemberId } from '../../lib/domain/ids.ts';
import { money } from '../../lib/domain/money.ts';
import { requirePurchasable } from '../../lib/domain/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { loadSettledHead, planOf } from '../../lib/store/credit.ts';
import { loadActiveCredits, loadMember } from '../../lib/store/members.ts';

type Preview = Request<typeof contract>;

/** The same decisions as the real change, on the same head; only nothing is written. (P6) */
export const previewCredit = route(contract, async (request) => {
  const { path, today, catalogue } = request;
  const settled = await loadSettledHead(path.account, { today, catalogue });
  const plan = planOf(catalogue, settled.head);
  const head = asIfActivated(settled.head, plan, today);
  const { head: changed, entries } = await decide(request, 'amount' in request.body ? settled.head : head, plan);
  const after = asIfActivated(changed, plan, today);
  const charged = entries.reduce((total, { amount }) => (amount.minor < 0 ? total - amount.minor : total), 0);
  return {
    body: {
      charge_now: moneyJson(money(charged, plan.currency)),
      balance: moneyJson(after.balance),
      daily_charge: moneyJson(dayCharge(after, plan, today)),
      active_users: after.activeUsers,
      status: after.status,
      expires_on: expiresOn(after, plan) ?? null,
      days: daysGained(head, after, plan, today) ?? null,
      now: { balance: moneyJson(settled.head.balance), expires_on: expiresOn(settled.head, plan) ?? null },
    },
  };
});

async function decide({ path, body, today }: Preview, head: CreditHead, plan: PrepaidPlan): Promise<CreditChange> {
  if ('amount' in body) {
    const amount = money(body.amount.amount, body.amount.currency);
    requirePurchasable(plan, amount);
    return topUp(head, plan, today, amount, { kind: 'purchase' });
  }
  if ('add_on' in body) {
    if (!body.enabled) return disableAddOn(head, plan, body.add_on);
    const credits = needsMembers(head, body.add_on, today) ? await loadActiveCredits(path.account) : undefined;
    return enableAddOn(head, plan, body.add_on, today, credits);
  }
  return decideMember(path.account, body.member, body.active, head, plan, today);
}

async function decideMember(
  account: AccountId,
  id: MemberId,
  active: boolean,
  head: CreditHead,
  plan: PrepaidPlan,
  today: PlainDate,
): Promise<CreditChange> {
  const member = await loadMember(account, id);
  if (member === undefined) throw new Refused('member.not-found');
  if (active && member.former) throw new Refused('member.former');
  if (member.active === active) return { head, entries: [] };
  if (!active && member.role === 'owner') throw new Refused('member.owner-stays');
  return active ? activateMember(head, member.credit, plan, today, id) : deactivateMember(head, member.credit);
}
