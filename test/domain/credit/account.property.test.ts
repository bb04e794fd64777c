import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PrepaidPlan, priceOn } from '../../../lib/domain/catalogue.ts';
import { expiresOn } from '../../../lib/domain/credit/expiry.ts';
import { addDays, daysInMonth, monthOf, type PlainDate, plainDate } from '../../../lib/domain/dates.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import { AccountInMemory } from './account.ts';
import { aPlan } from './plan.ts';
import { Reference } from './reference.ts';

const START = plainDate('2023-12-20');
const members = fc.constantFrom('owner', 'second', 'third', 'fourth', 'fifth');
const addOns = fc.constantFrom('projects', 'newsletters');

/** What can happen to an account. `lateNights`: the nightly run comes only now and then. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('days' as const),
      days: fc.integer({ min: 1, max: 40 }),
      nightly: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('activate' as const), member: members }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deactivate' as const), member: members }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('on' as const), addOn: addOns }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('off' as const), addOn: addOns }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('buy' as const), minor: fc.integer({ min: 1, max: 9000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      minor: fc.integer({ min: 1, max: 3000 }).map((n) => -n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('service' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Prices that change in the middle of things. */
const plans = fc
  .record({
    first: fc.integer({ min: 0, max: 5000 }),
    second: fc.integer({ min: 0, max: 5000 }),
    addOn: fc.integer({ min: 0, max: 900 }),
    changesAfter: fc.integer({ min: 1, max: 200 }),
  })
  .map(({ first, second, addOn, changesAfter }) => {
    const from = plainDate('2015-01-01');
    const plan = aPlan({
      prices: [
        { from, minor: first },
        { from: addDays(START, changesAfter), minor: second },
      ],
    });
    return { ...plan, addOns: plan.addOns.map((entry) => ({ ...entry, prices: [{ from, minor: addOn }] })) };
  });

interface Run {
  readonly account: AccountInMemory;
  readonly reference: Reference;
}

/** Plays the steps on both; a refusal must be refused by both. */
function play(plan: PrepaidPlan, steps: readonly Step[], check: (run: Run, today: PlainDate) => void = () => {}): Run {
  const account = new AccountInMemory(plan, START);
  const reference = new Reference(START, (component, date) =>
    priceOn(component === '' ? plan.prices : (plan.addOns.find(({ id }) => id === component)?.prices ?? []), date),
  );
  account.activate('owner', START);
  reference.activate('owner');
  account.activateService(START);
  reference.activateService(BigInt(plan.freeCreditMinor));
  let today = START;
  for (const next of steps) {
    if (next.do === 'days') today = addDays(today, next.days);
    if (next.do === 'days') reference.goTo(today);
    const accepted = [attempt(() => carryOut(account, next, today)), carryOutReference(reference, next)];
    expect(accepted[0], JSON.stringify(next)).toBe(accepted[1]);
    check({ account, reference }, today);
  }
  account.night(today);
  return { account, reference };
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function carryOut(account: AccountInMemory, next: Step, today: PlainDate): void {
  if (next.do === 'days' && next.nightly) account.night(today);
  if (next.do === 'activate') account.activate(next.member, today);
  if (next.do === 'deactivate' && next.member !== 'owner') account.deactivate(next.member, today);
  if (next.do === 'on') account.switchOn(next.addOn, today);
  if (next.do === 'off') account.switchOff(next.addOn, today);
  if (next.do === 'buy') account.buy(next.minor, today);
  if (next.do === 'adjust') account.adjust(next.minor, today);
  if (next.do === 'service') account.activateService(today);
}

function carryOutReference(reference: Reference, next: Step): boolean {
  switch (next.do) {
    case 'days':
      return true;
    case 'activate':
      return reference.activate(next.member);
    case 'deactivate':
      if (next.member !== 'owner') reference.deactivate(next.member);
      return true;
    case 'on':
      return reference.switchOn(next.addOn);
    case 'off':
      reference.switchOff(next.addOn);
      return true;
    case 'buy':
      reference.moveIn(BigInt(next.minor));
      return true;
    case 'adjust':
      return reference.moveOut(BigInt(-next.minor));
    case 'service':
      return reference.activateService(1200n);
  }
}

const runs = { numRuns: 400 };
const stories = [plans, fc.array(step, { maxLength: 60, size: 'max' })] as const;

describe('P1–P4: any story ends as when every member-day is charged by hand', () => {
  it('has the same balance and status, whichever nights came late', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        const { account, reference } = play(plan, steps);
        expect(BigInt(account.head.balance.minor)).toBe(reference.balance);
        expect(account.head.status).toBe(reference.status);
        expect(account.head.activeUsers).toBe(reference.active.size);
      }),
      runs,
    );
  });

  it('never lets the balance go below zero', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        play(plan, steps, ({ account }) => expect(account.head.balance.minor).toBeGreaterThanOrEqual(0));
      }),
      runs,
    );
  });
});

