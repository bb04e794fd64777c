import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { activateMember } from '../../lib/domain/credit/decide-members.ts';
import { adjust } from '../../lib/domain/credit/decide-money.ts';
import { addDays, plainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { money } from '../../lib/domain/money.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { commitCreditChange, commitNight, type Moment } from '../../lib/store/credit.ts';
import { loadHead } from '../../lib/store/credit-head.ts';
import { commitPayment, type IncomingPayment } from '../../lib/store/payments.ts';
import { creditOrder, paymentOf } from '../support/buying.ts';
import { Crash, type Fault, injectFaults, seeded } from '../support/faults.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { expectSound } from '../support/ledger.ts';
import { useTable } from '../support/table.ts';

let table: Awaited<ReturnType<typeof useTable>>;
let stopFaults = (): void => {};
beforeAll(async () => {
  table = await useTable({ CREDIT_SHARDS: '4' });
});
afterEach(() => stopFaults());
afterAll(() => table.clean());

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

async function aPayment(account: AccountId, moment: Moment, minor: number): Promise<IncomingPayment> {
  return paymentOf(await creditOrder(account, moment, minor));
}

async function balanceOf(account: AccountId): Promise<number> {
  return (await loadHead(account))?.head.balance.minor ?? Number.NaN;
}

describe('P8: each payment credits exactly once', () => {
  it.each([1, 2])('credits 50.00 once when it is reported a hundred times at once (faults %i)', async (seed) => {
    const moment = momentOn('2026-01-01');
    const account = await openAccount(moment);
    const before = await balanceOf(account);
    const payment = await aPayment(account, moment, 5000);
    roughWeather(seed);
    const reports = await Promise.allSettled(Array.from({ length: 100 }, () => commitPayment(payment, moment)));
    stopFaults();
    const outcomes = reports.map((report) => (report.status === 'fulfilled' ? report.value.outcome : 'failed'));
    expect(outcomes.filter((outcome) => outcome === 'settled').length).toBeLessThanOrEqual(1);
    expect(await commitPayment(payment, moment)).toMatchObject({ outcome: 'already-recorded' });
    expect(await balanceOf(account)).toBe(before + 5000);
    await expectSound(account, moment);
  });

  it('credits twenty payments that arrive at once, each of them once', async () => {
    const moment = momentOn('2026-01-01');
    const account = await openAccount(moment);
    const before = await balanceOf(account);
    const payments = await Promise.all(
      Array.from({ length: 20 }, (_, index) => aPayment(account, moment, 1000 + index)),
    );
    roughWeather(3);
    for (let round = 0; round < 4; round += 1)
      await Promise.allSettled(payments.map((payment) => commitPayment(payment, moment)));
    stopFaults();
    for (const payment of payments) await commitPayment(payment, moment);
    expect(await balanceOf(account)).toBe(before + 20 * 1000 + 190);
    await expectSound(account, moment);
  });

  it('loses and doubles nothing when the process dies before or after any write', async () => {
    for (const fault of ['crash-before', 'crash-after'] as const) {
      const moment = momentOn('2026-01-01');
      const account = await openAccount(moment);
      const before = await balanceOf(account);
      const payment = await aPayment(account, moment, 7500);
      stopFaults = injectFaults(({ write }) => (write === 1 ? fault : 'none'));
      await expect(commitPayment(payment, moment)).rejects.toThrow(Crash);
      stopFaults();
      await commitPayment(payment, moment);
      expect(await balanceOf(account)).toBe(before + 7500);
      await expectSound(account, moment);
    }
  });
});

describe('P3: no night is charged twice', () => {
  it('charges 0.39 once when twenty workers have the same head', async () => {
    const account = await openAccount(momentOn('2026-01-01'));
    const stored = await loadHead(account);
    if (stored === undefined) throw new Error('no head');
    roughWeather(4);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => commitNight(stored, momentOn('2026-01-02'))));
    stopFaults();
    expect(outcomes.filter((outcome) => outcome === 'charged').length).toBeLessThanOrEqual(1);
    expect(await balanceOf(account)).toBe(1200 - 38 - 39);
    await expectSound(account, momentOn('2026-01-02'));
  });

  it('recognises a night whose answer was lost as charged', async () => {
    const account = await openAccount(momentOn('2026-01-01'), { boughtMinor: 14_400 });
    const stored = await loadHead(account);
    if (stored === undefined) throw new Error('no head');
    stopFaults = injectFaults(({ write }) => (write === 1 ? 'lost-response' : 'none'));
    expect(await commitNight(stored, momentOn('2026-01-02'))).toBe('already-charged');
    expect(await balanceOf(account)).toBe(15_600 - 38 - 39);
  });

  it('ends alike when nights are in order, late by three, repeated, shuffled, or killed half-way', async () => {
    const nights = Array.from({ length: 75 }, (_, index) => addDays(plainDate('2026-01-02'), index));
    const ends: unknown[] = [];
    for (const order of nightOrders(nights)) {
      const account = await openAccount(momentOn('2026-01-01'), { users: 2, boughtMinor: 3600 });
      for (const { night, fault } of order) await runNight(account, night, fault);
      await runNight(account, nights.at(-1) ?? '', 'none');
      const { account: _, ...end } = (await loadHead(account))?.head ?? { account };
      ends.push(end);
      await expectSound(account, momentOn(nights.at(-1) ?? ''));
    }
    expect(ends[0]).toMatchObject({ status: 'suspended', suspendedFrom: '2026-03-01', balance: { minor: 0 } });
    for (const end of ends) expect(end).toEqual(ends[0]);
  });
});

