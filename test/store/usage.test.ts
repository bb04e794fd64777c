import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exportPage } from '../../lib/store/account-export.ts';
import { transact } from '../../lib/store/table.ts';
import { countEvents, type Limit } from '../../lib/store/usage.ts';
import { gather, loadCount, loadSpread, spreadAndCount } from '../../lib/store/usage-counts.ts';
import type { UsageEvent } from '../../lib/store/usage-events.ts';
import { commandsOf } from '../support/commands.ts';
import { dieAtEveryWrite } from '../support/crashes.ts';
import { type Fault, injectFaults, seeded } from '../support/faults.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { ownDynamoDb } from '../support/own-dynamodb.ts';
import { useTable } from '../support/table.ts';
import { anEvent, freshLimit, kindsOf, someEvents, sumOfCounted, untilAnswered, usedFor } from './usage-model.ts';

let table: Awaited<ReturnType<typeof useTable>>;
let dynamodb: Awaited<ReturnType<typeof ownDynamoDb>>;
let stopFaults = (): void => {};
beforeAll(async () => {
  dynamodb = await ownDynamoDb();
  table = await useTable({}, dynamodb.endpoint);
});
afterEach(() => stopFaults());
afterAll(async () => {
  table.clean();
  await dynamodb.stop();
});

const NOTHING = { net: 0, left: undefined, used: 0 };

/** Spreads a count over twice as many shards, as crowded writes do; not where too little is left for it. */
async function spreadOnce(limit: Limit): Promise<void> {
  const count = await loadCount(limit);
  const wider = Math.min(64, 2 * count.shards);
  const writes = wider === count.shards ? undefined : spreadAndCount(count, wider, limit.allowance, NOTHING);
  if (writes !== undefined) await transact(writes);
}

async function spreadOver(limit: Limit, shards: number): Promise<void> {
  for (let wider = 2; wider <= shards; wider *= 2) await spreadOnce(limit);
  expect((await loadCount(limit)).shards).toBe(shards);
}

/** A third of the writes meets a conflict or a throttle, and some answers are lost. */
function roughWeather(seed: number): void {
  const random = seeded(seed);
  stopFaults = injectFaults((): Fault => {
    const dice = random();
    if (dice < 0.2) return 'conflict';
    if (dice < 0.3) return 'throttle';
    if (dice < 0.35) return 'lost-request';
    return dice < 0.42 ? 'lost-response' : 'none';
  });
}

describe('U3: each event counts once for good', () => {
  it('adds 3 once, whatever is asked again', async () => {
    const limit = freshLimit(10);
    const event = anEvent(3);
    expect(kindsOf(await countEvents(limit, [event]))).toEqual(['counted']);
    for (let again = 0; again < 3; again += 1) {
      expect(kindsOf(await countEvents(limit, [event]))).toEqual(['already-counted']);
    }
    expect(await usedFor(limit)).toBe(3);
  });

  it('with another quantity or meter it is another event with a used id', async () => {
    const limit = freshLimit(10);
    const event = anEvent(3);
    await countEvents(limit, [event]);
    expect(kindsOf(await countEvents(limit, [{ ...event, quantity: 2 }]))).toEqual(['differs']);
    const other = { ...limit, meter: 'companies', countedFor: 'good' };
    expect(kindsOf(await countEvents(other, [{ ...event, meter: 'companies' }]))).toEqual(['differs']);
    expect([await usedFor(limit), await usedFor(other)]).toEqual([3, 0]);
  });

  it('also when nothing is left any more, in a later period, and on a spread count', async () => {
    const limit = freshLimit(40);
    const events = someEvents(40);
    await countEvents(limit, events);
    expect(kindsOf(await countEvents(limit, [...events.slice(0, 2), anEvent()]))).toEqual([
      'already-counted',
      'already-counted',
      'beyond-allowance',
    ]);
    const next = { ...limit, countedFor: '2026-02-15' };
    expect(kindsOf(await countEvents(next, [events[0] as UsageEvent, anEvent()]))).toEqual([
      'already-counted',
      'counted',
    ]);
    expect([await usedFor(limit), await usedFor(next)]).toEqual([40, 1]);
    await spreadOver(next, 4);
    expect(kindsOf(await countEvents(next, events.slice(0, 3)))).toEqual(Array(3).fill('already-counted'));
    expect(await usedFor(next)).toBe(1);
  });

  it('when thirty report it at once in rough weather', async () => {
    const limit = freshLimit(1000);
    const events = someEvents(5, 7);
    roughWeather(1);
    const answers = await Promise.all(Array.from({ length: 30 }, () => untilAnswered(limit, events)));
    stopFaults();
    for (const index of events.keys()) {
      const kinds = answers.map((answer) => answer[index]?.kind);
      expect(kinds.filter((kind) => kind === 'counted').length).toBeLessThanOrEqual(1);
      expect(kinds.every((kind) => kind === 'counted' || kind === 'already-counted')).toBe(true);
    }
    expect(await usedFor(limit)).toBe(35);
  });
});