describe('P3: each member-day is in exactly one line', () => {
  it('charges as many users of each component on each date as the slow way, and the same amount', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        const { account, reference } = play(plan, steps);
        expect(chargedByLine(account)).toEqual(chargedByHand(reference));
      }),
      runs,
    );
  });
});

function chargedByLine(account: AccountInMemory): Record<string, [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (const line of account.lines()) {
    for (const { component, users, amount } of line.components)
      count(sums, `${line.on}|${component}`, users, amount.minor);
  }
  return withoutFree(sums);
}

function chargedByHand(reference: Reference): Record<string, [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (const [key, share] of reference.charged) {
    const [date, , component] = key.split('|');
    count(sums, `${date}|${component}`, 1, Number(share));
  }
  return withoutFree(sums);
}

function count(sums: Record<string, [number, number]>, key: string, users: number, amount: number): void {
  const [before, minor] = sums[key] ?? [0, 0];
  sums[key] = [before + users, minor + amount];
}

/** A charge of nothing leaves no entry, so days that cost nothing are not compared. */
function withoutFree(sums: Record<string, [number, number]>): Record<string, [number, number]> {
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, [, amount]]) => amount !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('P11: the statement adds up', () => {
  it('has a balance equal to the sum of its lines, line by line, and months that follow on each other', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        const { account } = play(plan, steps);
        let balance = 0;
        for (const line of account.lines()) {
          balance += line.amount.minor;
          expect(line.balanceAfter.minor).toBe(balance);
          if (line.entry !== undefined) expect(line.entry.balanceAfter.minor).toBe(balance);
        }
        expect(account.head.balance.minor).toBe(balance);
        account.statements.reduce((closing, statement) => {
          expect(statement.opening.minor).toBe(closing);
          return statement.closing.minor;
        }, 0);
      }),
      runs,
    );
  });

  it('keeps in each run what its nights cost one by one', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        const { account } = play(plan, steps);
        const nights = account.lines().filter(({ kind }) => kind === 'night');
        const inRuns = [...account.statements, account.head].flatMap(({ runs: all }) => all);
        const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
        expect(0 - total(nights.map(({ amount }) => amount.minor))).toBe(
          total(inRuns.map(({ amount }) => amount.minor)),
        );
      }),
      runs,
    );
  });
});

describe('P5: the expiry shown is the date it ends', () => {
  it('ends on that very date when the nights are run one by one', () => {
    fc.assert(
      fc.property(...stories, (plan, steps) => {
        const { account } = play(plan, steps);
        const shown = expiresOn(account.head, plan);
        if (account.head.status !== 'active' || shown === undefined) return;
        let date = account.head.chargedThrough as PlainDate;
        while (account.head.status === 'active' && date < addDays(shown, 40)) {
          date = addDays(date, 1);
          account.night(date);
        }
        expect(account.head.status).toBe('suspended');
        expect(account.head.chargedThrough).toBe(shown);
        expect(account.head.suspendedFrom).toBe(addDays(shown, 1));
      }),
      runs,
    );
  });
});

describe('P2: every calendar month costs exactly its price', () => {
  it('takes users × price in each whole month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5 }), (price, users) => {
        const plan = aPlan({ prices: [{ from: plainDate('2015-01-01'), minor: price }], freeCreditMinor: 10_000_000 });
        const account = new AccountInMemory(plan, START);
        for (let user = 0; user < users; user += 1) account.activate(`user${user}`, START);
        account.activateService(START);
        let date = START;
        while (date < '2025-03-01') {
          date = addDays(date, 1);
          account.night(date);
        }
        const whole = account.statements.filter(
          ({ month, runs: nights }) => daysInMonth(month) === nights.reduce((n, run) => n + run.nights, 0),
        );
        expect(whole.map(({ month }) => month)).toContain(monthOf(plainDate('2024-02-29')));
        for (const { runs: nights } of whole) {
          expect(nights.reduce((sum, run) => sum + run.amount.minor, 0)).toBe(price * users);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('P3: run twice is run once', () => {
  it('changes nothing when a night is repeated, or an older one comes again', () => {
    fc.assert(
      fc.property(...stories, fc.integer({ min: 0, max: 30 }), (plan, steps, back) => {
        const { account } = play(plan, steps);
        const before = structuredClone(account.head);
        const through = before.chargedThrough ?? START;
        account.night(through);
        if (before.month <= monthOf(addDays(through, -back))) account.night(addDays(through, -back));
        expect(account.head).toEqual(before);
      }),
      runs,
    );
  });
});
