import type { Meter, Module, ModuleUsersOffer, Pack, TermPlan } from '../../../lib/domain/catalogue.ts';
import { plainDate } from '../../../lib/domain/dates.ts';
import { aModule, aTermPlan, prices } from '../licences/plans.ts';

/** A module that counts its users: so many are included, one more costs `month` in a pack, or `consumed` for a month in none. */
export function aCountedModule(
  id: string,
  month: number,
  { included = 1, pack = 1000, consumed = pack }: Partial<Record<'included' | 'pack' | 'consumed', number>> = {},
): Module {
  const users: ModuleUsersOffer = { included, prices: prices(pack), consumptionPrices: prices(consumed) };
  return { ...aModule(id, prices(month)), users };
}

const basics = (id: string) => ({ id, name: id, description: id, retired: false });

export const USERS: Pack = { ...basics('users'), kind: 'users' };
export const EMAILS: Pack = {
  ...basics('emails'),
  kind: 'quantity',
  meter: 'emails',
  amount: 1000,
  prices: prices(500),
};
export const COMPANIES: Pack = {
  ...basics('companies'),
  kind: 'quantity',
  meter: 'companies',
  amount: 5,
  prices: prices(1200),
};
export const SUPPORT: Pack = { ...basics('support'), kind: 'support', channels: ['phone'], prices: prices(2500) };
export const TRAINING: Pack = {
  ...basics('training'),
  kind: 'training',
  sessions: 2,
  minutes: 60,
  price: [{ from: plainDate('2015-01-01'), minor: 9000 }],
};

const meters: Meter[] = [
  { kind: 'consumed', id: 'emails', name: 'E-mails', description: '', included: 100 },
  { kind: 'held', id: 'companies', name: 'Companies', description: '', included: 1 },
];

/** A plan without licences, sold by its modules: `sales` and `crm` count their users, `mailing` does not. */
export function aModulePlan(change: Partial<TermPlan> = {}): TermPlan {
  return aTermPlan({
    id: 'suite',
    name: 'Suite',
    licenceTypes: [],
    modules: [
      aCountedModule('sales', 2900, { pack: 1000, consumed: 1240 }),
      aCountedModule('crm', 1900, { pack: 800 }),
      aModule('mailing', prices(900)),
    ],
    meters,
    packs: [USERS, EMAILS, COMPANIES, SUPPORT, TRAINING],
    supportChannels: ['e-mail'],
    editions: ['suite', 'grand'],
    ...change,
  });
}
