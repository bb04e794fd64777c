import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  leaveCredit,
  mailsTo,
  newAccount,
  problemOf,
  type SignedUp,
  settle,
  signedIn,
  type Town,
  tableItems,
} from '../people/support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle({ clock: '2026-01-01T08:00:00Z' });
});
afterAll(() => town.deployment.stop());

const eur = (amount: number) => ({ amount, currency: 'EUR' });
interface Panel {
  readonly status: string;
  readonly balance: { readonly amount: number };
  readonly expires_on: string | null;
  readonly active_users: number;
}
interface Order {
  readonly id: string;
  readonly status: string;
  readonly total: unknown;
  readonly payment_url: string;
}

const credit = ({ client, account }: SignedUp) => client.send<Panel>('GET', `/v1/accounts/${account}/credit`);
const preview = <T>({ client, account }: SignedUp, body: object) =>
  client.send<T>('POST', `/v1/accounts/${account}/credit/previews`, body);
const order = ({ client, account }: SignedUp, amount: number, key: string) =>
  client.send<Order>(
    'POST',
    `/v1/accounts/${account}/orders`,
    { items: [{ kind: 'credit', amount: eur(amount) }] },
    { 'idempotency-key': key },
  );

async function pay(placed: Order, card = '4242424242424242'): Promise<number> {
  const answer = await fetch(placed.payment_url, {
    method: 'POST',
    body: new URLSearchParams({ card }),
    redirect: 'manual',
  });
  await answer.body?.cancel();
  await town.deployment.settle();
  return answer.status;
}

async function addMembers({ client, account }: SignedUp, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await client.send('POST', `/v1/accounts/${account}/members`, {
      email: `m${index}.${account.slice(4).toLowerCase()}@example.com`,
    });
  }
}

describe('P6: 144.00 EUR at 12.00 per user and month', () => {
  it.each([
    [1, '2026-12-31'],
    [2, '2026-06-30'],
    [3, '2026-04-30'],
  ])('lasts %i user(s) from the first of January through %s', async (users, lastDate) => {
    const owner = await newAccount(town);
    await addMembers(owner, users - 1);
    expect(await credit(owner)).toMatchObject({ active_users: users, balance: { amount: 1200 - 38 * users } });
    await leaveCredit(town, owner, 0);
    // The first day is paid from the free credit already.
    const rest = 14_400 - 38 * users;
    const bought = await preview<{ expires_on: string }>(owner, { amount: eur(rest) });
    expect(bought.expires_on).toBe(lastDate);
    expect(await pay(await order(owner, rest, `p6-${users}`))).toBe(303);
    expect((await credit(owner)).expires_on).toBe(lastDate);
  });
});

describe('P8: a purchase', () => {
  it('is one order for twenty requests at once under one key', async () => {
    const owner = await newAccount(town);
    const orders = await Promise.all(Array.from({ length: 20 }, () => order(owner, 5000, 'same')));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
    const list = await owner.client.send<{ items: unknown[] }>('GET', `/v1/accounts/${owner.account}/orders`);
    expect(list.items).toHaveLength(1);
  });

  it('is refused without a key, and under a key of another request', async () => {
    const owner = await newAccount(town);
    const items = [{ kind: 'credit', amount: eur(5000) }];
    expect(await codeOf(owner.client.send('POST', `/v1/accounts/${owner.account}/orders`, { items }))).toBe(
      'idempotency.key-required',
    );
    await order(owner, 5000, 'mine');
    expect(await codeOf(order(owner, 5001, 'mine'))).toBe('idempotency.key-reused');
  });

  it('says the same in its preview: lines, total and last date', async () => {
    const owner = await newAccount(town);
    const items = [
      { kind: 'credit', amount: eur(5000) },
      { kind: 'credit', amount: eur(2200) },
    ];
    const path = `/v1/accounts/${owner.account}/orders`;
    const before = await owner.client.send<{ items: unknown; total: unknown; expires_on: string }>(
      'POST',
      `${path}/previews`,
      { items },
    );
    const placed = await owner.client.send<Order & { items: unknown }>(
      'POST',
      path,
      { items },
      { 'idempotency-key': 'two' },
    );
    expect({ items: placed.items, total: placed.total }).toEqual({ items: before.items, total: before.total });
    await pay(placed);
    expect((await credit(owner)).expires_on).toBe(before.expires_on);
  });

  it('credits once when the hosted page is sent fifty times at once, each with its report', async () => {
    const owner = await newAccount(town);
    const before = (await credit(owner)).balance.amount;
    const placed = await order(owner, 5000, 'often');
    await Promise.all(Array.from({ length: 50 }, () => pay(placed, '4000000000000093')));
    expect((await credit(owner)).balance.amount).toBe(before + 5000);
    const bought = (await mailsTo(town, owner.email)).filter(({ text }) => text.includes('50.00'));
    expect(bought).toHaveLength(1);
  });

  it('does not believe a report with a wrong signature', async () => {
    const owner = await newAccount(town);
    const placed = await order(owner, 5000, 'forged');
    const body = {
      type: 'payment.succeeded',
      reference: 'x',
      account: owner.account,
      order: placed.id,
      amount: 5000,
      currency: 'EUR',
    };
    const headers = { 'webhook-id': 'x', 'webhook-timestamp': '1767254400', 'webhook-signature': 'v1,AAAA' };
    expect(await codeOf(town.anyone.send('POST', '/v1/gateways/sandbox/webhooks', body, headers))).toBe(
      'gateway.bad-signature',
    );
    expect(await codeOf(town.anyone.send('POST', '/v1/gateways/other/webhooks', body, headers))).toBe(
      'gateway.unknown',
    );
  });
});

