import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '../../../lib/domain/dates.ts';
import { decidePlanChange } from '../../../lib/domain/licences/change-plan.ts';
import {
  afterBilledAnew,
  afterPurchase,
  afterRenewalPaid,
  cancel,
  changePlanNow,
  dueStep,
  schedule,
  scheduleModuleRemoval,
  setRenews,
  startTrial,
  undoCancellation,
  unschedule,
} from '../../../lib/domain/licences/decide-subscription.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import {
  dueOn,
  isUsable,
  newSubscription,
  REMINDER_DAYS,
  SUSPENSION_DAY,
  type Subscription,
  type SubscriptionState,
  stateAfter,
  transitions,
} from '../../../lib/domain/licences/subscription.ts';
import { aTermPlan } from './plans.ts';
import { attempt } from './steps.ts';

const FIRST = plainDate('2026-01-31');

function running(change: Partial<Subscription> = {}): Subscription {
  const bought = {
    term: 1 as const,
    period: periodAt(FIRST, 1, 0),
    modules: ['maps'],
    packs: [],
    renews: true,
    paymentMethod: 'card' as const,
  };
  return { ...afterPurchase(newSubscription('acc_TEST', 'basic', true), bought), ...change };
}

const unpaid = (reminded = 0): Partial<Subscription> => ({
  state: 'past-due',
  period: periodAt(FIRST, 1, 1),
  unpaid: { order: 'ord_1', since: plainDate('2026-02-28'), reminded },
});

describe('the table of states', () => {
  it('is the one in RULES.md, row by row', () => {
    const rules = readFileSync(new URL('../../../lib/domain/RULES.md', import.meta.url), 'utf8');
    const rows = [...rules.matchAll(/^\| `([a-z-]+)` \| `([a-z-]+)` \| `([a-z-]+)` \| .* \| (L\d+) \|$/gm)];
    expect(rows.map(([, from, event, to, rule]) => ({ from, event, to, rule }))).toEqual(transitions);
  });

  it('says what cannot happen: nothing else does', () => {
    expect(() => stateAfter('none', 'renewed')).toThrow(RangeError);
    expect(() => stateAfter('ended', 'paid')).toThrow(RangeError);
    expect(stateAfter('suspended', 'paid')).toBe('active');
  });

  it('lets members in while it is tried, active, past due or cancelling', () => {
    const states: SubscriptionState[] = ['none', 'trial', 'active', 'past-due', 'suspended', 'cancelling', 'ended'];
    expect(states.filter(isUsable)).toEqual(['trial', 'active', 'past-due', 'cancelling']);
  });
});

describe('L12: a trial', () => {
  const plan = aTermPlan({ trial: { days: 14, licences: { base: 2 } } });

  it('of 14 days from 1 March ends on 15 March', () => {
    const trial = startTrial(newSubscription('acc_TEST', 'basic', true), plan, plainDate('2026-03-01'));
    expect([trial.state, trial.trialEnds, dueOn(trial)]).toEqual(['trial', '2026-03-15', '2026-03-15']);
    expect(dueStep(trial, plainDate('2026-03-14'))).toBeUndefined();
    expect(dueStep(trial, plainDate('2026-03-15'))).toEqual({ kind: 'trial-ended' });
  });

  it('is had once, before the first purchase, and only where the plan offers it', () => {
    const none = newSubscription('acc_TEST', 'basic', true);
    const trial = startTrial(none, plan, FIRST);
    expect(attempt(() => startTrial(trial, plan, FIRST))).toBe('subscription.trial-used');
    expect(attempt(() => startTrial(running(), plan, FIRST))).toBe('subscription.trial-used');
    expect(attempt(() => startTrial(none, aTermPlan(), FIRST))).toBe('subscription.trial-used');
  });
});

describe('L9: cancelling and tacit renewal', () => {
  it('keeps the period when cancelled, and can be undone until it ends', () => {
    const cancelled = cancel(running());
    expect([cancelled.state, cancelled.period]).toEqual(['cancelling', running().period]);
    expect(cancel(cancelled)).toBe(cancelled);
    expect(undoCancellation(cancelled).state).toBe('active');
  });

  it('refuses to cancel what does not run', () => {
    for (const state of ['none', 'trial', 'past-due', 'suspended', 'ended'] as const)
      expect(attempt(() => cancel(running({ state })))).toBe('subscription.not-running');
  });

  it('switches renewal off and on again until the end', () => {
    const off = setRenews(running(), false);
    expect([off.renews, setRenews(off, true).renews]).toEqual([false, true]);
    expect(setRenews(off, false)).toBe(off);
    expect(attempt(() => setRenews(running({ state: 'ended' }), true))).toBe('subscription.not-running');
  });
});

