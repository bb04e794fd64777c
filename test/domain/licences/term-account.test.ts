import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import { TermAccount } from './account.ts';
import { aTermPlan, dearerPlan } from './plans.ts';
import { attempt } from './steps.ts';

/** Three seats bought on 1 June for a month of 30 days. */
function anAccount(plans = [aTermPlan(), dearerPlan()], bought = 3): TermAccount {
  const account = new TermAccount(plans, plans[0] ?? aTermPlan(), ['owner', 'second']);
  const day = plainDate('2026-06-01');
  account.pay(account.buy([{ kind: 'licence', type: 'base', quantity: bought }], 1, day), day);
  return account;
}

const HALF = plainDate('2026-06-16');

function never(): never {
  throw new RangeError('there is an order');
}

describe('L10: a dearer plan at once, a cheaper one when the period ends', () => {
  it('charges new − old for the days left: 3 × (50.00 − 30.00) for half of the period is 30.00', () => {
    const account = anAccount();
    const order = account.changePlan('more', HALF);
    expect(order?.total.minor).toBe(3000);
    account.pay(order ?? never(), HALF);
    expect(account.subscription.plan).toBe('more');
    expect(account.dryRun().total.minor).toBe(3 * 5000);
  });

  it('rounds what is left of each price once: 1 × (15.00 − 10.01) for a third is 5.00 − 3.34', () => {
    const account = anAccount([aTermPlan(), dearerPlan()], 1);
    const day = plainDate('2026-06-01');
    account.pay(account.buy([{ kind: 'licence', type: 'calls', quantity: 1 }], 1, day), day);
    const order = account.changePlan('more', plainDate('2026-06-21'));
    const lines = order?.lines.map(({ name, amount }) => [name, amount.minor]);
    expect(lines).toEqual([
      ['More: base', 1667 - 1000],
      ['More: calls', 500 - 334],
    ]);
  });

  it('waits with a cheaper one', () => {
    const account = anAccount([dearerPlan(), aTermPlan()]);
    expect(account.changePlan('basic', HALF)).toBeUndefined();
    expect([account.subscription.plan, account.dryRun().plan]).toEqual(['more', 'basic']);
    account.rollOver(plainDate('2026-07-01'));
    expect(account.subscription.plan).toBe('basic');
    expect(account.state.orders.at(-1)?.total.minor).toBe(3 * 3000);
  });

  it('waits with one that costs the same', () => {
    const account = anAccount([aTermPlan(), aTermPlan({ id: 'more' })]);
    expect(account.changePlan('more', HALF)).toBeUndefined();
    expect(account.subscription.scheduled).toMatchObject([{ kind: 'plan', plan: 'more' }]);
  });

  it('leaves no module behind that the dearer plan does not have, also when a plan with it follows', () => {
    const account = anAccount([aTermPlan(), dearerPlan({ modules: [] })]);
    account.pay(account.buy([{ kind: 'module', module: 'maps' }], undefined, HALF), HALF);
    account.pay(account.changePlan('more', HALF) ?? never(), HALF);
    expect(account.changePlan('basic', HALF)).toBeUndefined();
    expect([account.dryRun().plan, account.dryRun().modules]).toEqual(['basic', []]);
  });

  it('costs nothing before the first purchase', () => {
    const account = new TermAccount([aTermPlan(), dearerPlan()], aTermPlan(), []);
    expect(account.changePlan('more', HALF)?.total.minor).toBe(0);
  });

  it('refuses the plan it is on, one that is no edition of it, and any while a renewal is unpaid', () => {
    const account = anAccount([
      aTermPlan({ editions: ['more'] }),
      dearerPlan({ editions: [] }),
      aTermPlan({ id: 'far' }),
    ]);
    expect(attempt(() => account.changePlan('basic', HALF))).toBe('plan.already-there');
    expect(attempt(() => account.changePlan('far', HALF))).toBe('plan.not-an-edition');
    account.rollOver(plainDate('2026-07-01'));
    expect(attempt(() => account.changePlan('more', plainDate('2026-07-02')))).toBe('subscription.unpaid');
  });

  it('ends licences of a type that the cheaper plan does not have', () => {
    const account = anAccount([dearerPlan(), aTermPlan({ licenceTypes: aTermPlan().licenceTypes.slice(0, 1) })]);
    account.pay(account.buy([{ kind: 'licence', type: 'calls', quantity: 2 }], 1, HALF), HALF);
    account.assign('second', 'calls');
    account.changePlan('basic', HALF);
    account.rollOver(plainDate('2026-07-01'));
    expect(account.state.licences.map(({ type }) => type)).toEqual(['base', 'base', 'base']);
    expect([account.pool('calls').total, account.state.members['second']]).toEqual([0, {}]);
  });
});