describe('P10: an adjustment', () => {
  it('counts once for ten requests at once under one key, and is in the statement with its reason', async () => {
    const owner = await newAccount(town);
    const before = (await credit(owner)).balance.amount;
    const path = `/v1/accounts/${owner.account}/credit/adjustments`;
    const adjust = () =>
      town.operator.send(
        'POST',
        path,
        { amount: eur(-100), reason: 'Counted twice' },
        { 'idempotency-key': owner.account },
      );
    await Promise.all(Array.from({ length: 10 }, adjust));
    expect((await credit(owner)).balance.amount).toBe(before - 100);
    const lines = await owner.client.send<{ items: { kind: string; reason: string | null }[] }>(
      'GET',
      `/v1/accounts/${owner.account}/credit/entries`,
    );
    expect(lines.items.filter(({ kind }) => kind === 'adjustment')).toMatchObject([{ reason: 'Counted twice' }]);
  });
});

describe('M1: money is written one way', () => {
  it('in the history and the export too', async () => {
    const owner = await newAccount(town);
    await pay(await order(owner, 2500, 'history'));
    const history = await owner.client.send<{ items: { action: string; after: object }[] }>(
      'GET',
      `/v1/accounts/${owner.account}/history`,
    );
    expect(history.items.find(({ action }) => action === 'order.paid')?.after).toMatchObject({ amount: eur(3050) });
    const exported = await owner.client.send('GET', `/v1/accounts/${owner.account}/export`);
    expect(JSON.stringify(exported)).not.toContain('"minor"');
  });
});

describe('P6: a preview is refused where the change is', () => {
  it('for a former member', async () => {
    const owner = await newAccount(town);
    await addMembers(owner, 1);
    const list = await owner.client.send<{ items: { id: string; role: string }[] }>(
      'GET',
      `/v1/accounts/${owner.account}/members`,
    );
    const member = list.items.find(({ role }) => role === 'member')?.id;
    await owner.client.send('PATCH', `/v1/accounts/${owner.account}/members/${member}`, { former: true });
    expect(await codeOf(preview(owner, { member, active: true }))).toBe('member.former');
  });

  it('and takes what the order takes', async () => {
    const owner = await newAccount(town);
    const body = { items: [{ kind: 'credit', amount: eur(5000) }], payment_method: 'card' };
    const path = `/v1/accounts/${owner.account}/orders/previews`;
    expect(await owner.client.send('POST', path, body)).toMatchObject({
      net: eur(5000),
      tax: eur(1100),
      total: eur(6100),
    });
  });
});

describe('A8: what is for staff alone', () => {
  it.each([
    ['GET', '/v1/api-keys'],
    ['PUT', '/v1/catalogue'],
  ])('%s %s is denied to a customer', async (method, path) => {
    const owner = await newAccount(town);
    expect(await codeOf(owner.client.send(method, path, method === 'PUT' ? {} : undefined))).toBe('access.denied');
  });
});