describe('U3: exactly the allowance can be used', () => {
  it('10 of 10, one by one and at once', async () => {
    const limit = freshLimit(10);
    const answers = await Promise.all(someEvents(25).map((event) => untilAnswered(limit, [event])));
    expect(kindsOf(answers.flat()).filter((kind) => kind === 'counted')).toHaveLength(10);
    expect(await usedFor(limit)).toBe(10);
  });

  it('of a batch what fits, in its order', async () => {
    const limit = freshLimit(10);
    const outcomes = await countEvents(
      limit,
      [6, 6, 3, 2, 1].map((quantity) => anEvent(quantity)),
    );
    expect(outcomes).toEqual([
      { kind: 'counted' },
      { kind: 'beyond-allowance', used: 6 },
      { kind: 'counted' },
      { kind: 'beyond-allowance', used: 9 },
      { kind: 'counted' },
    ]);
  });

  it.each([2, 8, 64])('500 of 500 on %i shards, wherever they were lent', async (shards) => {
    const limit = freshLimit(500);
    await countEvents(limit, [anEvent()]);
    await spreadOver(limit, shards);
    let [counted, refused] = [1, 0];
    while (refused === 0) {
      const answers = await Promise.all(someEvents(20, 3).map((event) => untilAnswered(limit, [event])));
      const kinds = kindsOf(answers.flat());
      counted += 3 * kinds.filter((kind) => kind === 'counted').length;
      refused += kinds.filter((kind) => kind === 'beyond-allowance').length;
    }
    expect(counted).toBe(499);
    expect(kindsOf(await countEvents(limit, someEvents(3)))).toEqual([
      'counted',
      'beyond-allowance',
      'beyond-allowance',
    ]);
    expect(await usedFor(limit)).toBe(500);
    expect((await loadCount(limit)).shards).toBe(1);
  });

  it('nothing more where packs ended, until it is below again', async () => {
    const limit = freshLimit(6, { meter: 'companies', countedFor: 'good' });
    await countEvents(limit, someEvents(6));
    const less = { ...limit, allowance: 4 };
    expect(await countEvents(less, [anEvent()])).toEqual([{ kind: 'beyond-allowance', used: 6 }]);
    const steps = [-1, 1, -1, 1, -1, 1, 1];
    expect(
      kindsOf(
        await countEvents(
          less,
          steps.map((quantity) => anEvent(quantity)),
        ),
      ),
    ).toEqual(['counted', 'beyond-allowance', 'counted', 'beyond-allowance', 'counted', 'counted', 'beyond-allowance']);
    expect(await usedFor(less)).toBe(4);
  });

  it('what is lent to shards goes back when the allowance shrinks, and more is there when it grows', async () => {
    const limit = freshLimit(1000);
    await countEvents(limit, someEvents(10));
    await spreadOver(limit, 8);
    for (let round = 0; round < 20; round += 1) await countEvents(limit, [anEvent()]);
    const less = { ...limit, allowance: 35 };
    expect(kindsOf(await countEvents(less, someEvents(8)))).toEqual([
      ...Array(5).fill('counted'),
      ...Array(3).fill('beyond-allowance'),
    ]);
    const more = { ...limit, allowance: 37 };
    expect(kindsOf(await countEvents(more, someEvents(3)))).toEqual(['counted', 'counted', 'beyond-allowance']);
  });
});