describe('L13: an unpaid renewal', () => {
  it.each([
    [0, '2026-03-03', { kind: 'reminder', days: 3 }],
    [3, '2026-03-07', { kind: 'reminder', days: 7 }],
    [7, '2026-03-14', { kind: 'reminder', days: 14 }],
    [14, '2026-03-21', { kind: 'suspension' }],
  ])('after day %i has its next step on %s', (reminded, date, step) => {
    const pastDue = running(unpaid(reminded));
    expect(dueOn(pastDue)).toBe(date);
    expect(dueStep(pastDue, addDays(plainDate(date), -1))).toBeUndefined();
    expect(dueStep(pastDue, plainDate(date))).toEqual(step);
    expect(dueStep(pastDue, plainDate('2027-01-01'))).toEqual(step);
  });

  it.each([
    ['2026-03-01', '2026-03-01', 0, '2026-03-04'],
    ['2026-03-10', '2026-03-10', 0, '2026-03-13'],
    ['2026-03-11', '2026-03-10', 0, '2026-03-13'],
    ['2026-03-13', '2026-03-10', 3, '2026-03-17'],
    ['2026-03-24', '2026-03-10', 14, '2026-03-31'],
    ['2026-03-30', '2026-03-10', 14, '2026-03-31'],
  ])('billed anew on %s counts from %s, with reminder %i behind it and %s ahead', (today, since, reminded, next) => {
    for (const state of ['past-due', 'suspended'] as const) {
      const anew = afterBilledAnew(running({ ...unpaid(7), state }), 'ord_2', plainDate(today));
      expect([anew.state, anew.unpaid, dueOn(anew)]).toEqual(['past-due', { order: 'ord_2', since, reminded }, next]);
      expect(afterRenewalPaid(anew, 'ord_1')).toBe(anew);
      expect(afterRenewalPaid(anew, 'ord_2').state).toBe('active');
    }
  });

  it('that is paid, or was never there, is not billed anew', () => {
    expect(() => afterBilledAnew(running(), 'ord_2', FIRST)).toThrow(RangeError);
  });

  it('is suspended before any period ends: a month has 28 days at least', () => {
    expect(Math.max(...REMINDER_DAYS, SUSPENSION_DAY)).toBeLessThan(28);
  });

  it('goes on when it is paid, also after the suspension, and knows which order that is', () => {
    for (const state of ['past-due', 'suspended'] as const) {
      const paid = afterRenewalPaid(running({ ...unpaid(), state }), 'ord_1');
      expect([paid.state, paid.unpaid]).toEqual(['active', undefined]);
    }
    const other = running(unpaid());
    expect(afterRenewalPaid(other, 'ord_2')).toBe(other);
  });

  it('takes in what was bought before and is paid for now', () => {
    const bought = {
      term: 1 as const,
      period: periodAt(FIRST, 1, 0),
      modules: ['more'],
      packs: [],
      renews: true,
      paymentMethod: 'card' as const,
    };
    const after = afterPurchase(running(unpaid()), bought);
    expect([after.state, after.modules, after.period]).toEqual(['past-due', ['maps', 'more'], periodAt(FIRST, 1, 1)]);
  });
});

describe('L10, L13: a change of plan while a renewal is unpaid', () => {
  it('is refused with the order to pay', () => {
    const account = running().account;
    const from = { ...aTermPlan(), editions: ['more'] };
    const unpaid = { order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X', since: FIRST, reminded: 0 } as const;
    const caught = (subscription: Subscription): unknown => {
      try {
        return decidePlanChange(from, aTermPlan({ id: 'more' }), subscription, [], FIRST);
      } catch (error) {
        return error;
      }
    };
    expect(caught(running({ state: 'past-due', unpaid }))).toMatchObject({
      code: 'subscription.unpaid',
      facts: { links: { order: `/v1/accounts/${account}/orders/${unpaid.order}` } },
    });
    expect(caught(running({ state: 'ended', unpaid: undefined }))).toMatchObject({
      code: 'subscription.ended',
      facts: { links: { order: `/v1/accounts/${account}/orders` } },
    });
  });
});

describe('L10: changes for the end of the period', () => {
  it('hold one change of plan, and one removal of each module', () => {
    const once = schedule(running(), { id: '1', kind: 'plan', plan: 'less' });
    const twice = schedule(once, { id: '2', kind: 'plan', plan: 'least' });
    const removed = scheduleModuleRemoval(scheduleModuleRemoval(twice, '3', 'maps'), '4', 'maps');
    expect(removed.scheduled.map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('asked for again change nothing', () => {
    const planned = schedule(running(), { id: '1', kind: 'plan', plan: 'less' });
    const removed = scheduleModuleRemoval(planned, '2', 'maps');
    expect(schedule(removed, { id: '3', kind: 'plan', plan: 'less' })).toBe(removed);
    expect(scheduleModuleRemoval(removed, '4', 'maps')).toBe(removed);
  });

  it('can be undone one by one', () => {
    const removed = scheduleModuleRemoval(running(), '1', 'maps');
    expect(unschedule(removed, '1').scheduled).toEqual([]);
    expect(attempt(() => unschedule(removed, '2'))).toBe('subscription.change-not-found');
    expect(attempt(() => scheduleModuleRemoval(running(), '1', 'calls'))).toBe('module.unknown');
  });

  it('forgets a cheaper one when a dearer one is taken, and keeps the removal of a module', () => {
    const removed = scheduleModuleRemoval(running(), '1', 'maps');
    const dearer = changePlanNow(schedule(removed, { id: '2', kind: 'plan', plan: 'less' }), 'more');
    expect([dearer.plan, dearer.scheduled.map(({ id }) => id)]).toEqual(['more', ['1']]);
  });
});
