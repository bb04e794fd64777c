import * as contract from '../../lib/contract/members.ts';
import { entitlementsOf } from '../../lib/domain/accounts/entitlements.ts';
import { settle } from '../../lib/domain/credit/settle.ts';
import { fallbackLocale } from '../../lib/messages/locales.ts';
import { message } from '../../lib/messages/messages.ts';
import { route } from '../../lib/runtime/route.ts';
import { planOf } from '../../lib/store/credit.ts';
import { loadMemberAndHead } from '../../lib/store/entitlements.ts';

/** A night that is late is counted in, so that nobody works for longer than is paid. (E1) */
export const getEntitlements = route(contract.getEntitlements, async ({ path, catalogue, today, call }) => {
  const { member, head: stored } = await loadMemberAndHead(path.account, path.member);
  const plan = planOf(catalogue, stored);
  const { head } = settle(stored, plan, today);
  const { allowed, whyNot, features, modules, paidThrough, expiresOn, support } = entitlementsOf(member, head, plan);
  const locale = call.locale ?? fallbackLocale;
  return {
    body: {
      allowed,
      reasons: whyNot.map((code) => ({ code, detail: message(locale, `entitlement.${code}`) })),
      account: path.account,
      member: path.member,
      plan: plan.id,
      role: member.role,
      features: [...features],
      modules: [...modules],
      paid_through: paidThrough ?? null,
      expires_on: expiresOn ?? null,
      support: { channels: [...support] },
    },
  };
});
