import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../lib/runtime/problem.ts';
import { customer, settleWithPlans } from '../licences/support.ts';
import { newAccount, problemOf, type SignedUp, type Town } from '../people/support.ts';

const ID = '01JZ8Q0V7M3K5N9P2R4S6T8W0X';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const module = (id: string) => ({ kind: 'module', module: id });
const licences = (quantity: number, type = 'base') => ({ kind: 'licence', type, quantity });
const credit = (amount: number) => ({ kind: 'credit', amount: eur(amount) });
const order = (...items: unknown[]) => ({ items });

/** What the validation library says by itself. */
const OF_THE_LIBRARY = /invalid|expected|received|too (small|big)|unrecognized|[<>]=|undefined|NaN/i;

let town: Town;
let prepaid: SignedUp;
let running: SignedUp;
let fresh: SignedUp;
let invoice: string;
let payment: string;
beforeAll(async () => {
  town = await settleWithPlans();
  prepaid = await newAccount(town);
  running = await customer(town, { base: 1 }, ['portal']);
  fresh = await newAccount(town, { plan: 'seats' });
  invoice = await invoiceFor(9999);
  const transfer = { amount: eur(500), bank_reference: 'PAID-BY-NOBODY' };
  payment = (await once<{ payment: { id: string } }>('/v1/payments', transfer)).payment.id;
});
afterAll(() => town.deployment.stop());

let asked = 0;
function once<T>(path: string, body: unknown, client = town.operator): Promise<T> {
  asked += 1;
  return client.send<T>('POST', path, body, { 'idempotency-key': `request-${asked}` });
}

/** Credit that is bought and paid by card: an invoice of one line. */
async function invoiceFor(cents: number): Promise<string> {
  const orders = `/v1/accounts/${prepaid.account}/orders`;
  const placed = await once<{ id: string; payment_url: string }>(orders, order(credit(cents)), prepaid.client);
  const card = new URLSearchParams({ card: '4242424242424242' });
  await fetch(placed.payment_url, { method: 'POST', body: card, redirect: 'manual' });
  await town.deployment.settle();
  return (await prepaid.client.send<{ invoice: string }>('GET', `${orders}/${placed.id}`)).invoice;
}

type Who = 'anyone' | 'prepaid' | 'running' | 'fresh' | 'operator';

function sent(who: Who, request: string, body: unknown): Promise<Problem> {
  const owner = { anyone: prepaid, prepaid, running, fresh, operator: prepaid }[who];
  const client = who === 'operator' ? town.operator : who === 'anyone' ? town.anyone : owner.client;
  const [method = '', path = ''] = request.split(' ');
  const filled = path
    .replace('{account}', owner.account)
    .replace('{member}', owner.member)
    .replace('{invoice}', invoice)
    .replace('{payment}', payment);
  asked += 1;
  return problemOf(client.send(method, filled, body, { 'idempotency-key': `request-${asked}` }));
}

const ACCOUNT = '/v1/accounts/{account}';
const MEMBERS = `GET ${ACCOUNT}/members`;
const EDIT = `PATCH ${ACCOUNT}`;
const MEMBER = `PATCH ${ACCOUNT}/members/{member}`;
const ORDERS = `POST ${ACCOUNT}/orders`;
const PREVIEW = `POST ${ACCOUNT}/orders/previews`;
const CHANGES = `POST ${ACCOUNT}/subscription/changes`;
const CREDIT_NOTES = `POST ${ACCOUNT}/invoices/{invoice}/credit-notes`;
const ASSIGN = 'POST /v1/payments/{payment}/assignments';

