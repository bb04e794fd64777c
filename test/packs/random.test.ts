import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, daysBetween, type PlainDate, plainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { keys } from '../../lib/store/keys.ts';
import { transact } from '../../lib/store/table.ts';
import { type SignedUp, someone, type Town, tokenFor } from '../people/support.ts';
import { injectFaults, seeded } from '../support/faults.ts';
import { ownDynamoDb } from '../support/own-dynamodb.ts';
import {
  allowedBy,
  COUNTED,
  expectStored,
  type Holdings,
  recountUsers,
  withOrders,
  withoutRemoved,
} from './recount.ts';
import {
  consumption,
  customer,
  day,
  module,
  type OrderAnswer,
  outcomeOf,
  pack,
  settleSuite,
  suite,
  users,
} from './support.ts';

let town: Town;
let dynamodb: Awaited<ReturnType<typeof ownDynamoDb>>;
beforeAll(async () => {
  dynamodb = await ownDynamoDb();
  town = await settleSuite({ dynamodbEndpoint: dynamodb.endpoint, clock: '2026-01-31T08:00:00Z' });
});
afterAll(async () => {
  await town.deployment.stop();
  await dynamodb.stop();
});

const modules = ['sales', 'crm', 'accounting', 'e-mailing'] as const;
/** Cents that one more user costs by consumption for a month. */
const PRICES = { sales: 1240, crm: 800, accounting: 1500 } as const;
const AT_ONCE = 6;

const which = fc.nat(20);
const profile = fc.option(
  fc.uniqueArray(fc.constantFrom(...modules), { maxLength: 3 }).map((names) => ({ modules: names })),
);
const item = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...COUNTED), fc.integer({ min: 1, max: 3 })).map((is) => users(...is)),
  },
  { weight: 2, arbitrary: fc.constantFrom(...modules).map(module) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('e-mails-1000', 'companies-5', 'support', 'training'), fc.integer({ min: 1, max: 2 }))
      .map(([id, quantity]) => pack(id, id === 'support' ? 1 : quantity)),
  },
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), profile, active: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('active' as const), which, active: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('profile' as const), which, profile }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('former' as const), which, former: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('invite' as const), profile }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), which }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('buy' as const), items: fc.array(item, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('removePack' as const), which, all: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('removeModule' as const), module: fc.constantFrom(...modules) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), which }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const days = fc.integer({ min: 1, max: 20 });

/** What a step may be refused with; anything else is a mistake of ours. */
const expected = new Set([
  'done',
  'edit.conflict',
  'member.not-found',
  'member.owner-stays',
  'member.former',
  'invitation.not-found',
  'module.already-there',
  'module.unknown',
  'order.no-modules',
  'pack.already-there',
  'pack.needs-module',
  'pack.unknown',
  'request.invalid',
  'subscription.change-not-found',
  'subscription.not-running',
  'subscription.unpaid',
  'user.not-found',
]);

/** An account, with what it must have by our own books. */
class Scene {
  readonly owner: SignedUp;
  readonly does: ReturnType<typeof suite>;
  readonly #members: string[];
  readonly #counted = new Set<string>();
  #held: Holdings = { modules: new Set(), packs: new Map() };
  /** User-days beyond, by module, of the period that begins on a date. */
  readonly #userDays = new Map<string, number>();
  readonly seen = { bought: 0, billed: 0, periods: 0 };

  constructor(owner: SignedUp) {
    this.owner = owner;
    this.does = suite(town, owner);
    this.#members = [owner.member];
  }