describe('P11: the statement', () => {
  it('is the same in pages of three, in one page, and as CSV', async () => {
    const owner = await newAccount(town);
    for (let index = 0; index < 5; index += 1) await pay(await order(owner, 1000 + index, `line-${index}`));
    const path = `/v1/accounts/${owner.account}/credit/entries`;
    const whole = await owner.client.send<{ items: unknown[]; next_cursor: string | null }>('GET', `${path}?limit=100`);
    const paged: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query = cursor === null ? '' : `&cursor=${cursor}`;
      const page: { items: unknown[]; next_cursor: string | null } = await owner.client.send(
        'GET',
        `${path}?limit=3${query}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(3);
      paged.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole.items);
    expect(whole.items.length).toBe(7);
  });

  it('has amounts in its CSV that a spreadsheet can add up', async () => {
    const owner = await newAccount(town);
    await addMembers(owner, 1);
    const answer = await fetch(`${town.deployment.url}/v1/accounts/${owner.account}/credit/entries.csv`, {
      headers: { authorization: `Bearer ${(await signedIn(town, owner.email)).session.token}` },
    });
    const rows = (await answer.text()).trim().split('\n').slice(1);
    const sum = rows.reduce((total, row) => total + Math.round(Number(row.split(',')[2]) * 100), 0);
    expect(rows).toHaveLength(3);
    expect(sum).toBe((await credit(owner)).balance.amount);
  });

  it('refuses a cursor that was changed, or that belongs to another account', async () => {
    const [one, other] = [await newAccount(town), await newAccount(town)];
    await addMembers(one, 2);
    const path = (owner: SignedUp) => `/v1/accounts/${owner.account}/credit/entries`;
    const page = await one.client.send<{ next_cursor: string }>('GET', `${path(one)}?limit=1`);
    const changed = page.next_cursor.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const cursor of ['nonsense', '', changed]) {
      expect(await codeOf(one.client.send('GET', `${path(one)}?cursor=${cursor}`))).toBe('request.bad-cursor');
    }
    expect(await codeOf(other.client.send('GET', `${path(other)}?cursor=${page.next_cursor}`))).toBe(
      'request.bad-cursor',
    );
  });
});

describe('P4: what cannot be paid', () => {
  it('is refused with what is missing and where to buy, and changes nothing', async () => {
    const owner = await newAccount(town);
    await leaveCredit(town, owner, 5);
    const before = await tableItems(town);
    const problem = await problemOf(owner.client.send('PUT', `/v1/accounts/${owner.account}/add-ons/projects`));
    expect(problem).toMatchObject({ status: 402, code: 'credit.insufficient', short_by: eur(4) });
    expect(problem.links?.['buy']).toBe(`${town.deployment.url}/account?account=${owner.account}#buy`);
    expect(problem.detail).toContain('€0.09');
    expect(await tableItems(town)).toEqual(before);
  });
});

describe('Bad input gets a clear 4xx and changes nothing', () => {
  const cases: [string, string, string, unknown, string, string | undefined][] = [
    [
      'a fraction of a cent',
      'POST',
      'orders',
      { items: [{ kind: 'credit', amount: eur(10.5) }] },
      'request.invalid',
      '/items/0/amount/amount',
    ],
    [
      'an amount below zero',
      'POST',
      'orders',
      { items: [{ kind: 'credit', amount: eur(-5000) }] },
      'credit.amount-out-of-range',
      '/items/0/amount/amount',
    ],
    [
      'an amount beyond every limit',
      'POST',
      'orders',
      { items: [{ kind: 'credit', amount: eur(1e15) }] },
      'request.invalid',
      '/items/0/amount/amount',
    ],
    [
      'another currency',
      'POST',
      'orders',
      { items: [{ kind: 'credit', amount: { amount: 5000, currency: 'USD' } }] },
      'credit.wrong-currency',
      '/items/0/amount/currency',
    ],
    ['no item', 'POST', 'orders', { items: [] }, 'request.invalid', '/items'],
    [
      'an unknown field',
      'POST',
      'orders',
      { items: [{ kind: 'credit', amount: eur(5000), price: 1 }] },
      'request.invalid',
      '/items/0/price',
    ],
    [
      'an unknown kind',
      'POST',
      'orders',
      { items: [{ kind: 'yacht', amount: eur(5000) }] },
      'request.invalid',
      '/items/0/kind',
    ],
    ['an array for a body', 'POST', 'orders', [], 'request.invalid', '/'],
    ['an unknown filter', 'GET', 'orders?colour=blue', undefined, 'request.invalid', '/query/colour'],
    ['a limit too high', 'GET', 'credit/entries?limit=101', undefined, 'request.invalid', '/query/limit'],
    ['a month that is none', 'GET', 'credit/entries?month=2026-13', undefined, 'request.invalid', '/query/month'],
    ['an add-on that is none', 'PUT', 'add-ons/yacht', undefined, 'add-on.unknown', undefined],
    ['an add-on with a strange name', 'PUT', 'add-ons/%00', undefined, 'request.invalid', '/path/add_on'],
    ['an order that is none', 'GET', 'orders/ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X', undefined, 'order.not-found', undefined],
    [
      'a preview of two things',
      'POST',
      'credit/previews',
      { amount: eur(5000), add_on: 'projects', enabled: true },
      'request.invalid',
      undefined,
    ],
  ];
  let owner: SignedUp;
  beforeAll(async () => {
    owner = await newAccount(town);
  });

  it.each(cases)('%s', async (_name, method, path, body, code, pointer) => {
    const before = await tableItems(town);
    const request = owner.client.send(method, `/v1/accounts/${owner.account}/${path}`, body, {
      'idempotency-key': 'bad',
    });
    const problem = await problemOf(request);
    expect(problem.code).toBe(code);
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(500);
    if (pointer !== undefined) expect(problem.errors?.map((mistake) => mistake.pointer || '/')).toContain(pointer);
    expect(await tableItems(town)).toEqual(before);
  });

  const raw = async (init: RequestInit) => {
    const answer = await fetch(`${town.deployment.url}/v1/sessions`, { method: 'POST', ...init });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      problem: (await answer.json()) as { code: string },
    };
  };

  it.each([
    [
      'a body that is no JSON',
      { body: '{"email":', headers: { 'content-type': 'application/json' } },
      400,
      'request.malformed',
    ],
    [
      'another content type',
      { body: '<a/>', headers: { 'content-type': 'text/xml' } },
      415,
      'request.unsupported-type',
    ],
    [
      'a huge body',
      { body: JSON.stringify({ email: 'x'.repeat(300_000) }), headers: { 'content-type': 'application/json' } },
      413,
      'request.too-large',
    ],
  ] as const)('%s', async (_name, init, status, code) => {
    expect(await raw(init)).toMatchObject({ status, type: 'application/problem+json', problem: { code } });
  });
});

