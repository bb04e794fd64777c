import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exportPage } from '../../lib/store/account-export.ts';
import { countEvents } from '../../lib/store/usage.ts';
import { loadCount } from '../../lib/store/usage-counts.ts';
import type { UsageEvent } from '../../lib/store/usage-events.ts';
import { commandsOf } from '../support/commands.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';
import {
  anEvent,
  freshLimit,
  kindsOf,
  roughWeather,
  someEvents,
  spreadOver,
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
    stopFaults = roughWeather(1);
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
