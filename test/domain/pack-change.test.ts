import { describe, expect, it } from 'vitest';
import type { Catalogue, Module, Pack, TermPlan } from '../../lib/domain/catalogue.ts';
import { decideCatalogueChange } from '../../lib/domain/catalogue-change.ts';
import { plainDate } from '../../lib/domain/dates.ts';
import { aModule, aType, prices } from './licences/plans.ts';
import { aCountedModule, aModulePlan, COMPANIES, EMAILS, SUPPORT, TRAINING, USERS } from './packs/plans.ts';
import { plainSeller } from './seller.ts';

const today = plainDate('2026-03-15');
const plan = aModulePlan({ editions: [] });

function mistakesIn(change: Partial<TermPlan>): string[] {
  const catalogue: Catalogue = {
    version: 1,
    service: { name: 'Suite', url: 'https://suite.example/', supportEmail: 'help@suite.example' },
    seller: plainSeller('Suite', 'FR'),
    billingTimeZone: 'Europe/Paris',
    plans: [plan],
  };
  const decided = decideCatalogueChange(catalogue, { ...catalogue, plans: [{ ...plan, ...change }] }, today);
  return decided.kind === 'accepted' ? [] : decided.mistakes.map(({ pointer }) => pointer);
}

const [SALES, CRM, MAILING] = plan.modules as [Module, Module, Module];
const later = (from: string, minor: number, monthly: number) => ({
  month: [...(prices(monthly).month ?? []), { from: plainDate(from), minor }],
  year: undefined,
});
const instead = (pack: Pack) => ({ packs: plan.packs.map((each) => (each.id === pack.id ? pack : each)) });
const withUsers = (change: Partial<NonNullable<Module['users']>>) => ({
  modules: [{ ...SALES, users: { ...(SALES.users as NonNullable<Module['users']>), ...change } }, CRM, MAILING],
});

describe('U1: what packs are held of stays in the catalogue', () => {
  it.each<[string, Partial<TermPlan>, string[]]>([
    ['nothing changes', {}, []],
    ['a pack goes', { packs: [USERS, EMAILS, COMPANIES, SUPPORT] }, ['/plans/0/packs']],
    ['a pack retires', instead({ ...EMAILS, retired: true }), []],
    ['a pack joins before them', { packs: [{ ...SUPPORT, id: 'more' }, ...plan.packs] }, []],
    ['a pack becomes another kind', instead({ ...SUPPORT, id: 'emails' }), ['/plans/0/packs/1/kind']],
    ['a pack is of another meter', instead({ ...EMAILS, meter: 'companies' } as Pack), ['/plans/0/packs/1/meter']],
    ['a pack holds more', instead({ ...EMAILS, amount: 2000 } as Pack), ['/plans/0/packs/1/amount']],
    ['a training has fewer sessions', instead({ ...TRAINING, sessions: 1 } as Pack), ['/plans/0/packs/4/sessions']],
    ['a session takes longer', instead({ ...TRAINING, minutes: 90 } as Pack), []],
    [
      'support loses a channel for others',
      instead({ ...SUPPORT, channels: ['chat', 'e-mail'] } as Pack),
      ['/plans/0/packs/3/channels'],
    ],
    ['support gains a channel', instead({ ...SUPPORT, channels: ['chat', 'phone'] } as Pack), []],
    ['a pack gets dearer tomorrow', instead({ ...EMAILS, prices: later('2026-03-16', 600, 500) } as Pack), []],
    [
      'a pack gets dearer today',
      instead({ ...EMAILS, prices: later('2026-03-15', 600, 500) } as Pack),
      ['/plans/0/packs/1/prices/month/1/from'],
    ],
    [
      'support was always cheaper',
      instead({ ...SUPPORT, prices: prices(2400) } as Pack),
      ['/plans/0/packs/3/prices/month/0/amount'],
    ],
    [
      'a year of support costs less than twelve months from now on',
      instead({ ...SUPPORT, prices: prices(2500, 20_000) } as Pack),
      ['/plans/0/packs/3/prices/year/0/amount'],
    ],
    [
      'a training gets cheaper today',
      instead({ ...TRAINING, price: [{ from: plainDate('2015-01-01'), minor: 1 }] } as Pack),
      ['/plans/0/packs/4/price/0/amount'],
    ],
  ])('when %s', (_, change, expected) => {
    expect(mistakesIn(change)).toEqual(expected);
  });
});

describe('U3: what is counted stays in the catalogue', () => {
  const [emails, companies] = plan.meters as [TermPlan['meters'][number], TermPlan['meters'][number]];
  it.each<[string, Partial<TermPlan>, string[]]>([
    ['a meter goes', { meters: [emails] }, ['/plans/0/meters']],
    ['a meter joins', { meters: [{ ...emails, id: 'texts' }, emails, companies] }, []],
    ['a meter begins anew', { meters: [emails, { ...companies, kind: 'consumed' }] }, ['/plans/0/meters/1/kind']],
    ['more is included', { meters: [{ ...emails, included: 101 }, companies] }, []],
    ['less is included', { meters: [{ ...emails, included: 99 }, companies] }, ['/plans/0/meters/0/included']],
  ])('when %s', (_, change, expected) => {
    expect(mistakesIn(change)).toEqual(expected);
  });
});

describe('U2: how a module counts its users stays in the catalogue', () => {
  const at = '/plans/0/modules/0/users';
  it.each<[string, Partial<TermPlan>, string[]]>([
    [
      'a module begins to count them',
      { modules: [SALES, CRM, { ...MAILING, users: CRM.users }] },
      ['/plans/0/modules/2/users'],
    ],
    ['a module stops counting them', { modules: [aModule('sales', prices(2900)), CRM, MAILING] }, [at]],
    ['more are included', withUsers({ included: 2 }), [`${at}/included`]],
    ['fewer are included', withUsers({ included: 0 }), [`${at}/included`]],
    ['packs get dearer tomorrow', withUsers({ prices: later('2026-03-16', 1100, 1000) }), []],
    ['packs get dearer today', withUsers({ prices: later('2026-03-15', 1100, 1000) }), [`${at}/prices/month/1/from`]],
    [
      'consumption gets dearer today',
      withUsers({ consumptionPrices: later('2026-03-15', 1300, 1240) }),
      [`${at}/consumption_prices/month/1/from`],
    ],
    ['consumption gets dearer tomorrow', withUsers({ consumptionPrices: later('2026-03-16', 1300, 1240) }), []],
    [
      'consumption, which cost what packs do, gets prices of its own',
      { modules: [SALES, aCountedModule('crm', 1900, { pack: 800, consumed: 900 }), MAILING] },
      ['/plans/0/modules/1/users/consumption_prices/month/0/amount'],
    ],
    [
      'both have one price, and it gets dearer today: told once',
      { modules: [SALES, aCountedModule('crm', 1900, { pack: 900 }), MAILING] },
      ['/plans/0/modules/1/users/prices/month/0/amount'],
    ],
    [
      'consumption had a price of its own, and has that of the packs now',
      withUsers({ consumptionPrices: prices(1000) }),
      [`${at}/consumption_prices/month/0/amount`],
    ],
    ['a module that counts them joins', { modules: [...plan.modules, aCountedModule('stock', 500)] }, []],
  ])('when %s', (_, change, expected) => {
    expect(mistakesIn(change)).toEqual(expected);
  });
});

describe('L1: a plan that is sold by its modules', () => {
  it('gets no licence types, since its members would be without one', () => {
    expect(mistakesIn({ licenceTypes: [aType('base', prices(1))] })).toEqual(['/plans/0/licence_types']);
  });
});
