import type { PrepaidPlan } from '../catalogue.ts';
import type { PlainDate } from '../dates.ts';
import type { AccountId } from '../ids.ts';
import { type Money, money, subtract } from '../money.ts';
import { Refused } from '../refusal.ts';
import { type CreditChange, type CreditEntry, type CreditHead, enabledAddOns } from './credit-head.ts';
import type { MemberCredit } from './member-credit.ts';
import { sum } from './nightly-share.ts';
import { dayCharge, dayShare, PLAN } from './rate.ts';

/** A change of one member, and what is now known to be paid for them. */
export interface MemberChange extends CreditChange {
  readonly memberCredit: MemberCredit;
}

/**
 * Makes a member active, or lets an active one join: charges what of the day is not yet paid for them.
 *
 * Shape:  the head must be settled through `today`; `credit` is absent for a member who is new.
 * Units:  today's share of the plan and of each enabled add-on, at most once per member, component and date.
 * Errors: `credit.insufficient` when the balance does not hold it, or the account is suspended.
 * Source: P3, P4.
 */
export function activateMember(
  head: CreditHead,
  credit: MemberCredit | undefined,
  plan: PrepaidPlan,
  today: PlainDate,
  member: string,
): MemberChange {
  const version = head.version + 1;
  const joined = { ...head, activeUsers: head.activeUsers + 1, version };
  if (head.status === 'not-activated') return { head: joined, entries: [], memberCredit: { activeSince: version } };
  const alreadyPaid = credit?.paid?.on === today ? credit.paid.components : [];
  const unpaid = [PLAN, ...enabledAddOns(head)].filter((component) => !alreadyPaid.includes(component));
  const components = unpaid.map((component) => ({ component, users: 1, amount: dayShare(plan, component, today) }));
  const cost = sum(
    components.map(({ amount }) => amount),
    money(0, plan.currency),
  );
  if (head.status === 'suspended') throw cannotPay(head, dayCharge(joined, plan, today));
  const memberCredit = { activeSince: version, paid: { on: today, components: [...alreadyPaid, ...unpaid] } };
  if (cost.minor === 0) return { head: joined, entries: [], memberCredit };
  const charged = charge(joined, today, cost, { kind: 'activation', users: 1, components, member });
  return { ...charged, memberCredit };
}

/**
 * Makes a member a ghost: from the next night on they cost nothing. Nothing of the day is paid back.
 *
 * Shape:  the head must be settled through the current date.
 * Errors: none.
 * Source: P3, A7.
 */
export function deactivateMember(head: CreditHead, credit: MemberCredit): MemberChange {
  const version = head.version + 1;
  const left = { ...head, activeUsers: head.activeUsers - 1, version };
  if (head.status !== 'active' || head.chargedThrough === undefined) {
    return { head: left, entries: [], memberCredit: credit };
  }
  const on = head.chargedThrough;
  const before = credit.paid?.on === on ? credit.paid.components : [];
  const seen = new Set([PLAN, ...head.addOns.map((addOn) => addOn.id), ...before]);
  const components = [...seen].filter((component) => paidToday(head, credit, component, on));
  return { head: left, entries: [], memberCredit: { ...credit, paid: { on, components } } };
}

/** Whether an active member is paid for a component on the date the head is charged through. Source: P3. */
export function paidToday(head: CreditHead, credit: MemberCredit, component: string, today: PlainDate): boolean {
  if (component === PLAN || enabledAddOns(head).includes(component)) return true;
  if (credit.paid?.on === today && credit.paid.components.includes(component)) return true;
  const off = head.addOns.find((addOn) => addOn.id === component)?.off;
  return off !== undefined && off.on === today && off.version > credit.activeSince;
}

/** Takes a charge that the balance must hold, as one entry. Errors: `credit.insufficient`. */
export function charge(
  head: CreditHead,
  today: PlainDate,
  cost: Money,
  facts: Pick<CreditEntry, 'kind' | 'users' | 'components' | 'member'>,
): CreditChange {
  if (cost.minor > head.balance.minor) throw cannotPay(head, cost);
  const balance = subtract(head.balance, cost);
  const entry: CreditEntry = {
    number: head.entries + 1,
    on: today,
    amount: money(-cost.minor, cost.currency),
    balanceAfter: balance,
    ...facts,
  };
  return { head: { ...head, balance, entries: entry.number }, entries: [entry] };
}

export function cannotPay(head: CreditHead, cost: Money): Refused {
  return new Refused('credit.insufficient', {
    values: { cost, balance: head.balance },
    links: buyLinks(head.account),
    extra: { short_by: { amount: cost.minor - head.balance.minor, currency: cost.currency } },
  });
}

/** Where credit is bought: for a person, and for a program. */
export function buyLinks(account: AccountId): Record<string, string> {
  return { buy: `/account?account=${account}#buy`, order: `/v1/accounts/${account}/orders` };
}
