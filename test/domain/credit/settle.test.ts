import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../lib/domain/dates.ts';
import { AccountInMemory } from './account.ts';
import { aPlan } from './plan.ts';

describe('P11: a month with movements leaves a statement', () => {
  it('even when they come to nothing and no night was charged', () => {
    const account = new AccountInMemory(aPlan(), plainDate('2027-02-05'));
    account.activate('owner', plainDate('2027-02-05'));
    account.buy(500, plainDate('2027-02-05'));
    account.adjust(-500, plainDate('2027-02-06'));
    account.activateService(plainDate('2027-03-12'));
    expect(account.statements).toMatchObject([
      { month: '2027-02', opening: { minor: 0 }, closing: { minor: 0 }, entriesThrough: 2 },
    ]);
    expect(account.lines().map(({ on }) => on)).toEqual(['2027-02-05', '2027-02-06', '2027-03-12', '2027-03-12']);
  });

  it('and a month in which nothing happened leaves none', () => {
    const account = new AccountInMemory(aPlan(), plainDate('2027-02-05'));
    account.night(plainDate('2027-05-01'));
    expect(account.statements).toEqual([]);
  });
});
