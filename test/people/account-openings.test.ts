import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { openAccount } from '../../lib/store/account-openings.ts';
import { useTable } from '../support/table.ts';

let table: { clean(): void };
beforeAll(async () => {
  table = await useTable();
});
afterAll(() => table.clean());

const plan: PrepaidPlan = {
  kind: 'prepaid',
  id: 'cloud',
  name: 'Cloud',
  description: 'All of it',
  currency: 'EUR',
  pricesIncludeTax: false,
  prices: [{ from: '2015-01-01' as PlainDate, minor: 1200 }],
  freeCreditMinor: 1200,
  purchaseMinor: { least: 100, most: 10_000_000 },
  features: ['crm'],
  addOns: [],
  retired: false,
};
const owner = {
  id: 'usr_01JZ8Q0V7M3K5N9P2R4S6T8W0X' as const,
  email: 'owner@example.com',
  name: '',
  locale: 'en' as const,
  passwordVersion: 1,
  sessionEpoch: 0,
  createdAt: '2026-01-15T08:00:00.000Z',
  version: 1,
};
const open = (change: Partial<PrepaidPlan>, activate: boolean) =>
  openAccount({
    id: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
    organisation: 'Example Ltd',
    plan: { ...plan, ...change },
    owner,
    locale: 'en',
    activate,
    actor: { kind: 'user', id: owner.id },
    now: '2026-01-15T08:00:00.000Z',
    today: '2026-01-15' as PlainDate,
  });
const labels = (opened: ReturnType<typeof open>) => opened.writes.map(({ label }) => label);

describe('A3: an account is opened and activated in one transaction', () => {
  it('with the free credit and the first day as two entries', () => {
    const opened = open({}, true);
    expect(opened.account.activatedOn).toBe('2026-01-15');
    expect(labels(opened)).toEqual([
      'account',
      'member',
      'membership',
      'credit',
      'entry',
      'entry',
      'journal',
      'history',
      'history',
    ]);
  });

  it('without them when it is not to be activated', () => {
    const opened = open({}, false);
    expect(opened.account.activatedOn).toBeUndefined();
    expect(labels(opened)).toEqual(['account', 'member', 'membership', 'credit', 'history']);
  });

  it('and stays to be activated where the free credit does not cover a day', () => {
    expect(open({ freeCreditMinor: 38 }, true).account.activatedOn).toBeUndefined();
    expect(open({ freeCreditMinor: 39 }, true).account.activatedOn).toBe('2026-01-15');
  });
});
