import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enableAddOn } from '../../lib/domain/credit/decide-add-ons.ts';
import { activateMember } from '../../lib/domain/credit/decide-members.ts';
import { addDays, plainDate } from '../../lib/domain/dates.ts';
import { commitCreditChange, commitNight } from '../../lib/store/credit.ts';
import { loadHead } from '../../lib/store/credit-head.ts';
import { headsOfShard } from '../../lib/store/nights.ts';
import { measureCapacity } from '../support/capacity.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

let table: Awaited<ReturnType<typeof useOwnTable>>;
beforeAll(async () => {
  table = await useOwnTable({ CREDIT_SHARDS: '1' });
});
afterAll(() => table.clean());

const ACCOUNTS = 300;

/** Accounts as they are: one to five users, every third with an add-on, every second with a change within the month. */
async function openMany(): Promise<void> {
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const account = await openAccount(momentOn('2026-01-31'), { users: 1 + (index % 5), boughtMinor: 100_000 });
    if (index % 3 === 0) {
      await commitCreditChange(account, momentOn('2026-01-31'), (head, plan) => ({
        ...enableAddOn(head, plan, 'projects', plainDate('2026-01-31'), undefined),
        result: undefined,
      }));
    }
    if (index % 2 === 0) {
      const moment = momentOn('2026-02-10');
      await commitCreditChange(account, moment, (head, plan) => ({
        ...activateMember(head, undefined, plan, moment.today, 'mem_late'),
        result: undefined,
      }));
    }
  }
}

describe('Storage: a night costs one write unit and at most 0.03 read units an account', () => {
  it(`charges ${ACCOUNTS} accounts with ${ACCOUNTS} write units`, async () => {
    await openMany();
    for (const night of ['2026-02-11', '2026-02-12']) {
      for await (const heads of headsOfShard(0)) {
        for (const head of heads) await commitNight(head, momentOn(night));
      }
    }
    const measured = measureCapacity();
    let charged = 0;
    for await (const heads of headsOfShard(0)) {
      for (const head of heads) if ((await commitNight(head, momentOn('2026-02-13'))) === 'charged') charged += 1;
    }
    measured.stop();
    expect(charged).toBe(ACCOUNTS);
    expect(measured.consumed.writes).toBe(ACCOUNTS);
    expect(measured.consumed.reads / ACCOUNTS).toBeLessThanOrEqual(0.03);
  }, 300_000);
});

describe('Storage: the balance is one item read however old the account is', () => {
  it('reads half a unit, in one request, after ten years of nights', async () => {
    const account = await openAccount(momentOn('2016-03-15'), { users: 3, boughtMinor: 1_000_000 });
    const end = plainDate('2026-03-15');
    for (let night = plainDate('2016-03-16'); night <= end; night = addDays(night, 1)) {
      const stored = await loadHead(account);
      if (stored !== undefined) await commitNight(stored, momentOn(night));
    }
    const measured = measureCapacity();
    const stored = await loadHead(account, false);
    measured.stop();
    expect(measured.consumed).toEqual({ reads: 0.5, writes: 0, requests: 1 });
    expect(stored?.head.chargedThrough).toBe(end);
    expect(stored?.head.runs.length).toBe(1);
  }, 300_000);
});