  get #account(): AccountId {
    return this.owner.account as AccountId;
  }

  async take(next: Step): Promise<unknown> {
    const { does } = this;
    const one = 'which' in next ? (this.#members[next.which % this.#members.length] ?? '') : '';
    switch (next.do) {
      case 'add':
        return this.#members.push((await does.add({ profile: next.profile, active: next.active })).id);
      case 'active':
        return does.edit(one, { active: next.active });
      case 'profile':
        return does.edit(one, { profile: next.profile });
      case 'former':
        return does.edit(one, { former: next.former });
      case 'leave':
        return does.remove(one);
      case 'invite':
        return this.#invite(next.profile);
      case 'erase':
        return one === this.owner.member ? undefined : this.#erase(one);
      case 'buy':
        return does.pay(await does.order(next.items));
      case 'removeModule':
        return does.change({ remove_module: next.module });
      case 'removePack': {
        const { packs } = await does.subscription();
        const held = packs[next.which % Math.max(1, packs.length)];
        if (held === undefined) return undefined;
        const of = held.module === null ? {} : { module: held.module };
        return does.change({ remove_pack: held.pack, ...of, ...(next.all ? {} : { quantity: 1 }) });
      }
      case 'undo': {
        const { scheduled } = await does.subscription();
        const change = scheduled[next.which % Math.max(1, scheduled.length)];
        return change === undefined ? undefined : does.undo(change.id);
      }
    }
  }

  async #invite(of: Extract<Step, { do: 'invite' }>['profile']): Promise<void> {
    const email = someone();
    await this.owner.client.send('POST', `${this.does.path}/invitations`, { emails: [email], profile: of });
    const token = await tokenFor(town, email);
    const login = { name: 'Guest', password: 'seven slow red trains' };
    const { member } = await town.anyone.send<{ member: { id: string } }>('POST', '/v1/invitation-acceptances', {
      token,
      ...login,
    });
    this.#members.push(member.id);
  }

  async #erase(member: string): Promise<void> {
    const { user } = await this.owner.client.send<{ user: string }>('GET', `${this.does.path}/members/${member}`);
    await town.operator.send('DELETE', `/v1/users/${user}`);
  }

  /** What was paid since the last look is what there is more. */
  async look(): Promise<void> {
    await town.deployment.settle();
    const paid = (await this.does.orders()).filter(
      ({ id, purpose, status }) => purpose === 'purchase' && status === 'paid' && !this.#counted.has(id),
    );
    for (const { id } of paid) this.#counted.add(id);
    this.seen.bought += paid.length;
    this.#held = withOrders(this.#held, paid);
    await expectStored(this.#account, this.#held);
  }

  /** The next date begins: its night counts who is there, beyond what the account then has. */
  async sleep(tomorrow: PlainDate): Promise<void> {
    const before = await expectStored(this.#account, this.#held);
    const isOver = before.period?.end === tomorrow;
    const said = isOver ? await this.does.dryRun() : undefined;
    await day(town, tomorrow);
    if (isOver) await this.#periodEnded(before, consumption(said?.items ?? []));
    const { state, period } = await expectStored(this.#account, this.#held);
    if (!['active', 'past-due', 'cancelling'].includes(state) || period === undefined) return;
    const there = await recountUsers(this.#account);
    for (const [id, allowed] of Object.entries(allowedBy(this.#held))) {
      const name = `${period.start} ${id}`;
      this.#userDays.set(name, (this.#userDays.get(name) ?? 0) + Math.max(0, (there[id] ?? 0) - allowed));
    }
  }

  async #periodEnded(
    ended: Awaited<ReturnType<typeof expectStored>>,
    said: readonly [string, number, number][],
  ): Promise<void> {
    if (ended.period === undefined) throw new Error('no period ended');
    const { start, end } = ended.period;
    const now = await this.does.subscription();
    const left = withoutRemoved(this.#held, ended);
    this.#held = now.state === 'ended' ? { modules: new Set(), packs: new Map() } : left;
    const length = daysBetween(start, end);
    const byHand = COUNTED.flatMap((id): [string, number, number][] => {
      const userDays = this.#userDays.get(`${start} ${id}`) ?? 0;
      // Half a cent is rounded up; no price of this vendor times user-days is below zero.
      return userDays === 0 ? [] : [[id, userDays, Math.floor((PRICES[id] * userDays * 2 + length) / (2 * length))]];
    });
    const [bill] = (await this.does.orders()).filter(({ purpose }) => purpose !== 'purchase');
    const isBilled = byHand.length > 0 || now.state !== 'ended';
    expect(consumption(isBilled ? (bill as OrderAnswer).items : [])).toEqual(byHand);
    expect(said).toEqual(byHand);
    this.seen.periods += 1;
    this.seen.billed += byHand.length;
  }
}

async function play(rounds: readonly (readonly [readonly Step[], number])[], seed: number, seen: Scene['seen'][]) {
  const scene = new Scene(await customer(town));
  seen.push(scene.seen);
  await scene.does.buy(module('sales'), users('sales', 1));
  await scene.look();
  const chance = seeded(seed);
  for (const [steps, nights] of rounds) {
    const stop = injectFaults(({ operation }) =>
      operation === 'TransactWriteItems' && chance() < 0.15 ? 'conflict' : 'none',
    );
    try {
      const outcomes = await Promise.all(steps.map((next) => outcomeOf(scene.take(next))));
      for (const outcome of outcomes) expect(expected).toContain(outcome);
      await town.deployment.settle();
    } finally {
      stop();
    }
    await scene.look();
    for (let night = 0; night < nights; night += 1) {
      await scene.sleep(addDays(plainDate(town.deployment.clock.now().slice(0, 10)), 1));
    }
    if ((await scene.does.subscription()).unpaid !== null) await scene.does.payRenewal();
  }
}

describe('U1, U2: whatever is bought, removed and changed at once, night after night', () => {
  it('leaves what the paid orders bought less what was removed, counts that a recount finds, and bills them to the cent', async () => {
    const seen: Scene['seen'][] = [];
    const round = fc.tuple(fc.array(step, { minLength: AT_ONCE, maxLength: AT_ONCE }), days);
    const rounds = fc.array(round, { minLength: 6, maxLength: 8, size: 'max' });
    await fc.assert(
      fc.asyncProperty(rounds, fc.nat(), (story, seed) => play(story, seed, seen)),
      { numRuns: 4, seed: 20_260_131, endOnFailure: true },
    );
    const sum = (of: keyof Scene['seen']) => seen.reduce((total, each) => total + each[of], 0);
    expect([sum('bought') > 8, sum('periods') > 4, sum('billed') > 2]).toEqual([true, true, true]);
  });
});

describe('U1: an account has a module, and support, once', () => {
  it('though orders for them are paid at the same time; users that are bought at once add up', async () => {
    const owner = await customer(town);
    const { buy, order, pay, orders, subscription } = suite(town, owner);
    await buy(module('sales'));
    const twice = [[pack('support')], [module('crm')], [users('sales', 2)]];
    const placed = await Promise.all([...twice, ...twice].map((items) => order(items)));
    await Promise.all(placed.map(pay));
    const { modules: there, packs } = await subscription();
    expect(there).toEqual(['crm', 'sales']);
    expect(packs.map(({ pack: id, quantity }) => [id, quantity]).sort()).toEqual([
      ['support', 1],
      ['users', 4],
    ]);
    expect((await orders()).filter(({ status }) => status === 'paid')).toHaveLength(5);
  });
});

describe('U2: the first counts of an account', () => {
  it('are right though twelve members come at once, while its first module is paid', async () => {
    const owner = await customer(town);
    const { order, pay, add } = suite(town, owner);
    const placed = await order([module('sales'), users('sales', 3)]);
    const coming = Array.from({ length: 12 }, (_, index) =>
      outcomeOf(add({ profile: { modules: index % 3 === 0 ? ['crm'] : ['sales', 'crm'] } })),
    );
    const [outcomes] = await Promise.all([Promise.all(coming), pay(placed)]);
    for (const outcome of outcomes) expect(expected).toContain(outcome);
    const packs = new Map([['users/sales', 3]]);
    await expectStored(owner.account as AccountId, { modules: new Set(['sales']), packs });
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(6);
  });

  it('are right where its vendor begins to count, and everyone gets another profile while a module is paid', async () => {
    const owner = await customer(town);
    const { order, pay, addUsers, edit } = suite(town, owner);
    const members = await addUsers(8, 'crm');
    const account = owner.account as AccountId;
    await transact([{ label: 'counts', Delete: { Key: keys.moduleUsers(account) } }]);
    const placed = await order([module('sales')]);
    const changing = members.map(({ id }) => outcomeOf(edit(id, { profile: { modules: ['sales'] } })));
    await Promise.all([...changing, pay(placed)]);
    await expectStored(account, { modules: new Set(['sales']), packs: new Map() });
  });
});
