import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Term, TermPlan } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate, plainDate } from '../../../lib/domain/dates.ts';
import type { TermItem, TermLine } from '../../../lib/domain/licences/price-term-order.ts';
import { isRunning } from '../../../lib/domain/licences/subscription.ts';
import type { ModuleUser } from '../../../lib/domain/packs/module-users.ts';
import { usersOf } from '../../../lib/domain/packs/module-users.ts';
import { aModule, prices } from '../licences/plans.ts';
import { attempt } from '../licences/steps.ts';
import { type Billed, type Holding, ModuleAccount } from './account.ts';
import { consumptionByHand, type Nights, userDaysByHand } from './nights-by-hand.ts';
import { aCountedModule, aModulePlan } from './plans.ts';

const COUNTED = ['sales', 'crm'] as const;
const MODULES = [...COUNTED, 'mailing'] as const;

function kind<const D extends string, T extends object>(name: D, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(fields).map((values) => ({ do: name, ...(values as T) }));
}

const which = fc.nat(50);
const counted = fc.constantFrom(...COUNTED);
const profileModules = fc.option(fc.uniqueArray(fc.constantFrom(...MODULES, 'gone'), { maxLength: 3 }), {
  nil: undefined,
});
const person: fc.Arbitrary<ModuleUser> = fc.record({
  active: fc.constantFrom(true, true, true, false),
  former: fc.constantFrom(false, false, false, true),
  profileModules,
});
const users: fc.Arbitrary<TermItem> = fc.record({
  kind: fc.constant('pack' as const),
  pack: fc.constant('users'),
  module: counted,
  quantity: fc.integer({ min: 1, max: 3 }),
});
const module: fc.Arbitrary<TermItem> = fc.record({
  kind: fc.constant('module' as const),
  module: fc.constantFrom(...MODULES),
});

