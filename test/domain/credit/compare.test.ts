import { describe, expect, it } from 'vitest';
import { asIfActivated, daysGained } from '../../../lib/domain/credit/compare.ts';
import { newHead } from '../../../lib/domain/credit/credit-head.ts';
import { activateMember } from '../../../lib/domain/credit/decide-members.ts';
import { topUp } from '../../../lib/domain/credit/decide-money.ts';
import { expiresOn } from '../../../lib/domain/credit/expiry.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import { money } from '../../../lib/domain/money.ts';
import { aPlan } from './plan.ts';

const today = plainDate('2026-01-01');

function opened(plan = aPlan()) {
  return activateMember(newHead('acc_TEST', plan.id, 'EUR', today), undefined, plan, today, 'mem_OWNER').head;
}

describe('P6: a preview before activation means: once the service is active', () => {
  it('counts the free credit in: 144.00 bought lasts 13 months with 12.00 free', () => {
    const plan = aPlan();
    const bought = topUp(opened(), plan, today, money(14_400, 'EUR'), { kind: 'purchase' }).head;
    expect(expiresOn(asIfActivated(bought, plan, today), plan)).toBe('2027-01-31');
  });

  it('has no date while a plan without free credit is not paid for, and counts from today when it is', () => {
    const plan = aPlan({ freeCreditMinor: 0 });
    const before = asIfActivated(opened(plan), plan, today);
    expect(before.status).toBe('not-activated');
    expect(expiresOn(before, plan)).toBeUndefined();
    const after = asIfActivated(
      topUp(opened(plan), plan, today, money(1200, 'EUR'), { kind: 'purchase' }).head,
      plan,
      today,
    );
    expect(expiresOn(after, plan)).toBe('2026-01-31');
    expect(daysGained(before, after, plan, today)).toBe(31);
  });
});

describe('P6: days gained', () => {
  it('counts a suspended account from today', () => {
    const plan = aPlan();
    const active = asIfActivated(opened(), plan, today);
    const suspended = {
      ...active,
      status: 'suspended' as const,
      balance: money(0, 'EUR'),
      suspendedFrom: plainDate('2026-02-01'),
    };
    const later = plainDate('2026-03-01');
    const after = topUp(suspended, plan, later, money(1200, 'EUR'), { kind: 'purchase' }).head;
    expect(daysGained(suspended, after, plan, later)).toBe(31);
  });

  it('is below zero when days are lost', () => {
    const plan = aPlan();
    const active = asIfActivated(opened(), plan, today);
    const two = activateMember(active, undefined, plan, today, 'mem_SECOND').head;
    expect(daysGained(active, two, plan, today)).toBeLessThan(0);
  });
});
