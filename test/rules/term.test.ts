import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, newAccount, problemOf, type SignedUp, settle, type Town } from '../people/support.ts';

const catalogueFile = fileURLToPath(new URL('../../lib/catalogue/vendors/licence-types-crm.json', import.meta.url));

interface Counts {
  readonly type: string;
  readonly in_use: number;
  readonly free: number;
  readonly total: number;
  readonly minimum: number;
  readonly buying: number;
}
interface Order {
  readonly id: string;
  readonly status: string;
  readonly payment_url: string;
  readonly total: { readonly amount: number };
  readonly items: readonly {
    readonly amount: { readonly amount: number };
    readonly unit_price: { readonly amount: number };
  }[];
}

let town: Town;
let plan: string;
let type: string;
beforeAll(async () => {
  town = await settle({ clock: '2026-04-01T08:00:00Z', catalogueFile });
  const catalogue = await town.anyone.send<{ plans: { id: string; licence_types: { id: string }[] }[] }>(
    'GET',
    '/v1/catalogue',
  );
  plan = catalogue.plans[0]?.id ?? '';
  type = catalogue.plans[0]?.licence_types[0]?.id ?? '';
});
afterAll(() => town.deployment.stop());

const path = ({ account }: SignedUp, rest: string) => `/v1/accounts/${account}/${rest}`;
const subscription = (owner: SignedUp) =>
  owner.client.send<{ state: string; period: { start: string; end: string }; unpaid: { order: string } | null }>(
    'GET',
    path(owner, 'subscription'),
  );
const counts = async (owner: SignedUp): Promise<Counts | undefined> => {
  const answer = await owner.client.send<{ types: Counts[] }>('GET', path(owner, 'licences'));
  return answer.types.find((entry) => entry.type === type);
};
let keys = 0;
const order = (owner: SignedUp, quantity: number) => {
  keys += 1;
  const headers = { 'idempotency-key': `key-${keys}` };
  return owner.client.send<Order>(
    'POST',
    path(owner, 'orders'),
    { items: [{ kind: 'licence', type, quantity }] },
    headers,
  );
};
async function pay({ payment_url }: Order): Promise<number> {
  const answer = await fetch(payment_url, {
    method: 'POST',
    body: new URLSearchParams({ card: '4242424242424242' }),
    redirect: 'manual',
  });
  await answer.body?.cancel();
  await town.deployment.settle();
  return answer.status;
}
const customer = () => newAccount(town, { plan });
async function buy(owner: SignedUp, quantity: number): Promise<Order> {
  const placed = await order(owner, quantity);
  expect(await pay(placed)).toBe(303);
  return placed;
}

describe('L4: licences that are paid are there at once', () => {
  it('starts a period of a month on the day of the purchase', async () => {
    const owner = await customer();
    const placed = await order(owner, 3);
    expect(await counts(owner)).toMatchObject({ total: 0, buying: 3 });
    await pay(placed);
    expect(await counts(owner)).toMatchObject({ total: 3, free: 3, in_use: 0, buying: 0 });
    expect(await subscription(owner)).toMatchObject({
      state: 'active',
      period: { start: '2026-04-01', end: '2026-05-01' },
    });
  });

  it('delivers 250 licences exactly, though a transaction holds fewer', async () => {
    const owner = await customer();
    await buy(owner, 250);
    expect(await counts(owner)).toMatchObject({ total: 250, free: 250 });
  });

  it('leaves nothing behind when an order is not paid within a day', async () => {
    const owner = await customer();
    const placed = await order(owner, 2);
    await town.deployment.clock.advance('P2D');
    expect(await counts(owner)).toMatchObject({ total: 0, buying: 0 });
    expect(await pay(placed)).toBe(410);
    expect(await counts(owner)).toMatchObject({ total: 0 });
  });
});

describe('L5: an order is paid only for what it was priced for', () => {
  it('not once another order has begun the subscription', async () => {
    const owner = await customer();
    const [first, second] = [await order(owner, 1), await order(owner, 5)];
    await pay(first);
    expect(await pay(second)).toBe(410);
    expect(await counts(owner)).toMatchObject({ total: 1 });
  });

  it('not for the rest of a period that is over', async () => {
    const owner = await customer();
    await buy(owner, 1);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    const { period } = await subscription(owner);
    await town.deployment.clock.moveTo(new Date(Date.parse(`${period.end}T12:00:00Z`) - 86_400_000).toISOString());
    const cheap = await order(owner, 9);
    await town.deployment.clock.moveTo(`${period.end}T08:00:00Z`);
    expect(await pay(cheap)).toBe(410);
    expect(await counts(owner)).toMatchObject({ total: 1 });
  });
});