describe('L6 and L7: what the end of a period leaves', () => {
  it('drops 2 of 5 free licences above a minimum of 3, the newest first', () => {
    const account = anAccount([aTermPlan({ dropFree: true })], 5);
    account.setMinimum('base', 3);
    account.assign('owner', 'base');
    expect(account.dryRun().dropped.map(({ id }) => id)).toEqual(
      account.state.licences
        .slice(3)
        .map(({ id }) => id)
        .reverse(),
    );
    account.rollOver(plainDate('2026-07-01'));
    expect(account.pool('base')).toEqual({ type: 'base', total: 3, inUse: 1, minimum: 3, ending: 0 });
  });

  it('keeps every free licence where the plan does not drop them', () => {
    const account = anAccount();
    account.rollOver(plainDate('2026-07-01'));
    expect(account.pool('base').total).toBe(3);
  });

  it('ends a licence whose renewal is off, assigned or not, and not before', () => {
    const account = anAccount();
    account.assign('second', 'base');
    const [held, free] = account.state.licences;
    for (const licence of [held, free]) account.switchRenewal(licence ?? never(), false);
    account.rollOver(plainDate('2026-06-30'));
    expect([account.pool('base').total, account.state.members['second']]).toEqual([3, { base: held?.id }]);
    account.rollOver(plainDate('2026-07-01'));
    expect([account.pool('base').total, account.state.members['second']]).toEqual([1, {}]);
  });

  it('lets no renewal be switched off below the minimum, and no minimum be set above what renews', () => {
    const account = anAccount();
    account.setMinimum('base', 3);
    expect(attempt(() => account.switchRenewal(account.state.licences[0] ?? never(), false))).toBe('licence.minimum');
    expect(attempt(() => account.setMinimum('base', 4))).toBe('licence.minimum-above-total');
  });

  it('counts those that are switched off already: with a minimum of 2, one of 3 can be, and on again', () => {
    const account = anAccount();
    account.setMinimum('base', 2);
    account.switchRenewal(account.state.licences[0] ?? never(), false);
    expect(attempt(() => account.switchRenewal(account.state.licences[1] ?? never(), false))).toBe('licence.minimum');
    expect(attempt(() => account.setMinimum('base', 3))).toBe('licence.minimum-above-total');
    account.switchRenewal(account.state.licences[0] ?? never(), true);
    account.switchRenewal(account.state.licences[1] ?? never(), false);
    expect(account.pool('base').ending).toBe(1);
  });

  it('ends the subscription when no licence is left of any type', () => {
    const account = anAccount([aTermPlan({ dropFree: true })]);
    account.rollOver(plainDate('2026-07-01'));
    expect([account.subscription.state, account.state.orders.length]).toEqual(['ended', 1]);
  });
});

describe('L13: an unpaid renewal', () => {
  it('is reminded of three times and then suspended, also when all of that comes late', () => {
    const account = anAccount();
    account.rollOver(plainDate('2026-07-21'));
    expect(account.state.reminders).toEqual(['2026-07-01+3', '2026-07-01+7', '2026-07-01+14']);
    account.rollOver(plainDate('2026-07-31'));
    expect(account.subscription.state).toBe('suspended');
    account.rollOver(plainDate('2026-08-01'));
    expect(account.subscription.state).toBe('ended');
  });
});

describe('L3: no free licence', () => {
  it('is refused with the way to buy one', () => {
    const account = anAccount([aTermPlan()], 1);
    account.assign('owner', 'base');
    expect(attempt(() => account.assign('second', 'base'))).toBe('licence.none-free');
    expect(() => account.assign('second', 'base')).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ links: expect.objectContaining({ buy: expect.any(String) }) }),
      }),
    );
  });
});

describe('L4: purchases', () => {
  it('join the running period, whatever its term is asked to be', () => {
    const account = anAccount();
    const order = account.buy([{ kind: 'licence', type: 'base', quantity: 1 }], undefined, HALF);
    expect(order.lines[0]?.period).toEqual({ start: '2026-06-16', end: '2026-07-01' });
    expect(order.purchase?.nextTotal?.minor).toBe(3000);
    const yearly = () => account.buy([{ kind: 'licence', type: 'base', quantity: 1 }], 12, HALF);
    expect(attempt(yearly)).toBe('subscription.other-term');
  });

  it('start a period of the first term of the plan when none is asked for', () => {
    const account = new TermAccount([aTermPlan({ terms: [12] })], aTermPlan({ terms: [12] }), []);
    const items = [{ kind: 'licence' as const, type: 'base', quantity: 1 }];
    expect(account.buy(items, undefined, HALF).total.minor).toBe(36_000);
    expect(attempt(() => account.buy(items, 1, HALF))).toBe('subscription.term-unavailable');
  });

  it('refuse types and modules that are not sold, and a module that is there', () => {
    const account = anAccount();
    const buy = (item: Parameters<TermAccount['buy']>[0][number]) =>
      attempt(() => account.buy([item], undefined, HALF));
    expect(buy({ kind: 'licence', type: 'nothing', quantity: 1 })).toBe('licence.unknown-type');
    expect(buy({ kind: 'module', module: 'nothing' })).toBe('module.unknown');
    account.pay(account.buy([{ kind: 'module', module: 'maps' }], undefined, HALF), HALF);
    expect(buy({ kind: 'module', module: 'maps' })).toBe('module.already-there');
  });
});
