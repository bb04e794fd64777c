import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf, type Town } from '../people/support.ts';
import { consumption, customer, day, module, type OrderAnswer, pack, settleSuite, suite, users } from './support.ts';

interface OfferJson {
  [field: string]: unknown;
  readonly id: string;
}
interface PlanJson {
  [field: string]: unknown;
  readonly id: string;
  readonly modules: readonly (OfferJson & { readonly users?: object })[];
  readonly packs: readonly OfferJson[];
}
interface CatalogueJson {
  readonly plans: readonly [PlanJson, ...PlanJson[]];
}

const month = (amount: number) => ({ month: [{ from: '2023-01-01', amount }] });

/** Dearer, with three users of sales included, and without the packs of e-mails. */
function grandOf(plan: PlanJson): PlanJson {
  const modules = plan.modules.map((each) =>
    each.id === 'sales'
      ? { ...each, prices: month(5900), users: { included: 3, prices: month(1500), consumption_prices: month(1800) } }
      : each,
  );
  const packs = plan.packs.filter(({ id }) => id !== 'e-mails-1000');
  return { ...plan, id: 'grand', name: 'Grand', modules, packs, editions: ['suite'] };
}

let town: Town;
const catalogue = () => town.operator.send<CatalogueJson>('GET', '/v1/catalogue');
const replace = (plans: readonly object[], current: object) =>
  town.operator.send('PUT', '/v1/catalogue', { ...current, plans });

beforeAll(async () => {
  town = await settleSuite();
  const current = await catalogue();
  const [plan] = current.plans;
  await replace([{ ...plan, editions: ['grand'] }, grandOf(plan)], current);
});
afterAll(() => town.deployment.stop());

describe('L10, U2: a dearer edition in the middle of a period', () => {
  it('charges new − old of modules and packs, allows more users from the next night on, and bills those before', async () => {
    await day(town, '2026-06-01');
    const owner = await customer(town);
    const { path, buy, addUsers, change, pay, dryRun, moduleUsage, subscription, payRenewal } = suite(town, owner);
    await buy(module('sales'), users('sales', 1), pack('e-mails-1000', 4));
    await addUsers(3, 'sales');
    await day(town, '2026-06-16');
    const said = await owner.client.send<OrderAnswer>('POST', `${path}/subscription/changes/previews`, {
      plan: 'grand',
    });
    // (59.00 − 29.00) and (15.00 − 10.00), each for half of the month; the e-mails may be used up.
    expect(said.items.map(({ description, amount }) => [description, amount.amount])).toEqual([
      ['Grand: Sales management', 1500],
      ['Grand: Extra users: Sales management', 250],
    ]);
    const { order } = (await change({ plan: 'grand' })) as unknown as { order: OrderAnswer };
    await pay(order);
    expect(await subscription()).toMatchObject({ plan: 'grand' });
    expect(await moduleUsage('sales')).toMatchObject({ users: 4, included: 3, in_packs: 1, user_days: 30 });
    // Two beyond in 15 nights, at the price of the edition they were counted on: 12.40 × 30 ÷ 30. Nobody is beyond since.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 30, 1240]]);
    await day(town, '2026-07-01');
    expect((await payRenewal()).items.map(({ subject, amount }) => [subject, amount.amount])).toEqual([
      ['sales', 5900],
      ['users', 1500],
      ['sales', 1240],
    ]);
    expect((await subscription()).packs).toEqual([{ pack: 'users', module: 'sales', quantity: 1 }]);
  });
});

describe('U1: a catalogue that would take away what is held', () => {
  it('is refused with a pointer to each, and stays as it is', async () => {
    const current = await catalogue();
    const [plan, grand] = current.plans;
    const [sales, ...others] = plan.modules;
    const emptier = { ...plan, packs: plan.packs.slice(1), modules: [{ ...sales, users: undefined }, ...others] };
    const problem = await problemOf(replace([emptier, grand ?? {}], current));
    expect(problem).toMatchObject({ status: 422, code: 'catalogue.invalid' });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/plans/0/modules/0/users', '/plans/0/packs']);
    expect(await catalogue()).toEqual(current);
  });
});