describe('U3: what is held can be given back, never below zero', () => {
  it('3 of 3, and not one more', async () => {
    const limit = freshLimit(5, { meter: 'companies', countedFor: 'good' });
    await countEvents(limit, someEvents(3));
    expect(await countEvents(limit, [anEvent(-2), anEvent(-2), anEvent(-1)])).toEqual([
      { kind: 'counted' },
      { kind: 'below-zero', used: 1 },
      { kind: 'counted' },
    ]);
    expect(await countEvents(freshLimit(5), [anEvent(-1)])).toEqual([{ kind: 'below-zero', used: 0 }]);
  });

  it('from any shard what another one took, or what was there before', async () => {
    const limit = freshLimit(5000, { meter: 'companies', countedFor: 'good' });
    await countEvents(limit, [anEvent(300)]);
    await spreadOver(limit, 16);
    for (let round = 0; round < 15; round += 1) await countEvents(limit, [anEvent(10), anEvent(-25)]);
    expect(await usedFor(limit)).toBe(75);
    expect(kindsOf(await countEvents(limit, [anEvent(-75), anEvent(-1)]))).toEqual(['counted', 'below-zero']);
  });
});

describe('U3: in any weather the count is what was counted', () => {
  const quantity = fc.integer({ min: -3, max: 6 }).filter((value) => value !== 0);
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('report' as const),
        row: fc.array(quantity, { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), which: fc.nat(1000), more: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('allowance' as const), to: fc.nat(80) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('spread' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('gather' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('period' as const) }) },
  );

  it('as a simple model counts, one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        let limit = freshLimit(40);
        let periods = 0;
        let used = 0;
        const counted = new Map<string, UsageEvent>();
        const model = (event: UsageEvent): string => {
          const before = counted.get(event.eventId);
          if (before !== undefined) return before.quantity === event.quantity ? 'already-counted' : 'differs';
          if (event.quantity > 0 && used + event.quantity > limit.allowance) return 'beyond-allowance';
          if (used + event.quantity < 0) return 'below-zero';
          used += event.quantity;
          counted.set(event.eventId, event);
          return 'counted';
        };
        for (const each of steps) {
          if (each.do === 'allowance') limit = { ...limit, allowance: each.to };
          if (each.do === 'period') {
            periods += 1;
            limit = { ...limit, countedFor: `period-${periods}` };
            used = 0;
          }
          if (each.do === 'spread') await spreadOnce(limit);
          if (each.do === 'gather') {
            const spread = await loadSpread(limit);
            if (spread.count.shards > 1) await transact(gather(spread));
          }
          if (each.do === 'report' || each.do === 'repeat') {
            const old = [...counted.values()];
            const events =
              each.do === 'report'
                ? each.row.map((value) => anEvent(value))
                : old
                    .slice(each.which % Math.max(1, old.length))
                    .slice(0, 3)
                    .map((event, index) => ({
                      ...event,
                      quantity: index === 2 ? event.quantity + each.more : event.quantity,
                    }));
            expect(kindsOf(await countEvents(limit, events))).toEqual(events.map(model));
            expect(await usedFor(limit)).toBe(used);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  it.each([1, 2, 3])(
    'when many report and give back at once, the allowance changing (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const limit = freshLimit(600);
      roughWeather(seed + 10);
      const events: UsageEvent[] = [];
      const reporters = Array.from({ length: 12 }, async (_, reporter) => {
        for (let round = 0; round < 8; round += 1) {
          const row = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
            anEvent(random() < 0.3 ? -1 - Math.floor(random() * 3) : 1 + Math.floor(random() * 6)),
          );
          events.push(...row);
          const allowance = reporter === 0 && round % 3 === 1 ? 500 : 600;
          await untilAnswered({ ...limit, allowance }, row);
          if (round % 3 === 0) await untilAnswered(limit, row);
        }
      });
      await Promise.all(reporters);
      stopFaults();
      const used = await usedFor(limit);
      expect(used).toBe(await sumOfCounted(limit.account, events));
      expect(used).toBeGreaterThanOrEqual(0);
      expect(used).toBeLessThanOrEqual(600);
    },
    300_000,
  );

  it('spreads wider under conflicts, and still counts exactly 300 of 300', async () => {
    const limit = freshLimit(300);
    const random = seeded(99);
    stopFaults = injectFaults(({ operation }) =>
      operation === 'TransactWriteItems' && random() < 0.45 ? 'conflict' : 'none',
    );
    const events = someEvents(340);
    const widths: number[] = [];
    const answers: string[] = [];
    for (let from = 0; from < events.length; from += 20) {
      const some = events.slice(from, from + 20);
      answers.push(...kindsOf((await Promise.all(some.map((event) => untilAnswered(limit, [event])))).flat()));
      widths.push((await loadCount(limit)).shards);
    }
    stopFaults();
    expect(Math.max(...widths)).toBeGreaterThan(1);
    expect(await usedFor(limit)).toBe(300);
    expect(await sumOfCounted(limit.account, events)).toBe(300);
    expect(answers.filter((kind) => kind === 'beyond-allowance')).toHaveLength(40);
  }, 300_000);
});