describe('L3: assigning with none free', () => {
  it('is refused with the link where to buy', async () => {
    const owner = await customer();
    await buy(owner, 1);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    const other = await owner.client.send<{ id: string; active: boolean }>('POST', path(owner, 'members'), {
      email: `l3.${owner.account.toLowerCase()}@example.com`,
    });
    expect(other.active).toBe(false);
    const problem = await problemOf(owner.client.send('PUT', path(owner, `members/${other.id}/licences/${type}`)));
    expect(problem).toMatchObject({ status: 409, code: 'licence.none-free' });
    expect(problem.links?.['buy']).toContain(owner.account);
  });
});

describe('L6, L13: the end of a period', () => {
  it('does what the dry run said, and goes on when the renewal is paid', async () => {
    const owner = await customer();
    await buy(owner, 4);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    await town.operator.send('PUT', path(owner, `licence-minimums/${type}`), { minimum: 2 });
    const before = await subscription(owner);
    const dry = await owner.client.send<{ dropped: unknown[]; total: { amount: number }; next_period: object }>(
      'GET',
      path(owner, 'subscription/renewal'),
    );
    expect(dry.dropped).toHaveLength(2);
    await town.deployment.clock.moveTo(`${before.period.end}T08:00:00Z`);
    const after = await subscription(owner);
    expect(after).toMatchObject({ state: 'past-due', period: dry.next_period });
    expect(await counts(owner)).toMatchObject({ total: 2, in_use: 1, minimum: 2 });
    const renewal = await owner.client.send<Order>('GET', path(owner, `orders/${after.unpaid?.order}`));
    expect(renewal.total).toEqual(dry.total);
    expect(await codeOf(order(owner, 1))).toBe('subscription.unpaid');
    await pay(renewal);
    expect(await subscription(owner)).toMatchObject({ state: 'active', unpaid: null });
  });

  it('suspends on day 21 of an unpaid renewal, and a payment resumes it', async () => {
    const owner = await customer();
    await buy(owner, 1);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    const { period } = await subscription(owner);
    const own = path(owner, `members/${owner.member}/entitlements`);
    const allowed = async () => (await owner.client.send<{ allowed: boolean }>('GET', own)).allowed;
    const day = (days: number) => new Date(Date.parse(`${period.end}T08:00:00Z`) + days * 86_400_000).toISOString();
    await town.deployment.clock.moveTo(day(20));
    expect([await subscription(owner), await allowed()]).toMatchObject([{ state: 'past-due' }, true]);
    await town.deployment.clock.moveTo(day(21));
    const late = await subscription(owner);
    expect([late, await allowed()]).toMatchObject([{ state: 'suspended' }, false]);
    await pay(await owner.client.send<Order>('GET', path(owner, `orders/${late.unpaid?.order}`)));
    expect([await subscription(owner), await allowed()]).toMatchObject([{ state: 'active' }, true]);
  });
});

describe('L13: a renewal that is never paid', () => {
  it('ends the subscription with its period, and can no longer be paid', async () => {
    const owner = await customer();
    await buy(owner, 1);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    const { period } = await subscription(owner);
    await town.deployment.clock.moveTo(`${period.end}T08:00:00Z`);
    const renewed = await subscription(owner);
    const renewal = await owner.client.send<Order>('GET', path(owner, `orders/${renewed.unpaid?.order}`));
    await town.deployment.clock.moveTo(`${renewed.period.end}T08:00:00Z`);
    expect(await subscription(owner)).toMatchObject({ state: 'ended', unpaid: null });
    expect(await pay(renewal)).toBe(410);
  });
});

describe('L9: cancelling', () => {
  it('keeps access to the last paid day, then closes with the data kept', async () => {
    const owner = await customer();
    await buy(owner, 1);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/${type}`));
    await owner.client.send('POST', path(owner, 'subscription/cancellation'));
    await owner.client.send('DELETE', path(owner, 'subscription/cancellation'));
    expect(await subscription(owner)).toMatchObject({ state: 'active' });
    await owner.client.send('POST', path(owner, 'subscription/cancellation'));
    const { period } = await subscription(owner);
    const own = path(owner, `members/${owner.member}/entitlements`);
    expect(await owner.client.send('GET', own)).toMatchObject({ allowed: true });
    await town.deployment.clock.moveTo(`${period.end}T08:00:00Z`);
    expect(await subscription(owner)).toMatchObject({ state: 'ended' });
    expect(await owner.client.send('GET', own)).toMatchObject({ allowed: false });
    expect(await owner.client.send('GET', path(owner, 'members'))).toMatchObject({ items: [{ id: owner.member }] });
    await buy(owner, 1);
    expect(await subscription(owner)).toMatchObject({ state: 'active' });
  });
});
