import type * as z from 'zod';
import type { creditPanel } from '../../lib/contract/credit.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import { type CreditHead, enabledAddOns } from '../../lib/domain/credit/credit-head.ts';
import { buyLinks } from '../../lib/domain/credit/decide-members.ts';
import { expiresOn } from '../../lib/domain/credit/expiry.ts';
import { dayCharge, monthlyPrice, PLAN } from '../../lib/domain/credit/rate.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { environment } from '../../lib/runtime/environment.ts';

/** The credit panel of a settled head. (P5) */
export function panelOf(head: CreditHead, plan: PrepaidPlan, today: PlainDate): z.input<typeof creditPanel> {
  const names = new Map(plan.addOns.map((addOn) => [addOn.id, addOn.name]));
  return {
    account: head.account,
    plan: head.plan,
    status: head.status,
    balance: moneyJson(head.balance),
    price: moneyJson(monthlyPrice(plan, PLAN, today)),
    daily_charge: moneyJson(dayCharge(head, plan, today)),
    active_users: head.activeUsers,
    add_ons: enabledAddOns(head).map((id) => ({
      id,
      name: names.get(id) ?? id,
      price: moneyJson(monthlyPrice(plan, id, today)),
    })),
    charged_through: head.chargedThrough ?? null,
    expires_on: expiresOn(head, plan) ?? null,
    suspended_from: head.suspendedFrom ?? null,
    support: head.bought,
    links: { buy: `${environment().BASE_URL}${buyLinks(head.account)['buy']}` },
  };
}
