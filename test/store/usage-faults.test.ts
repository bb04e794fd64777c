import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countEvents, type EventOutcome } from '../../lib/store/usage.ts';
import { loadCount } from '../../lib/store/usage-counts.ts';
import type { UsageEvent } from '../../lib/store/usage-events.ts';
import { type Conflicts, holdItems } from '../support/conflicts.ts';
import { dieAtEveryWrite } from '../support/crashes.ts';
import { injectFaults, seeded } from '../support/faults.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';
import { beforeNextWrite } from '../training/support.ts';
import {
  anEvent,
  freshLimit,
  gatherOnce,
  kindsOf,
  roughWeather,
  someEvents,
  spreadOnce,
  spreadOver,
  sumOfCounted,
  UsageModel,
  untilAnswered,
  usedFor,
} from './usage-model.ts';

let table: Awaited<ReturnType<typeof useOwnTable>>;
let stopFaults = (): void => {};
beforeAll(async () => {
  table = await useOwnTable();
});
afterEach(() => stopFaults());
afterAll(() => table.clean());

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
    { weight: 3, arbitrary: fc.record({ do: fc.constant('allowance' as const), to: fc.nat(80) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('spread' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('gather' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('period' as const) }) },
  );

  it('as a simple model counts, one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        let limit = freshLimit(40);
        const model = new UsageModel();
        for (const [place, each] of steps.entries()) {
          if (each.do === 'allowance') limit = { ...limit, allowance: each.to };
          if (each.do === 'spread') await spreadOnce(limit);
          if (each.do === 'gather') await gatherOnce(limit);
          if (each.do === 'period') {
            limit = { ...limit, countedFor: `period-${place}` };
            model.used = 0;
          }
          const events = each.do === 'report' ? each.row.map((value) => anEvent(value)) : [];
          if (each.do === 'repeat') events.push(...model.repeat(each.which, each.more));
          const expected = events.map((event) => model.count(event, limit.allowance));
          expect(kindsOf(await countEvents(limit, events))).toEqual(expected);
          expect(await usedFor(limit)).toBe(model.used);
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
      stopFaults = roughWeather(seed + 10);
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

describe('U3: somebody is a little faster', () => {
  const held = { meter: 'companies', countedFor: 'good' };

  it('what they give back can be taken in the same moment', async () => {
    const limit = freshLimit(5, held);
    await countEvents(limit, someEvents(5));
    beforeNextWrite(() => countEvents(limit, [anEvent(-2)]));
    expect(kindsOf(await countEvents(limit, [anEvent(1), anEvent(-1)]))).toEqual(['counted', 'counted']);
    expect(await usedFor(limit)).toBe(3);
  });

  it('what they take is not there any more', async () => {
    const limit = freshLimit(5, held);
    beforeNextWrite(() => countEvents(limit, [anEvent(4)]));
    expect(await countEvents(limit, [anEvent(2), anEvent(1)])).toEqual([
      { kind: 'beyond-allowance', used: 4 },
      { kind: 'counted' },
    ]);
  });

  it('the same event, on one item and on shards', async () => {
    for (const shards of [1, 4]) {
      const limit = freshLimit(100);
      await countEvents(limit, [anEvent()]);
      await spreadOver(limit, shards);
      const events = someEvents(3);
      beforeNextWrite(() => countEvents(limit, events.slice(1)));
      expect(kindsOf(await countEvents(limit, events))).toEqual(['counted', 'already-counted', 'already-counted']);
      expect(await usedFor(limit)).toBe(4);
    }
  });

  it('spreading it, and gathering it', async () => {
    const limit = freshLimit(100);
    await countEvents(limit, [anEvent()]);
    beforeNextWrite(() => spreadOnce(limit));
    expect(kindsOf(await countEvents(limit, [anEvent()]))).toEqual(['counted']);
    expect((await loadCount(limit)).shards).toBe(2);
    beforeNextWrite(() => gatherOnce(limit));
    expect(kindsOf(await countEvents(limit, [anEvent()]))).toEqual(['counted']);
    expect(await loadCount(limit)).toMatchObject({ shards: 1, used: 3 });
  });
});

describe('U3: a crowd, where transactions meet as they do in DynamoDB', () => {
  let conflicts: Conflicts | undefined;
  afterEach(() => conflicts?.stop());

  it('sixty callers at once spread the count, and 700 of 700 are counted, single and in batches', async () => {
    const limit = freshLimit(700);
    conflicts = holdItems(4);
    const batches = Array.from({ length: 60 }, (_, caller) => someEvents(caller % 3 === 0 ? 25 : 5, 1));
    const widths = new Set<number>();
    const answers = await Promise.all(
      batches.map(async (batch, caller) => {
        if (caller % 3 === 0) return untilAnswered(limit, batch);
        const outcomes: EventOutcome[] = [];
        for (const event of batch) outcomes.push(...(await untilAnswered(limit, [event])));
        widths.add((await loadCount(limit)).shards);
        return outcomes;
      }),
    );
    conflicts.stop();
    expect(conflicts.seen.met).toBeGreaterThan(60);
    expect(Math.max(...widths)).toBeGreaterThan(1);
    expect(kindsOf(answers.flat()).filter((kind) => kind === 'counted')).toHaveLength(700);
    expect(kindsOf(await countEvents(limit, [anEvent(1)]))).toEqual(['beyond-allowance']);
    expect(await sumOfCounted(limit.account, batches.flat())).toBe(700);
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