const step = fc.oneof(
  { weight: 4, arbitrary: kind('days', { days: fc.integer({ min: 1, max: 12 }), late: fc.constant(false) }) },
  { weight: 2, arbitrary: kind('days', { days: fc.integer({ min: 20, max: 40 }), late: fc.constant(false) }) },
  { weight: 2, arbitrary: kind('days', { days: fc.integer({ min: 1, max: 40 }), late: fc.constant(true) }) },
  { weight: 8, arbitrary: kind('member', { id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), person }) },
  { weight: 1, arbitrary: kind('leave', { id: fc.constantFrom('a', 'b', 'c', 'd', 'e') }) },
  { weight: 3, arbitrary: kind('buy', { items: fc.array(fc.oneof(users, module), { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: kind('removePack', { which, quantity: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: kind('removeModule', { module: counted }) },
  { weight: 1, arbitrary: kind('undo', { which }) },
  { weight: 1, arbitrary: kind('plan', { to: fc.constantFrom('suite', 'grand') }) },
  { weight: 1, arbitrary: kind('cancel', {}) },
  { weight: 1, arbitrary: kind('keep', {}) },
  { weight: 5, arbitrary: kind('pay', {}) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const price = fc.integer({ min: 0, max: 9999 });
const included = fc.nat(2);

/** Two editions with the same modules, one with other prices and other users included. */
const editions: fc.Arbitrary<TermPlan[]> = fc
  .record({
    months: fc.array(price, { minLength: 8, maxLength: 8 }),
    included: fc.array(included, { minLength: 4, maxLength: 4 }),
  })
  .map(
    ({ months: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0], included: [i = 0, j = 0, k = 0, l = 0] }) => {
      const modules = (...[sales, crm]: ReturnType<typeof aCountedModule>[]) =>
        [sales, crm, aModule('mailing', prices(900))].filter((each) => each !== undefined);
      return [
        aModulePlan({
          modules: modules(
            aCountedModule('sales', a, { pack: b, consumed: c, included: i }),
            aCountedModule('crm', 1900, { pack: d, included: j }),
          ),
        }),
        aModulePlan({
          id: 'grand',
          modules: modules(
            aCountedModule('sales', e, { pack: f, consumed: g, included: k }),
            aCountedModule('crm', 2100, { pack: h, included: l }),
          ),
        }),
      ];
    },
  );

/** First days on which periods begin: the last ones of months, among them 29 Feb. */
const anchor = fc
  .record({
    month: fc.constantFrom('2023-01', '2023-12', '2024-01', '2024-02', '2024-03', '2025-02'),
    day: fc.constantFrom(28, 29, 30, 31),
  })
  .map(({ month, day }) => {
    const last = new Date(Date.UTC(+month.slice(0, 4), +month.slice(5), 0)).getUTCDate();
    return plainDate(`${month}-${Math.min(day, last)}`);
  });

interface Story {
  readonly account: ModuleAccount;
  readonly today: PlainDate;
  readonly nights: Nights;
}

interface Watch {
  readonly after?: (story: Story) => void;
}

/** Plays a story; it begins with a purchase, and every night is written down as it begins. */
function play(plans: readonly TermPlan[], first: PlainDate, term: Term, steps: readonly Step[], watch: Watch): Story {
  const account = new ModuleAccount(plans, first);
  const nights = new Map<PlainDate, readonly ModuleUser[]>();
  let today = first;
  account.setMember('a', { active: true, former: false }, today);
  account.buy([{ kind: 'module', module: 'sales' }], term, today);
  for (const next of steps) {
    if (next.do === 'days') {
      for (let day = 1; day <= next.days; day += 1) {
        today = addDays(today, 1);
        nights.set(today, [...account.members.values()]);
        if (!next.late) account.rollOver(today);
      }
    } else {
      attempt(() => carryOut(account, next, term, today));
    }
    watch.after?.({ account, today, nights });
  }
  for (let day = 0; day < 32; day += 1) {
    today = addDays(today, 1);
    nights.set(today, [...account.members.values()]);
    account.rollOver(today);
  }
  return { account, today, nights };
}

function carryOut(account: ModuleAccount, next: Exclude<Step, { do: 'days' }>, term: Term, today: PlainDate): void {
  if (next.do === 'member') account.setMember(next.id, next.person, today);
  else if (next.do === 'leave') account.setMember(next.id, undefined, today);
  else if (next.do === 'pay') account.payRenewal(today);
  // What is bought or removed while the roll-over is late is the roll-over's to sort out.
  else if (!account.isOverdue(today)) change(account, next, term, today);
}

type Change = Exclude<Step, { do: 'days' | 'member' | 'leave' | 'pay' }>;

function change(account: ModuleAccount, next: Change, term: Term, today: PlainDate): void {
  const { packs, scheduled } = account.subscription;
  switch (next.do) {
    case 'buy':
      account.buy(next.items, isRunning(account.subscription.state) ? undefined : term, today);
      break;
    case 'removePack': {
      const held = packs[next.which % Math.max(1, packs.length)];
      if (held !== undefined) account.removePack({ ...held, quantity: Math.min(next.quantity, held.quantity) }, today);
      break;
    }
    case 'removeModule':
      account.removeModule(next.module, today);
      break;
    case 'undo': {
      const change = scheduled[next.which % Math.max(1, scheduled.length)];
      if (change !== undefined) account.undo(change.id, today);
      break;
    }
    case 'plan':
      account.changePlan(next.to, today);
      break;
    case 'cancel':
      account.cancel(today);
      break;
    case 'keep':
      account.undoCancellation(today);
      break;
  }
}

/** Where the plan was changed back and forth, its lines may come in any order. */
const inOrder = (lines: readonly unknown[]) => lines.map((line) => JSON.stringify(line)).sort();

const consumed = (lines: readonly TermLine[]) =>
  inOrder(
    lines
      .filter(({ kind: of }) => of === 'consumption')
      .map(({ subject, quantity, amount }) => [subject, quantity, amount.minor]),
  );

/** The lines of a period as they must be: one for each plan and module with user-days, as that plan prices them. */
function linesByHand(account: ModuleAccount, ended: Billed['ended'], timeline: readonly Holding[], nights: Nights) {
  const { period, term } = ended;
  if (period === undefined) throw new RangeError('nothing ran');
  const plans = [...new Set(timeline.map(({ subscription }) => subscription.plan))];
  const offers = plans.flatMap((plan) => account.planOf(plan).modules.map((module) => ({ plan, ...module })));
  const lines = offers.flatMap(({ plan, id, users: offer }) => {
    const userDays = userDaysByHand(account.planOf, timeline, nights, period, plan, id);
    if (userDays === 0 || offer === undefined) return [];
    const monthly = offer.consumptionPrices.month ?? [];
    return [[id, userDays, consumptionByHand(monthly, term ?? 1, period, userDays)]];
  });
  return inOrder(lines);
}

const stories = [
  editions,
  anchor,
  fc.constantFrom<Term>(1, 1, 1, 12),
  fc.array(step, { maxLength: 90, size: 'max' }),
] as const;
const runs = { numRuns: 400 };

function always(watch: Watch, end: (story: Story) => void = () => undefined): void {
  fc.assert(
    fc.property(...stories, (plans, first, term, steps) => end(play(plans, first, term, steps, watch))),
    runs,
  );
}

describe('U2: the users of each module beyond included + pack, night by night', () => {
  it('are billed as counted by hand, to the cent, for every period, whenever the roll-over comes', () => {
    let lines = 0;
    always({}, ({ account, nights }) => {
      for (const { ended, renewal } of account.billed) {
        const byHand = linesByHand(account, ended, account.timeline, nights);
        expect(consumed(renewal.lines), `period from ${ended.period?.start}`).toEqual(byHand);
        lines += byHand.length;
      }
    });
    expect(lines).toBeGreaterThan(100);
  });

  it('are what the dry run says beforehand, if nothing changes until then', () => {
    always({
      after: ({ account, today, nights }) => {
        const { subscription, timeline } = account;
        if (subscription.period === undefined || subscription.state === 'ended' || account.isOverdue(today)) return;
        const { end } = subscription.period;
        const unchanged = new Map(nights);
        for (let night = addDays(today, 1); night < end; night = addDays(night, 1))
          unchanged.set(night, [...account.members.values()]);
        const byHand = linesByHand(account, subscription, ifNothingIsPaid(timeline, subscription), unchanged);
        expect(consumed(account.dryRun().lines)).toEqual(byHand);
      },
    });
  });

  it('are the users that a recount of the members finds, at any time', () => {
    always({
      after: ({ account }) => {
        for (const id of MODULES) {
          const there = [...account.members.values()].filter(({ active, former }) => active && !former);
          const using = there.filter(({ profileModules: own }) => own === undefined || own.includes(id));
          expect(usersOf(account.counts, id)).toBe(using.length);
        }
      },
    });
  });
});

/** A renewal that nobody pays is suspended on day 21. */
function ifNothingIsPaid(timeline: readonly Holding[], { state, unpaid }: Billed['ended']): readonly Holding[] {
  const last = timeline.at(-1);
  if (state !== 'past-due' || unpaid === undefined || last === undefined) return timeline;
  const from = addDays(unpaid.since, 21);
  return [...timeline, { from, subscription: { ...last.subscription, state: 'suspended' } }];
}

describe('U2: a sufficient pack', () => {
  it('leaves no line, however many users come and go', () => {
    const peopleOnly = fc.array(
      step.filter(({ do: what }) => what === 'days' || what === 'member' || what === 'leave' || what === 'pay'),
      { maxLength: 60, size: 'max' },
    );
    const term = fc.constantFrom<Term>(1, 12);
    fc.assert(
      fc.property(editions, anchor, term, peopleOnly, (plans, first, months, steps) => {
        const account = new ModuleAccount(plans, first);
        let today = first;
        const packs = COUNTED.map((each) => ({ kind: 'pack', pack: 'users', module: each, quantity: 5 }) as const);
        const modules = COUNTED.map((each) => ({ kind: 'module', module: each }) as const);
        account.buy([...modules, ...packs], months, today);
        for (const next of steps) {
          if (next.do === 'days') today = addDays(today, next.days);
          if (next.do === 'days' && !next.late) account.rollOver(today);
          if (next.do !== 'days') attempt(() => carryOut(account, next, months, today));
        }
        account.rollOver(addDays(today, 400));
        expect(account.billed.length).toBeGreaterThan(0);
        for (const { renewal } of account.billed) expect(consumed(renewal.lines)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