describe('A refused value is told in plain words, once for each field', () => {
  it.each<[Who, string, unknown, string[]]>([
    ['anyone', 'POST /v1/sessions', {}, ['/email is missing', '/password is missing']],
    ['anyone', 'POST /v1/sessions', 'text', [' must be an object']],
    ['prepaid', EDIT, { organisation: '   ' }, ['/organisation must have at least 1 character']],
    ['prepaid', EDIT, { organisation: 'x'.repeat(121) }, ['/organisation must have at most 120 characters']],
    ['prepaid', EDIT, { organisation: 'x'.repeat(900) }, ['/organisation must have at most 120 characters']],
    ['prepaid', EDIT, { organisation: 5 }, ['/organisation must be text']],
    ['prepaid', EDIT, { plan: 'cloud', a: 1 }, ['/plan is not a known field', '/a is not a known field']],
    ['prepaid', EDIT, { billing: [] }, ['/billing must be an object']],
    ['prepaid', MEMBER, { active: null }, ['/active must be true or false']],
    ['prepaid', MEMBER, { role: 'king' }, ['/role must be one of owner, admin, member']],
    ['prepaid', MEMBER, { profile: { modules: 'all' } }, ['/profile/modules must be a list']],
    ['prepaid', `${MEMBERS}?limit=0`, undefined, ['/query/limit must be at least 1']],
    ['prepaid', `${MEMBERS}?limit=101`, undefined, ['/query/limit must be at most 100']],
    ['prepaid', `${MEMBERS}?limit=ten`, undefined, ['/query/limit must be a number']],
    ['prepaid', `${MEMBERS}?limit=1.5`, undefined, ['/query/limit must be a whole number']],
    ['prepaid', `${MEMBERS}?former=yes`, undefined, ['/query/former must be one of true, false']],
    ['prepaid', 'GET /v1/users/you', undefined, ['/path/user must be "me" or an id that begins with usr_']],
    ['running', ORDERS, {}, ['/items is missing']],
    ['running', ORDERS, order(), ['/items must have at least 1 entry']],
    ['running', ORDERS, order(...Array(21).fill(licences(1))), ['/items must have at most 20 entries']],
    ['running', ORDERS, order(null), ['/items/0 must be an object']],
    ['running', ORDERS, order({}), ['/items/0/kind is missing']],
    ['running', ORDERS, order({ kind: 'gold' }), ['/items/0/kind must be one of credit, licence, module, pack']],
    ['running', ORDERS, order(licences(0)), ['/items/0/quantity must be at least 1']],
    ['running', ORDERS, order(licences(1001)), ['/items/0/quantity must be at most 1000']],
    ['running', ORDERS, order(licences(1e300)), ['/items/0/quantity must be at most 1000']],
    ['running', ORDERS, order(licences(-1e300)), ['/items/0/quantity must be at least 1']],
    ['running', ORDERS, order(licences(1.5)), ['/items/0/quantity must be a whole number']],
    ['running', ORDERS, { ...order(licences(1)), term: 3 }, ['/term must be 1 or 12']],
    [
      'running',
      ORDERS,
      { ...order(licences(1)), payment_method: 'cash' },
      ['/payment_method must be one of card, bank-transfer'],
    ],
    ['operator', CREDIT_NOTES, { lines: [{}] }, ['/reason is missing', '/lines/0/line is missing']],
    [
      'operator',
      'POST /v1/payments',
      { amount: eur(0), bank_reference: '' },
      ['/amount/amount must be above 0', '/bank_reference must have at least 1 character'],
    ],
    [
      'operator',
      'POST /v1/payments',
      { amount: eur(1), bank_reference: 'A-1', order: `ord_${ID}` },
      ['/account must be there with "order"'],
    ],
  ])('%s: %s %j', async (who, request, body, expected) => {
    const problem = await sent(who, request, body);
    expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
    expect(problem.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual(expected);
  });
});

const ASSIGNMENTS = ' must have account and order, or account and credit, or refund';
const CREDIT_CHANGES = ' must have amount, or member and active, or add_on and enabled';

describe('Where a body may have several forms, it is told which, or what the nearest lacks', () => {
  it.each<[Who, string, unknown, string]>([
    ['operator', ASSIGN, {}, ASSIGNMENTS],
    ['operator', ASSIGN, { account: `acc_${ID}` }, ASSIGNMENTS],
    ['operator', ASSIGN, { account: `acc_${ID}`, order: `ord_${ID}`, credit: true }, ASSIGNMENTS],
    ['operator', ASSIGN, { order: `ord_${ID}` }, '/account is missing'],
    ['operator', ASSIGN, { account: `acc_${ID}`, order: 'mine' }, '/order must be an id that begins with ord_'],
    ['operator', ASSIGN, { account: `acc_${ID}`, credit: false }, '/credit must be true'],
    ['operator', ASSIGN, { refund: {} }, '/refund/bank_reference is missing'],
    ['operator', ASSIGN, { refund: { bank_reference: '' } }, '/refund/bank_reference must have at least 1 character'],
    ['operator', ASSIGN, [], ' must be an object'],
    ['prepaid', `POST ${ACCOUNT}/credit/previews`, {}, CREDIT_CHANGES],
    [
      'prepaid',
      `POST ${ACCOUNT}/credit/previews`,
      { member: 'x', active: true },
      '/member must be an id that begins with mem_',
    ],
    ['running', CHANGES, {}, ' must have plan, or remove_module, or remove_pack'],
    ['running', CHANGES, { plan: 5 }, '/plan must be text'],
    [
      'running',
      CHANGES,
      { plan: 'tried', remove_module: 'portal' },
      ' must have plan, or remove_module, or remove_pack',
    ],
  ])('%s: %s %j', async (who, request, body, expected) => {
    const problem = await sent(who, request, body);
    expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
    expect(problem.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([expected]);
  });
});

const notes = (...lines: unknown[]) => ({ reason: 'A mistake', lines });
const SEK = { amount: 100, currency: 'SEK' };

describe('A refusal of a rule points at the field it is about', () => {
  it.each<[Who, string, unknown, string, string]>([
    [
      'operator',
      CREDIT_NOTES,
      notes({ line: 1, amount: eur(-5) }),
      'credit-note.beyond-billed',
      '/lines/0/amount/amount must be from 1 to 9999',
    ],
    [
      'operator',
      CREDIT_NOTES,
      notes({ line: 1, amount: eur(0) }),
      'credit-note.beyond-billed',
      '/lines/0/amount/amount must be from 1 to 9999',
    ],
    [
      'operator',
      CREDIT_NOTES,
      notes({ line: 1, amount: eur(10_000) }),
      'credit-note.beyond-billed',
      '/lines/0/amount/amount must be from 1 to 9999',
    ],
    [
      'operator',
      CREDIT_NOTES,
      notes({ line: 1 }, { line: 2 }),
      'credit-note.unknown-line',
      '/lines/1/line is not a line of the invoice',
    ],
    [
      'operator',
      CREDIT_NOTES,
      notes({ line: 1, amount: SEK }),
      'credit.wrong-currency',
      '/lines/0/amount/currency must be EUR',
    ],
    [
      'operator',
      ASSIGN,
      { refund: { bank_reference: 'OUT-1' }, amount: SEK },
      'credit.wrong-currency',
      '/amount/currency must be EUR',
    ],
    [
      'operator',
      ASSIGN,
      { refund: { bank_reference: 'OUT-1' }, amount: eur(501) },
      'payment.nothing-left',
      '/amount/amount must be at most 500',
    ],
    ['prepaid', PREVIEW, order(credit(100), licences(1)), 'order.wrong-kind', '/items/1/kind must be credit'],
    [
      'prepaid',
      PREVIEW,
      order(credit(99)),
      'credit.amount-out-of-range',
      '/items/0/amount/amount must be from 100 to 10000000',
    ],
    [
      'prepaid',
      PREVIEW,
      order(credit(9_999_999), credit(100)),
      'credit.amount-out-of-range',
      '/items must together be from 100 to 10000000',
    ],
    [
      'running',
      PREVIEW,
      order(licences(1), credit(100)),
      'order.wrong-kind',
      '/items/1/kind must be licence, module or pack',
    ],
    [
      'running',
      PREVIEW,
      order(licences(1), licences(1, 'gold')),
      'licence.unknown-type',
      '/items/1/type is not a licence on offer',
    ],
    [
      'running',
      PREVIEW,
      order(licences(1), licences(1), module('radar')),
      'module.unknown',
      '/items/2/module is not a module on offer',
    ],
    [
      'running',
      PREVIEW,
      order(module('reports'), module('portal')),
      'module.already-there',
      '/items/1/module is in the subscription already',
    ],
    [
      'running',
      PREVIEW,
      { ...order(licences(1)), term: 12 },
      'subscription.other-term',
      '/term must be left out, or 1',
    ],
    ['fresh', PREVIEW, { ...order(licences(1)), term: 12 }, 'subscription.term-unavailable', '/term must be 1'],
    ['fresh', PREVIEW, order(module('reports')), 'order.no-licences', '/items must have a licence among them'],
    ['running', CHANGES, { plan: 'cloud' }, 'plan.not-an-edition', '/plan is not an edition this plan can change to'],
    ['running', CHANGES, { plan: 'tried' }, 'plan.not-an-edition', '/plan is not an edition this plan can change to'],
    ['running', CHANGES, { plan: 'seats' }, 'plan.already-there', '/plan is the plan there is'],
    ['running', CHANGES, { remove_module: 'reports' }, 'module.unknown', '/remove_module is not in the subscription'],
    [
      'running',
      `PUT ${ACCOUNT}/members/{member}/licences/gold`,
      undefined,
      'licence.unknown-type',
      '/path/type is not a licence on offer',
    ],
  ])('%s: %s %j', async (who, request, body, code, expected) => {
    const problem = await sent(who, request, body);
    expect(problem.code).toBe(code);
    expect(problem.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([expected]);
    expect(`${problem.title} ${problem.detail} ${expected}`).not.toMatch(OF_THE_LIBRARY);
  });

  it('says what of an invoice can be credited, whatever was wrong with the amount', async () => {
    const problem = await sent('operator', CREDIT_NOTES, notes({ line: 1, amount: eur(-5) }));
    expect(problem).toMatchObject({
      status: 422,
      title: 'This amount cannot be credited',
      detail: '€99.99 before tax is left to credit. Credit all of it or a part of it.',
    });
  });

  it('names the ways to pay there are', async () => {
    const catalogue = await town.operator.send<{ seller: object }>('GET', '/v1/catalogue');
    await town.operator.send('PUT', '/v1/catalogue', {
      ...catalogue,
      seller: { ...catalogue.seller, bank: undefined },
    });
    const body = { ...order(credit(100)), payment_method: 'bank-transfer' };
    expect(await sent('prepaid', ORDERS, body)).toMatchObject({
      code: 'order.payment-unavailable',
      errors: [{ pointer: '/payment_method', detail: 'must be card' }],
    });
  });
});