interface Planned {
  readonly night: string;
  readonly fault: Fault;
}

function nightOrders(nights: readonly string[]): Planned[][] {
  const random = seeded(5);
  const plain = (list: readonly string[]) => list.map((night): Planned => ({ night, fault: 'none' }));
  const faults: readonly Fault[] = ['crash-before', 'crash-after', 'lost-response', 'none'];
  return [
    plain(nights),
    plain(nights.filter((_, index) => index % 3 === 2)),
    plain(nights.flatMap((night) => [night, night])),
    plain([...nights].sort(() => random() - 0.5)),
    nights.flatMap((night): Planned[] => [
      { night, fault: faults[Math.floor(random() * faults.length)] ?? 'none' },
      { night, fault: 'none' },
    ]),
  ];
}

async function runNight(account: AccountId, night: string, fault: Fault): Promise<void> {
  const stored = await loadHead(account);
  if (stored === undefined) throw new Error('no head');
  const stop = injectFaults(({ write }) => (write === 1 ? fault : 'none'));
  try {
    await commitNight(stored, momentOn(night));
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    stop();
  }
}

describe('P4: activation that cannot be paid is refused', () => {
  it('lets exactly one of thirty at once become active when the credit pays for one', async () => {
    const account = await openAccount(momentOn('2026-01-01'));
    await commitCreditChange(account, momentOn('2026-01-01'), (head, plan) => ({
      ...adjust(head, plan, plainDate('2026-01-01'), money(60 - 1162, 'EUR'), 'to leave little'),
      result: undefined,
    }));
    roughWeather(6);
    const moment = momentOn('2026-01-01');
    const activations = Array.from({ length: 30 }, (_, index) =>
      commitCreditChange(account, moment, (head, plan) => ({
        ...activateMember(head, undefined, plan, moment.today, `mem_${index}`),
        result: 'active' as const,
      })).catch((error: unknown) => {
        if (error instanceof Refused) return error.code;
        throw error;
      }),
    );
    const outcomes = await Promise.all(activations);
    stopFaults();
    expect(outcomes.filter((outcome) => outcome === 'active')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'credit.insufficient')).toHaveLength(29);
    expect((await loadHead(account))?.head).toMatchObject({ activeUsers: 2, balance: { minor: 22 } });
  });
});
