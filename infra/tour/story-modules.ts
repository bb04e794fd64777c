import type { Checks } from './check.ts';
import type { Client } from './client.ts';
import { begins, module, type Order, type PricedItem, pack, Seats, users } from './licences.ts';
import { amountsOf, eur, type Money } from './money.ts';
import { signUp } from './people.ts';
import { invoicesStory } from './story-invoices.ts';
import { supportStory, ticketStory } from './story-support.ts';
import { metersOf, usageStory } from './story-usage.ts';

interface ModuleUsage {
  readonly module: string;
  readonly users: number;
  readonly included: number;
  readonly in_packs: number;
  readonly beyond: number;
  readonly user_days: number;
  readonly cost: Money;
  readonly expected_cost: Money;
  readonly next_user_cost: Money;
}

/** The vendor of modules and packs, from March to June 2026. */
export async function modulesStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const account = new Seats(client, await signUp(client, 'delta', true, 'suite'));
  await account.bill({
    address: '2 rue de l’Essai',
    postal_code: '69002',
    city: 'Lyon',
    country: 'FR',
    language: 'fr',
  });
  await modulesBegin(account, checks);
  await usersStory(account, checks);
  await ticketStory(account, operator, checks);
  await packsStory(account, checks);
  await usageStory(account, operator, checks);
  await supportStory(account, operator, checks);
  await renewalStory(account, checks);
  await sufficientStory(account, checks);
  await endStory(account, checks);
  await invoicesStory(operator, '2026-03', '2026-06', checks);
}

async function modulesBegin(account: Seats, checks: Checks): Promise<void> {
  checks.say('10 March 2026. An organisation takes two modules.');
  const order = await account.buy([module('sales'), module('accounting')]);
  checks.see(
    'U1',
    'sales for 29.00 and accounting for 39.00, with 20 % of French VAT',
    amountsOf(order),
    [6_800, 1_360, 8_160],
  );
  const { state, period } = await account.subscription();
  checks.see('L12', 'a month begins', [state, period], ['active', { start: '2026-03-10', end: '2026-04-10' }]);
  const features = ['ledger', 'orders', 'quotes'];
  checks.see(
    'U1',
    'the administrator uses both, without a licence',
    await account.uses(account.owner.member),
    features,
  );
}

async function usersStory(account: Seats, checks: Checks): Promise<void> {
  const one = await account.addUser('one@delta.example', ['sales']);
  await account.addUser('two@delta.example', ['sales', 'accounting']);
  checks.see('A8', 'a colleague uses the module that the profile names', await account.uses(one), ['orders', 'quotes']);
  const [sales, accounting] = await modulesOf(account);
  checks.see('U2', 'three use sales, and one is included', countsOf(sales), [3, 1, 0, 2]);
  checks.see('U2', 'two use accounting', countsOf(accounting), [2, 1, 0, 1]);
  checks.see('U2', 'sales warns: 12.40 × 60 user-days ÷ 31 days', sales?.expected_cost, eur(2_400));
  checks.see('U2', 'accounting: 15.00 × 30 ÷ 31', accounting?.expected_cost, eur(1_452));
  checks.see('U2', 'one more in sales would cost 12.00', sales?.next_user_cost, eur(1_200));
  const said = consumptionIn((await account.renewal()).items);
  checks.see('U2', 'the dry run of the renewal has both', said, [eur(2_400), eur(1_452)]);
}

async function packsStory(account: Seats, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-03-25T08:00:00Z');
  checks.say('25 March 2026: 15 nights have passed, and 16 of 31 days are left.');
  const [before] = await modulesOf(account);
  checks.see('U2', 'so far sales has 30 user-days: 12.00', [before?.user_days, before?.cost], [30, eur(1_200)]);
  const items = [
    users('sales', 2),
    module('e-mailing'),
    pack('e-mails-1000'),
    pack('companies-5'),
    pack('support'),
    pack('training'),
  ];
  const preview = await account.preview(items);
  const order = await account.buy(items);
  checks.see('L4', 'the order is the preview', order.total, preview.total);
  checks.see(
    'L5',
    'two users, e-mailing, companies and support for 16 of 31 days; e-mails and training at their whole price',
    order.items.map(({ amount, basis }) => [amount.amount, basis.kind]),
    [
      [1_032, 'daily'],
      [465, 'daily'],
      [500, 'full-price'],
      [619, 'daily'],
      [1_290, 'daily'],
      [9_000, 'full-price'],
    ],
  );
  const [sales] = await modulesOf(account);
  checks.see('U2', 'the pack holds everyone: nothing more is added', countsOf(sales), [3, 1, 2, 0]);
  checks.see('U2', 'what was counted before stays', sales?.expected_cost, eur(1_200));
}

