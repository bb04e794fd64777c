import type * as z from 'zod';
import * as contract from '../../lib/contract/members.ts';
import { entitlementsOf } from '../../lib/domain/accounts/entitlements.ts';
import { termEntitlementsOf } from '../../lib/domain/accounts/term-entitlements.ts';
import { termPlanOf } from '../../lib/domain/catalogue.ts';
import { settle } from '../../lib/domain/credit/settle.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import type { MeterAllowance } from '../../lib/domain/usage/counting.ts';
import { fallbackLocale } from '../../lib/messages/locales.ts';
import { message } from '../../lib/messages/messages.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { planOf } from '../../lib/store/credit.ts';
import { loadStanding, type Standing } from '../../lib/store/entitlements.ts';

type EntitlementsRequest = Request<typeof contract.getEntitlements>;
type Answer = z.input<typeof contract.getEntitlements.response.schema>;
type Granted = Omit<Answer, 'account' | 'member' | 'role' | 'reasons'> & {
  readonly whyNot: readonly Answer['reasons'][number]['code'][];
};

export const getEntitlements = route(contract.getEntitlements, async (request) => {
  const { path, call } = request;
  const standing = await loadStanding(path.account, path.member);
  const { subscription } = standing;
  const granted =
    subscription === undefined ? fromCredit(standing, request) : fromTerm(standing, subscription, request);
  const { whyNot, ...answer } = granted;
  const locale = call.locale ?? fallbackLocale;
  const reasons = whyNot.map((code) => ({ code, detail: message(locale, `entitlement.${code}`) }));
  return {
    body: { ...answer, reasons, account: path.account, member: path.member, role: standing.member.role },
  };
});

/** A night that is late is counted in, so that nobody works for longer than is paid. (E1) */
function fromCredit({ member, head: stored }: Standing, { catalogue, today }: EntitlementsRequest): Granted {
  const plan = planOf(catalogue, stored);
  const { head } = settle(stored, plan, today);
  const { allowed, whyNot, features, modules, paidThrough, expiresOn, support } = entitlementsOf(member, head, plan);
  return {
    allowed,
    whyNot,
    plan: plan.id,
    features: [...features],
    modules: [...modules],
    allowances: [],
    paid_through: paidThrough ?? null,
    expires_on: expiresOn ?? null,
    support: { channels: [...support] },
  };
}

function fromTerm({ member }: Standing, subscription: Subscription, request: EntitlementsRequest): Granted {
  const offered = (id: string) => termPlanOf(request.catalogue, id);
  const granted = termEntitlementsOf(member, subscription, offered, request.today);
  return {
    allowed: granted.allowed,
    whyNot: granted.whyNot,
    plan: subscription.plan,
    state: granted.state,
    features: [...granted.features],
    modules: [...granted.modules],
    allowances: granted.allowances.map(allowanceJson),
    paid_through: granted.paidThrough ?? null,
    expires_on: granted.expiresOn ?? null,
    support: { channels: ['tickets', ...granted.support] },
  };
}

function allowanceJson({ meter, allowance, until }: MeterAllowance): Granted['allowances'][number] {
  return { meter: meter.id, allowance, until: until ?? null };
}
