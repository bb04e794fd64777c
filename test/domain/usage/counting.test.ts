import { describe, expect, it } from 'vitest';
import { parseCatalogue, toCatalogue } from '../../../lib/catalogue/schema.ts';
import suite from '../../../lib/catalogue/vendors/modules-packs-crm.json' with { type: 'json' };
import type { TermPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import { periodAt } from '../../../lib/domain/licences/period.ts';
import { newSubscription, type Subscription } from '../../../lib/domain/licences/subscription.ts';
import { countingOn } from '../../../lib/domain/usage/counting.ts';

const parsed = parseCatalogue(suite);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const plan = toCatalogue(parsed.document, 1).plans[0] as TermPlan;
const small: TermPlan = { ...plan, id: 'small', packs: [] };
const planOf = (id: string): TermPlan => (id === 'small' ? small : plan);

const anchor = plainDate('2026-01-31');
const running: Subscription = {
  ...newSubscription('acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X', 'suite', true),
  state: 'active',
  term: 1,
  anchor,
  period: periodAt(anchor, 1, 0),
  modules: ['e-mailing'],
  packs: [
    { pack: 'e-mails-1000', quantity: 2 },
    { pack: 'companies-5', quantity: 1 },
  ],
};
const asked = (change: Partial<Subscription>, today: string) => {
  const { state, meters } = countingOn({ ...running, ...change }, planOf, plainDate(today));
  const shown = meters.map(({ meter, inPacks, allowance, countedFor, until }) => [
    meter.id,
    inPacks,
    allowance,
    countedFor,
    until,
  ]);
  return { state, shown };
};

describe('U3: what is consumed is counted for a period, what is held for good', () => {
  it('begins on the 31st of January, and again on the 28th of February', () => {
    expect(asked({}, '2026-02-10').shown).toEqual([
      ['e-mails', 2000, 2000, '2026-01-31', '2026-02-27'],
      ['companies', 5, 6, 'good', undefined],
    ]);
    expect(asked({ period: periodAt(anchor, 1, 1) }, '2026-03-01').shown[0]).toEqual([
      'e-mails',
      2000,
      2000,
      '2026-02-28',
      '2026-03-30',
    ]);
  });

  it('is so much for each month of the term: a year of e-mails holds twelve times as many', () => {
    const year = { term: 12, period: periodAt(anchor, 12, 0) } as const;
    expect(asked(year, '2026-02-10').shown).toEqual([
      ['e-mails', 24_000, 24_000, '2026-01-31', '2027-01-30'],
      ['companies', 5, 6, 'good', undefined],
    ]);
  });

  it('is counted for the trial before anything is bought, and for nothing where there was none', () => {
    const trial = { state: 'trial', period: undefined, packs: [], trialEnds: plainDate('2026-02-14') } as const;
    expect(asked(trial, '2026-02-10').shown).toEqual([
      ['e-mails', 0, 0, 'trial', '2026-02-13'],
      ['companies', 0, 1, 'good', undefined],
    ]);
    const none = { state: 'none', period: undefined, packs: [] } as const;
    expect(asked(none, '2026-02-10').shown[1]).toEqual(['companies', 0, 0, 'good', undefined]);
  });

  it.each(['suspended', 'ended', 'none'] as const)('is nothing while the subscription is %s', (state) => {
    expect(asked({ state }, '2026-02-10').shown.map(([, inPacks, allowance]) => [inPacks, allowance])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('U3: a roll-over that is late is counted in', () => {
  it('with the period that today is in, were it two months late', () => {
    expect(asked({}, '2026-02-28').shown[0]?.slice(3)).toEqual(['2026-02-28', '2026-03-30']);
    expect(asked({}, '2026-04-01').shown[0]?.slice(3)).toEqual(['2026-03-31', '2026-04-29']);
  });

  it('without packs that were to go with the period', () => {
    const scheduled = [{ id: 'x', kind: 'remove-pack', pack: 'e-mails-1000', quantity: 1 }] as const;
    expect(asked({ scheduled }, '2026-02-27').shown[0]?.[2]).toBe(2000);
    expect(asked({ scheduled }, '2026-02-28').shown[0]?.[2]).toBe(1000);
  });

  it('with the plan that was to come with the period', () => {
    const scheduled = [{ id: 'x', kind: 'plan', plan: 'small' }] as const;
    expect(asked({ scheduled }, '2026-02-27').shown[0]?.[2]).toBe(2000);
    expect(asked({ scheduled }, '2026-02-28').shown[0]?.[2]).toBe(0);
  });

  it('and with the end where it does not renew', () => {
    expect(asked({ renews: false }, '2026-02-27')).toMatchObject({ state: 'active' });
    expect(asked({ renews: false }, '2026-02-28')).toMatchObject({
      state: 'ended',
      shown: [
        ['e-mails', 0, 0, '2026-01-31', '2026-02-27'],
        ['companies', 0, 0, 'good', undefined],
      ],
    });
  });
});