async function renewalStory(account: Seats, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-04-09T12:00:00Z');
  checks.say('9 April 2026: the last day of the month.');
  const order = await account.buy([users('accounting', 1)]);
  checks.see('L5', 'a pack for the second user of accounting costs 15.00 × 1 ÷ 31 today', order.net, eur(48));
  const said = await account.renewal();
  await account.client.clockTo('2026-04-10T08:00:00Z');
  checks.say('10 April 2026: the next month.');
  checks.see('L6', 'what happened is what the dry run said', await account.begun(), begins(said));
  const [eMails] = await metersOf(account.api, account.path);
  checks.see('U3', 'e-mails are counted from zero', eMails, ['e-mails', 1000, 0, 1000, '2026-05-09']);
  checks.see('L9', 'modules and packs renew: 29 + 39 + 9 + 20 + 15 + 5 + 12 + 25', renewed(said.items), 15_400);
  const consumed = said.items.filter(({ kind }) => kind === 'consumption');
  checks.see(
    'U2',
    'users beyond are lines of their own: 12.40 × 30 ÷ 31 and 15.00 × 30 ÷ 31',
    consumed.map(({ subject, quantity, amount }) => [subject, quantity, amount.amount]),
    [
      ['sales', 30, 1_200],
      ['accounting', 30, 1_452],
    ],
  );
  await account.payRenewal();
}

async function sufficientStory(account: Seats, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-05-10T08:00:00Z');
  checks.say('10 May 2026: a month with sufficient packs.');
  const { items, net } = await account.openRenewal();
  checks.see('U2', 'the invoice has no user by consumption', consumptionIn(items), []);
  checks.see('L9', 'modules and packs only: 154.00', net, eur(15_400));
  await account.payRenewal();
}

async function endStory(account: Seats, checks: Checks): Promise<void> {
  await account.addUser('three@delta.example', ['sales']);
  await account.change({ remove_pack: 'users', module: 'sales', quantity: 1 });
  const [scheduled] = (await account.subscription()).scheduled;
  checks.see('L10', 'a pack that is removed waits for the end', scheduled?.effective_on, '2026-06-10');
  await account.api.patch(account.path.concat('/subscription'), { renews: false });
  const said = await account.renewal();
  checks.see(
    'L9',
    'tacit renewal is off: it closes, and bills the user beyond',
    [said.closes, consumptionIn(said.items)],
    [true, [eur(1_200)]],
  );
  await account.client.clockTo('2026-06-10T08:00:00Z');
  checks.say('10 June 2026: the subscription has ended.');
  checks.see('L9', 'nobody uses it', await account.uses(account.owner.member), 'subscription.ended');
  const orders = await account.api.get<{ items: Order[] }>(`${account.path}/orders`);
  const last = orders.items.find(({ purpose }) => purpose === 'consumption');
  checks.see(
    'U2',
    'its last bill is the user beyond, 12.40 × 30 ÷ 31, with VAT',
    last && amountsOf(last),
    [1_200, 240, 1_440],
  );
  if (last !== undefined) await account.pay(last);
  const history = await account.api.get<{ items: { action: string }[] }>(`${account.path}/history?limit=100`);
  const own = history.items.map(({ action }) => action).filter((action) => action.startsWith('subscription.'));
  checks.see('A9', 'the history has every step', own.reverse(), [
    'subscription.renewed',
    'subscription.renewed',
    'subscription.change-scheduled',
    'subscription.renewal-switched',
    'subscription.ended',
  ]);
}

async function modulesOf({ api, path }: Seats): Promise<ModuleUsage[]> {
  return (await api.get<{ modules: ModuleUsage[] }>(`${path}/usage`)).modules;
}

/** Users, included, in packs and beyond. */
function countsOf(of: ModuleUsage | undefined): (number | undefined)[] {
  return [of?.users, of?.included, of?.in_packs, of?.beyond];
}

const consumptionIn = (items: readonly PricedItem[]) =>
  items.filter(({ kind }) => kind === 'consumption').map(({ amount }) => amount);

const renewed = (items: readonly PricedItem[]) =>
  items.filter(({ kind }) => kind !== 'consumption').reduce((sum, { amount }) => sum + amount.amount, 0);