describe('P1: a new price', () => {
  it('holds from its date and leaves what was charged as it was', async () => {
    const owner = await newAccount(town);
    const { version: _version, ...document } = await town.anyone.send<{
      version: number;
      plans: { prices: object[] }[];
    }>('GET', '/v1/catalogue');
    document.plans[0]?.prices.push({ from: '2026-01-11', amount: 3100 });
    await town.operator.send('PUT', '/v1/catalogue', document);
    await town.deployment.clock.moveTo('2026-01-12T08:00:00Z');
    const lines = await owner.client.send<{ items: { on: string; kind: string; amount: { amount: number } }[] }>(
      'GET',
      `/v1/accounts/${owner.account}/credit/entries`,
    );
    const nights = lines.items.filter(({ kind }) => kind === 'night').map(({ on, amount }) => [on, amount.amount]);
    expect(nights.slice(0, 2)).toEqual([
      ['2026-01-02', -39],
      ['2026-01-03', -39],
    ]);
    expect(nights.slice(-3)).toEqual([
      ['2026-01-10', -39],
      ['2026-01-11', -100],
      ['2026-01-12', -100],
    ]);
  });
});

describe('P9: a notice', () => {
  it('says how many days are really left', async () => {
    const owner = await newAccount(town);
    const { expires_on: expires } = await credit(owner);
    await town.deployment.clock.advance('P1D');
    const notice = (await mailsTo(town, owner.email)).find(({ subject }) => subject.includes('lasts'));
    const left = Math.round(
      (Date.parse(expires ?? '') - Date.parse(town.deployment.clock.now().slice(0, 10))) / 86_400_000,
    );
    expect(notice?.subject).toContain(`lasts ${left} more days`);
  });
});
