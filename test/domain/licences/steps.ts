import * as fc from 'fast-check';
import type { Proration, TermPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import type { TermItem } from '../../../lib/domain/licences/price-term-order.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import type { TermAccount } from './account.ts';
import { aModule, aTermPlan, aType, prices } from './plans.ts';

export const START = plainDate('2023-12-31');
export const MEMBERS = ['owner', 'second', 'third', 'fourth'] as const;

const member = fc.constantFrom(...MEMBERS);
const type = fc.constantFrom('base', 'calls');
const which = fc.nat(50);
const term = fc.constantFrom(undefined, 1, 1, 12) as fc.Arbitrary<undefined | 1 | 12>;
const seats = fc.record({ kind: fc.constant('licence' as const), type, quantity: fc.integer({ min: 1, max: 4 }) });
const item: fc.Arbitrary<TermItem> = fc.oneof(
  { weight: 5, arbitrary: seats },
  { weight: 1, arbitrary: fc.constant({ kind: 'module' as const, module: 'maps' }) },
);

function kind<const D extends string, T extends object>(name: D, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(fields).map((values) => ({ do: name, ...(values as T) }));
}

const paid = fc.boolean();
const items = fc.uniqueArray(item, {
  minLength: 1,
  maxLength: 3,
  selector: (entry) => JSON.stringify({ ...entry, quantity: 0 }),
});

/** What can happen to an account. `rolls`: whether the roll-over comes at the end of those days, or later. */
export const step = fc.oneof(
  { weight: 4, arbitrary: kind('days', { days: fc.integer({ min: 1, max: 45 }), rolls: fc.boolean() }) },
  { weight: 1, arbitrary: kind('days', { days: fc.integer({ min: 300, max: 400 }), rolls: fc.constant(true) }) },
  { weight: 4, arbitrary: kind('buy', { items, term, paid }) },
  { weight: 4, arbitrary: kind('pay', { which }) },
  { weight: 4, arbitrary: kind('assign', { member, type }) },
  { weight: 2, arbitrary: kind('unassign', { member, type }) },
  { weight: 1, arbitrary: kind('move', { member, to: member, type }) },
  { weight: 2, arbitrary: kind('invite', { types: fc.uniqueArray(type, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: kind('accept', { which }) },
  { weight: 1, arbitrary: kind('withdraw', { which }) },
  { weight: 3, arbitrary: kind('switch', { which, autoRenew: fc.constantFrom(true, false, false) }) },
  { weight: 2, arbitrary: kind('minimum', { type, minimum: fc.nat(6) }) },
  { weight: 2, arbitrary: kind('plan', { to: fc.constantFrom('basic', 'more', 'most'), paid }) },
  { weight: 1, arbitrary: kind('removeModule', {}) },
  { weight: 1, arbitrary: kind('undo', { which }) },
  { weight: 1, arbitrary: kind('cancel', {}) },
  { weight: 1, arbitrary: kind('keep', {}) },
  { weight: 1, arbitrary: kind('renews', { renews: fc.boolean() }) },
  { weight: 1, arbitrary: kind('trial', {}) },
  { weight: 1, arbitrary: kind('billAnew', {}) },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const price = fc.integer({ min: 0, max: 9999 });

/** Three editions of any prices; the last has neither the second type nor the module. */
export const plans: fc.Arbitrary<TermPlan[]> = fc
  .record({
    months: fc.array(price, { minLength: 7, maxLength: 7 }),
    rebate: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    proration: fc.constantFrom<Proration>('daily', 'whole-months'),
    dropFree: fc.boolean(),
  })
  .map(({ months: [a = 0, b, c, d = 0, e, f, g], rebate, proration, dropFree }) => {
    const shared = { proration, dropFree, editions: ['basic', 'more', 'most'] };
    const trial = { days: 14, licences: { base: 2 } };
    const maps = (of: number | undefined) => [aModule('maps', prices(of))];
    const year = (month: number) =>
      rebate === undefined ? undefined : Math.floor((month * 12 * (100 - rebate)) / 100);
    const two = (base: number, calls: number | undefined) => [
      aType('base', prices(base, year(base))),
      aType('calls', prices(calls)),
    ];
    return [
      aTermPlan({ ...shared, trial, licenceTypes: two(a, b), modules: maps(c) }),
      aTermPlan({ ...shared, id: 'more', licenceTypes: two(d, e), modules: maps(f) }),
      aTermPlan({ ...shared, id: 'most', licenceTypes: [aType('base', prices(g))], modules: [] }),
    ];
  });

/** Answers the code of the refusal, if it was refused. */
export function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

function nth<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

/** Carries out everything but the days and the purchases. */
export function carryOut(
  account: TermAccount,
  next: Exclude<Step, { do: 'days' | 'buy' | 'plan' | 'pay' }>,
  today: typeof START,
): void {
  const { state } = account;
  switch (next.do) {
    case 'assign':
      account.assign(next.member, next.type);
      break;
    case 'unassign':
      account.unassign(next.member, next.type);
      break;
    case 'move':
      account.moveLicence(next.member, next.to, next.type);
      break;
    case 'invite':
      account.invite(next.types);
      break;
    case 'accept':
    case 'withdraw': {
      const invitation = nth(Object.keys(state.invitations), next.which);
      if (invitation !== undefined) account[next.do](invitation);
      break;
    }
    case 'switch': {
      const licence = nth(state.licences, next.which);
      if (licence !== undefined) account.switchRenewal(licence, next.autoRenew);
      break;
    }
    case 'minimum':
      account.setMinimum(next.type, next.minimum);
      break;
    case 'removeModule':
      account.removeModule('maps');
      break;
    case 'undo': {
      const change = nth(account.subscription.scheduled, next.which);
      if (change !== undefined) account.undoChange(change.id);
      break;
    }
    case 'cancel':
      account.cancel();
      break;
    case 'keep':
      account.undoCancellation();
      break;
    case 'renews':
      account.setRenews(next.renews);
      break;
    case 'trial':
      account.startTrial(today);
      break;
    case 'billAnew':
      account.billAnew(today);
      break;
  }
}
