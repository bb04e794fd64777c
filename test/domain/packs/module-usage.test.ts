import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import { newSubscription, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import { countingOf } from '../../../lib/domain/packs/allowances.ts';
import { moduleUsage } from '../../../lib/domain/packs/module-usage.ts';
import {
  countNights,
  type ModuleUsers,
  newModuleUsers,
  withCounting,
  withMembers,
} from '../../../lib/domain/packs/module-users.ts';
import { aCountedModule, aModulePlan, USERS } from './plans.ts';

const FIRST = plainDate('2026-06-01');
const TENTH = plainDate('2026-06-10');
const suite = aModulePlan({ modules: [aCountedModule('sales', 2900), aCountedModule('crm', 1900)], packs: [USERS] });
const grand = aModulePlan({
  id: 'grand',
  modules: [aCountedModule('sales', 4900, { consumed: 3000 })],
  packs: [USERS],
});
const planOf = (id: string) => (id === 'grand' ? grand : suite);

const running: Subscription = {
  ...newSubscription('acc_TEST', 'suite', true),
  state: 'active',
  term: 1,
  anchor: FIRST,
  period: periodAt(FIRST, 1, 0),
  modules: ['sales', 'crm'],
};

/** Three members who use everything since the first day. */
function three(): ModuleUsers {
  const begun = withCounting(newModuleUsers('acc_TEST', FIRST), countingOf(suite, running));
  const member = { after: { active: true, former: false } };
  return withMembers(begun, [member, member, member]);
}

/** The counts once something else holds since the tenth. */
function moved(subscription: Subscription): ModuleUsers {
  return withCounting(countNights(three(), TENTH), countingOf(planOf(subscription.plan), subscription));
}

const shown = (subscription: Subscription, counts: ModuleUsers) =>
  moduleUsage(planOf, subscription, counts, TENTH).map((usage) => [
    usage.module,
    usage.users,
    usage.userDays,
    usage.cost.minor,
    usage.expectedUserDays,
    usage.expectedCost.minor,
    usage.nextUserCost.minor,
  ]);

describe('U2: what users beyond those allowed come to can be seen at any time', () => {
  it('so far, at the end, and for one more', () => {
    // Two beyond for 9 nights, and for 20 more; of a price of 10.00 for 30 days.
    const [sales] = shown(running, three());
    const price = suite.modules[0]?.users?.consumptionPrices.month?.[0]?.minor ?? 0;
    const of = (days: number) => Math.round((price * days) / 30);
    expect(sales).toEqual(['sales', 3, 18, of(18), 58, of(58), of(78) - of(58)]);
  });

  it('stays while the subscription is suspended, and nothing is added', () => {
    const suspended: Subscription = { ...running, state: 'suspended' };
    const [sales] = shown(suspended, moved(suspended));
    expect(sales?.slice(0, 3)).toEqual(['sales', 3, 18]);
    expect([sales?.[4], sales?.[6]]).toEqual([18, 0]);
  });

  it('keeps the price of the edition it was counted on, also of a module that the next one lacks', () => {
    const changed: Subscription = { ...running, plan: 'grand' };
    const [before] = shown(running, three());
    const [sales, crm] = shown(changed, moved(changed));
    expect([sales?.[2], sales?.[3]]).toEqual([18, before?.[3]]);
    // 40 nights of users more, at 30.00 for 30 days.
    expect(sales?.[5]).toBe(Number(before?.[3]) + 4000);
    expect([crm?.[0], crm?.[1], crm?.[2], crm?.[4], crm?.[6]]).toEqual(['crm', 0, 18, 18, 0]);
  });

  it('is nothing before the first period and after the end', () => {
    expect(shown({ ...running, state: 'none', period: undefined }, three())).toEqual([]);
    expect(shown({ ...running, state: 'ended' }, three())).toEqual([]);
  });
});
