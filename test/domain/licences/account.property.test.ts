import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceOn, type TermPlan } from '../../../lib/domain/catalogue.ts';
import { addDays, type PlainDate } from '../../../lib/domain/dates.ts';
import { dueStep } from '../../../lib/domain/licences/decide-subscription.ts';
import type { PricedTermOrder } from '../../../lib/domain/licences/price-term-order.ts';
import { dueOn, transitions } from '../../../lib/domain/licences/subscription.ts';
import { type ModelOrder, TermAccount } from './account.ts';
import { dailyByHand } from './by-hand.ts';
import { attempt, carryOut, MEMBERS, plans, START, type Step, step } from './steps.ts';

interface Watch {
  /** After every step, also inside of a roll-over. */
  readonly after?: (account: TermAccount, today: PlainDate) => void;
  /** Before the roll-over at the end of some days. */
  readonly roll?: (account: TermAccount, from: PlainDate, to: PlainDate) => void;
  readonly bought?: (order: ModelOrder, preview: PricedTermOrder, account: TermAccount, today: PlainDate) => void;
}

/** Plays a story on an account in memory. */
function play(catalogue: readonly TermPlan[], steps: readonly Step[], watch: Watch): TermAccount {
  const [first] = catalogue;
  const account = new TermAccount(catalogue, first as TermPlan, MEMBERS);
  let today = START;
  for (const next of steps) {
    if (next.do === 'days') {
      const from = today;
      today = addDays(today, next.days);
      if (next.rolls) watch.roll?.(account, from, today);
      while (next.rolls && account.step(today) !== undefined) watch.after?.(account, today);
    } else {
      attempt(() => carryOutAll(account, next, today, watch));
    }
    watch.after?.(account, today);
  }
  return account;
}

function carryOutAll(account: TermAccount, next: Exclude<Step, { do: 'days' }>, today: PlainDate, watch: Watch): void {
  if (next.do === 'buy') {
    const preview = account.preview(next.items, next.term, today);
    const order = account.buy(next.items, next.term, today);
    watch.bought?.(order, preview, account, today);
    if (next.paid || order.total.minor === 0) account.pay(order, today);
  } else if (next.do === 'plan') {
    const order = account.changePlan(next.to, today);
    if (order !== undefined && (next.paid || order.total.minor === 0)) account.pay(order, today);
  } else if (next.do === 'pay') {
    const open = account.state.orders.filter(({ status }) => status === 'open');
    const order = open[next.which % Math.max(1, open.length)];
    if (order !== undefined) account.pay(order, today);
  } else {
    carryOut(account, next, today);
  }
}

const stories = [plans, fc.array(step, { maxLength: 80, size: 'max' })] as const;
const runs = { numRuns: 300 };

function always(watch: Watch): void {
  fc.assert(
    fc.property(...stories, (catalogue, steps) => {
      play(catalogue, steps, watch);
    }),
    runs,
  );
}

describe('L2: the counts of a licence type', () => {
  it('are always 0 ≤ in use ≤ total, and neither the total nor what renews of it falls below the minimum', () => {
    always({
      after: ({ state }) => {
        for (const { total, inUse, minimum, ending } of Object.values(state.pools)) {
          expect(inUse).toBeGreaterThanOrEqual(0);
          expect(inUse).toBeLessThanOrEqual(total);
          expect(ending).toBeGreaterThanOrEqual(0);
          expect(total - ending).toBeGreaterThanOrEqual(minimum);
        }
      },
    });
  });

  it('equal the licences one by one', () => {
    always({
      after: ({ state }) => {
        for (const type of ['base', 'calls']) {
          const all = state.licences.filter((licence) => licence.type === type);
          const { total, inUse, ending } = state.pools[type] ?? { total: 0, inUse: 0, ending: 0 };
          expect([total, inUse, ending]).toEqual([
            all.length,
            all.filter(({ holder }) => holder !== undefined).length,
            all.filter(({ autoRenew }) => !autoRenew).length,
          ]);
        }
      },
    });
  });
});

