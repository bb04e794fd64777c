import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { codeOf, type SignedUp, type Town } from '../people/support.ts';
import { appoint, attach, newCustomer, newReseller, settleWithResale } from './support.ts';

const RESELLERS = 3;
const CUSTOMERS = 4;

let town: Town;
let resellers: SignedUp[];
let nursery: SignedUp;
beforeAll(async () => {
  town = await settleWithResale();
  resellers = [await newReseller(town), await newReseller(town), await newReseller(town)];
  nursery = await newReseller(town);
});
afterAll(() => town.deployment.stop());

const who = fc.nat({ max: RESELLERS - 1 });
const which = fc.nat({ max: CUSTOMERS - 1 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('attach' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), who, which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('appoint' as const), who, which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('attach-while-ending' as const), who, which }) },
);
type Step = { readonly kind: string; readonly who: number; readonly which: number };

/** What must be so: which resellers are any, and whose customer each account is. */
interface Expected {
  readonly appointed: boolean[];
  readonly managedBy: (number | undefined)[];
}

const end = ({ account }: SignedUp) => town.operator.send('DELETE', `/v1/resellers/${account}`);
const withdraw = (account: AccountId) => town.operator.send('DELETE', `/v1/accounts/${account}/reseller`);

function ended({ appointed, managedBy }: Expected, who: number): void {
  appointed[who] = false;
  managedBy.forEach((by, which) => {
    if (by === who) managedBy[which] = undefined;
  });
}

async function take({ kind, who, which }: Step, customers: readonly AccountId[], expected: Expected): Promise<void> {
  const [reseller, customer] = [resellers[who] as SignedUp, customers[which] as AccountId];
  const mayAttach = expected.appointed[who] === true && expected.managedBy[which] === undefined;
  switch (kind) {
    case 'attach':
      if (!mayAttach) return;
      expect(await attach(reseller, customer)).toBe(true);
      expected.managedBy[which] = who;
      return;
    case 'withdraw':
      await withdraw(customer);
      expected.managedBy[which] = undefined;
      return;
    case 'end':
      await end(reseller);
      return ended(expected, who);
    case 'appoint':
      await appoint(town, reseller);
      expected.appointed[who] = true;
      return;
    case 'attach-while-ending':
      await Promise.all([mayAttach ? attach(reseller, customer) : undefined, end(reseller)]);
      return ended(expected, who);
  }
}

/** The lists say what the model does, in the order in which the accounts were opened. */
async function expectLists(customers: readonly AccountId[], { appointed, managedBy }: Expected): Promise<void> {
  for (const [who, { client, account }] of resellers.entries()) {
    const path = `/v1/resellers/${account}/customers?limit=100`;
    if (appointed[who] === true) {
      const { items } = await client.send<{ items: { account: string }[] }>('GET', path);
      const own = customers.filter((_, which) => managedBy[which] === who);
      expect(items.map((item) => item.account)).toEqual(own.toSorted());
    } else expect(await codeOf(client.send('GET', path))).toBe('reseller.not-found');
  }
}

async function expectAccess(customers: readonly AccountId[], { managedBy }: Expected): Promise<void> {
  for (const [who, { client }] of resellers.entries()) {
    for (const [which, customer] of customers.entries()) {
      const answer = client.send('GET', `/v1/accounts/${customer}`);
      if (managedBy[which] === who) expect(await answer).toMatchObject({ id: customer });
      else expect(await codeOf(answer)).toBe('account.not-found');
    }
  }
}

describe('R5: a reseller never sees another’s customer', () => {
  it('sees exactly its own, whoever comes and goes', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const customers: AccountId[] = [];
        for (let made = 0; made < CUSTOMERS; made += 1) {
          const customer = await newCustomer(nursery);
          await withdraw(customer);
          customers.push(customer);
        }
        for (const reseller of resellers) await appoint(town, reseller);
        const expected: Expected = { appointed: resellers.map(() => true), managedBy: customers.map(() => undefined) };
        for (const each of steps) {
          await take(each, customers, expected);
          await expectLists(customers, expected);
        }
        await expectAccess(customers, expected);
        for (const customer of customers) await withdraw(customer);
      }),
      { numRuns: 12 },
    );
  });
});