describe('U3: a process that dies', () => {
  it('before or after any write leaves nothing that another report does not put right', async () => {
    const prepare = async () => {
      const limit = freshLimit(70);
      return { ...limit, events: someEvents(60).map((event, index) => ({ ...event, eventId: `crash-${index}` })) };
    };
    const writes = await dieAtEveryWrite({
      prepare,
      run: async ({ events, ...limit }) => expect(kindsOf(await countEvents(limit, events))).not.toContain('differs'),
    });
    expect(writes).toBe(2);
  });

  it('while it lends, gathers and counts, the same', async () => {
    for (const fault of ['crash-before', 'crash-after'] as const) {
      for (let write = 1; write <= 12; write += 1) {
        const limit = freshLimit(30);
        await countEvents(limit, [anEvent()]);
        await spreadOver(limit, 4);
        const events = someEvents(35);
        stopFaults = injectFaults((request) => (request.write === write ? fault : 'none'));
        for (const event of events) await countEvents(limit, [event]).catch(() => undefined);
        stopFaults();
        for (const event of events) await countEvents(limit, [event]);
        expect(await usedFor(limit), `${fault} ${write}`).toBe(30);
        expect(await sumOfCounted(limit.account, events), `${fault} ${write}`).toBe(29);
      }
    }
  }, 300_000);
});

describe('Storage: what an event costs', () => {
  it('is one read and one transaction of two items, and what is refused writes nothing', async () => {
    const limit = freshLimit(2);
    expect(await commandsOf(() => countEvents(limit, [anEvent()]))).toEqual([
      'GetItemCommand',
      'TransactWriteItemsCommand',
    ]);
    await countEvents(limit, [anEvent()]);
    expect(await commandsOf(() => countEvents(limit, [anEvent()]))).toEqual(['GetItemCommand', 'BatchGetItemCommand']);
  });

  it('is two transactions for a hundred in a batch', async () => {
    const limit = freshLimit(200);
    const commands = await commandsOf(() => countEvents(limit, someEvents(100)));
    expect(commands.filter((command) => command === 'TransactWriteItemsCommand')).toHaveLength(2);
  });
});

describe('A11: what an account used is in its export', () => {
  it('as a sum, however far it is spread', async () => {
    const moment = momentOn('2026-01-15');
    const account = await openAccount(moment);
    const limit = freshLimit(1000, { account });
    await countEvents(limit, someEvents(7));
    await spreadOver(limit, 4);
    await countEvents(limit, someEvents(5));
    const { records } = await exportPage(account, 100, { ...moment, viewer: { kind: 'operator', id: 'key_TEST' } });
    expect(records.filter(({ kind }) => kind === 'usage')).toEqual([
      { kind: 'usage', record: { meter: 'e-mails', counted_for: '2026-01-15', used: 12 } },
    ]);
  });
});