describe('L1: a member holds one licence of a type', () => {
  it('and each licence in use is held once, by the one it names', () => {
    always({
      after: ({ state }) => {
        const held = [
          ...Object.entries(state.members).flatMap(([member, own]) => pairs(own, { member })),
          ...Object.entries(state.invitations).flatMap(([invitation, own]) => pairs(own, { invitation })),
        ];
        const named = state.licences.flatMap(({ id, type, holder }) =>
          holder === undefined ? [] : [{ id, type, holder }],
        );
        expect(sorted(held)).toEqual(sorted(named));
      },
    });
  });
});

function pairs(own: Record<string, string>, holder: object) {
  return Object.entries(own).map(([type, id]) => ({ id, type, holder }));
}

function sorted<T extends { id: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('L4: a preview is the order, to the cent', () => {
  it('has the same lines and total, each line as arithmetic by hand has it', () => {
    always({
      bought: (order, preview, account, today) => {
        expect(order.lines).toEqual(preview.lines);
        expect(order.total).toEqual(preview.total);
        expect(order.total.minor).toBe(order.lines.reduce((sum, { amount }) => sum + amount.minor, 0));
        for (const line of order.lines) expectByHand(line, preview, account.plan, today);
      },
    });
  });
});

function expectByHand(
  line: PricedTermOrder['lines'][number],
  order: PricedTermOrder,
  plan: TermPlan,
  today: PlainDate,
) {
  const offered = [...plan.licenceTypes, ...plan.modules].find(({ id }) => id === line.subject)?.prices;
  const month = BigInt(priceOn(offered?.month ?? [], today));
  const year = offered?.year === undefined ? month * 12n : BigInt(priceOn(offered.year, today));
  const full = (order.term === 12 ? year : month) * BigInt(line.quantity);
  if (plan.proration === 'daily' || today === order.period.start) {
    expect(BigInt(line.amount.minor)).toBe(dailyByHand(full, order.period, today));
  } else {
    expect(BigInt(line.amount.minor)).toBeLessThanOrEqual(full);
    expect(line.basis.kind).toBe('whole-months');
    const months = line.basis.kind === 'whole-months' ? BigInt(line.basis.months) : 0n;
    const byMonths = month * months * BigInt(line.quantity);
    expect(BigInt(line.amount.minor)).toBe(byMonths < full ? byMonths : full);
  }
}

describe('L8: nothing is paid back', () => {
  it('has no order below zero in any story, and no licence line below zero', () => {
    fc.assert(
      fc.property(...stories, (catalogue, steps) => {
        const { state } = play(catalogue, steps, {});
        for (const { kind, total, lines } of state.orders) {
          expect(total.minor).toBeGreaterThanOrEqual(0);
          if (kind !== 'plan') for (const { amount } of lines) expect(amount.minor).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });
});

describe('L6: the dry run is what the roll-over does', () => {
  it('ends, drops, keeps and orders exactly what it said', () => {
    always({
      roll: (account, _from, to) => {
        const real = account.copy();
        if (real.subscription.period === undefined || real.subscription.state === 'ended') return;
        const said = real.dryRun();
        while (real.subscription.period === account.subscription.period || samePeriod(real, account)) {
          const orders = real.state.orders.length;
          const done = real.step(to);
          if (done === undefined) return;
          if (done.kind !== 'period-ended') continue;
          expectDone(account, said, real, real.state.orders.slice(orders));
          return;
        }
      },
    });
  });
});

function samePeriod(a: TermAccount, b: TermAccount): boolean {
  return JSON.stringify(a.subscription.period) === JSON.stringify(b.subscription.period);
}

function expectDone(
  before: TermAccount,
  said: ReturnType<TermAccount['dryRun']>,
  after: TermAccount,
  orders: ModelOrder[],
) {
  const gone = new Set([...said.ended, ...said.dropped].map(({ id }) => id));
  const left = before.state.licences.filter(({ id }) => !gone.has(id));
  expect(after.state.licences).toEqual(left);
  expect(said.pools).toEqual(Object.values(after.state.pools));
  expect(orders.map(({ lines, total }) => ({ lines, total }))).toEqual(
    said.total.minor === 0 ? [] : [{ lines: said.lines, total: said.total }],
  );
  expect(after.subscription.state === 'ended').toBe(said.closes);
  if (said.closes) return;
  expect(after.subscription.period).toEqual(said.period);
  expect([after.subscription.plan, after.subscription.modules]).toEqual([said.plan, said.modules]);
  expectFullPrice(before, said, left);
}

/** The next period: so many of each type as are left, at the term's whole price of its first day. */
function expectFullPrice(
  before: TermAccount,
  said: ReturnType<TermAccount['dryRun']>,
  left: TermAccount['state']['licences'],
) {
  const plan = before.planOf(said.plan);
  const costs = (id: string) => {
    const { month, year } = [...plan.licenceTypes, ...plan.modules].find((entry) => entry.id === id)?.prices ?? {};
    const monthly = priceOn(month ?? [], said.on);
    if (before.subscription.term === 1) return monthly;
    return year === undefined ? monthly * 12 : priceOn(year, said.on);
  };
  const sum = [...left.map(({ type }) => type), ...said.modules].reduce((total, id) => total + costs(id), 0);
  expect(said.total.minor).toBe(sum);
}

describe('L6: free licences above the minimum are dropped, and only where the plan says so', () => {
  it('leaves max(in use, minimum) of those that renew, or all of them', () => {
    always({
      roll: (account) => {
        const { state, period } = account.subscription;
        if (state !== 'active' || period === undefined || !account.subscription.renews) return;
        const said = account.dryRun();
        for (const pool of said.pools) {
          if (!account.planOf(said.plan).licenceTypes.some(({ id }) => id === pool.type)) continue;
          const renewing = account.state.licences.filter(({ type, autoRenew }) => type === pool.type && autoRenew);
          const held = renewing.filter(({ holder }) => holder !== undefined).length;
          expect(pool.total).toBe(account.plan.dropFree ? Math.max(held, pool.minimum) : renewing.length);
        }
      },
    });
  });
});

describe('L13: the roll-over', () => {
  it('ends as it would have on time, however late it comes', () => {
    always({
      roll: (account, from, to) => {
        const [late, onTime] = [account.copy(), account.copy()];
        late.rollOver(to);
        for (let day = from; day <= to; day = addDays(day, 1)) onTime.rollOver(day);
        expect(late.state).toEqual(onTime.state);
      },
    });
  });

  it('gets further with each step, and has one exactly when something is due', () => {
    always({
      after: (account, today) => {
        const due = dueOn(account.subscription);
        expect(dueStep(account.subscription, today) !== undefined).toBe(due !== undefined && due <= today);
        if (due === undefined) return;
        expect(dueStep(account.subscription, addDays(due, -1))).toBeUndefined();
        const next = account.copy();
        next.step(due);
        const after = dueOn(next.subscription);
        // What is suspended on the last day of its period ends the same night.
        const isLast = next.subscription.state === 'suspended' && after === next.subscription.period?.end;
        if (after !== undefined && !isLast) expect(after > due).toBe(true);
      },
    });
  });
});

describe('L9, L12, L13: states', () => {
  const allowed = new Set(transitions.map(({ from, to }) => `${from} → ${to}`));

  it('are reached only as the table of transitions says', () => {
    fc.assert(
      fc.property(...stories, (catalogue, steps) => {
        for (const [from, to] of play(catalogue, steps, {}).moves) {
          if (from !== to) expect(allowed).toContain(`${from} → ${to}`);
        }
      }),
      runs,
    );
  });

  it('are all reached, each by every way of the table, in the stories played here', () => {
    const played = fc.sample(fc.tuple(...stories), { numRuns: 300, seed: 20_260_101 });
    const seen = new Set(
      played.flatMap(([catalogue, steps]) => play(catalogue, steps, {}).moves.map(([a, b]) => `${a} → ${b}`)),
    );
    for (const way of allowed) expect(seen).toContain(way);
  });
});
