import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/manifest.ts';
import { apiRoutes } from '../../lib/contract/openapi.ts';
import { textOf, Visitor } from '../pages/visitor.ts';
import { colleague, mailsTo, OPERATOR_KEY, type SignedUp, type Town } from '../people/support.ts';
import {
  createCustomer,
  freshKey,
  members,
  type OrderAnswer,
  order,
  pay,
  settleWith,
  shownOrder,
} from '../resellers/create-support.ts';
import { newReseller } from '../resellers/support.ts';
import { manage, signIn } from './cast.ts';
import { type Answer, ask, fillIn, type Wanted } from './requests.ts';

let town: Town;
let customer: string;
let admin: SignedUp;
/** What the reseller bought at its prices: paid, and open. */
let bought: OrderAnswer;
let open: OrderAnswer;
/** What the customer's own admin bought later. */
let own: OrderAnswer;
let creditNote: string;
const tokens: Record<string, string | undefined> = { staff: OPERATOR_KEY };

beforeAll(async () => {
  town = await settleWith('resold-licences', { clock: '2026-01-15T08:12:00Z' });
  const reseller = await newReseller(town, '37.13');
  const { customer: opened, order: first } = await createCustomer(reseller, {
    licences: [{ type: 'member', quantity: 7 }],
  });
  customer = opened.id;
  await pay(town, first);
  bought = await shownOrder(reseller.client, first);
  open = await order(reseller.client, customer, [members(3)], { payment_method: 'bank-transfer' });
  await reseller.client.send('DELETE', `/v1/accounts/${customer}/orders/${open.id}`);
  const note = await town.operator.send<{ credit_note: string }>(
    'POST',
    `/v1/accounts/${customer}/invoices/${bought.invoice}/credit-notes`,
    { reason: 'A mistake' },
    freshKey(),
  );
  creditNote = note.credit_note;
  admin = await colleague(
    town,
    { ...reseller, account: customer },
    { role: 'admin', licences: ['member'], ends_discount: true },
  );
  const second = await order(admin.client, customer, [members(1)]);
  await pay(town, second);
  own = await shownOrder(admin.client, second);
  tokens['the reseller'] = (await signIn(town, reseller.email)).token;
  tokens['the customer’s admin'] = (await signIn(town, admin.email)).token;
});
afterAll(() => town.deployment.stop());

/** The sums of what the reseller bought, as data and as text have them. */
function sums(): string[] {
  const minors = [bought, open].flatMap(({ net, tax, total, items }) => [
    ...[net, tax, total].map(({ amount }) => amount),
    ...items.filter(({ kind }) => kind === 'discount').map(({ amount }) => -amount.amount),
  ]);
  const decimal = (minor: number) => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
  return minors.flatMap((minor) => [String(minor), decimal(minor)]);
}

/** Which of the sums a text has. */
function sumsIn(text: string): string[] {
  const plain = text.replaceAll(/(?<=\d)[,\u00a0\u202f ](?=\d{3}\b)/g, '');
  return sums().filter((sum) => new RegExp(`(?<![\\d.])${sum.replace('.', '[.,]')}(?![\\d])`).test(plain));
}

/** Every way to read the account, of every order and invoice that the reseller brought about. */
const reads = apiRoutes().filter(
  ({ method, path, allow }) => method === 'GET' && path.startsWith('/v1/accounts/{account}') && allow.includes('admin'),
);
const ALSO_READ = ['listHistory', 'exportAccount'];

function wantedOf({ path, operation }: Route): Wanted[] {
  const orders = [bought.id, open.id].map((id) => ({ order: id }));
  const invoices = [bought.invoice ?? '', creditNote].map((id) => ({ invoice: id }));
  const none = { ticket: `tkt_${'0'.repeat(26)}`, training: `trn_${'0'.repeat(26)}`, member: admin.member };
  const some = path.includes('{order}') ? orders : path.includes('{invoice}') ? invoices : [{}];
  const query = ALSO_READ.includes(operation) ? '?limit=100' : '';
  return some.map((ids) => ({ path: `${fillIn(path, { account: customer, ...none, ...ids })}${query}` }));
}

function answers(route: Route, who: string): Promise<Answer[]> {
  return Promise.all(wantedOf(route).map((wanted) => ask(town.deployment.url, route, wanted, tokens[who])));
}

const isOfOne = ({ path }: Route) => path.includes('{order}') || path.includes('{invoice}');

describe('R5: what a reseller paid', () => {
  it.each(reads.map((route) => [route.operation, route] as const))(
    '%s: is not shown to the customer’s own admin',
    async (_, route) => {
      for (const { status, code, text } of await answers(route, 'the customer’s admin')) {
        expect(sumsIn(text)).toEqual([]);
        if (isOfOne(route))
          expect([status, code]).toEqual([404, expect.stringMatching(/^(order|invoice)\.not-found$/)]);
      }
    },
  );

  const shown = [
    'listHistory',
    'exportHistory',
    'exportAccount',
    'listOrders',
    'getOrder',
    'listInvoices',
    'exportInvoices',
    'getInvoice',
    'getInvoiceXml',
  ];
  it.each(shown)('%s: is shown to the reseller, and to staff where they may read it', async (operation) => {
    const route = reads.find((each) => each.operation === operation) as Route;
    for (const who of ['the reseller', 'staff']) {
      const found = (await answers(route, who)).map(({ text }) => sumsIn(text).length > 0);
      expect([who, ...found]).toEqual([who, ...found.map(() => true)]);
    }
  });

  it('getInvoicePdf: is drawn for the reseller and for staff', async () => {
    const route = reads.find(({ operation }) => operation === 'getInvoicePdf') as Route;
    for (const who of ['the reseller', 'staff']) {
      expect((await answers(route, who)).map(({ status }) => status)).toEqual([200, 200]);
    }
  });

  it('what the admin bought is there for everybody, so that lists are not merely empty', async () => {
    for (const who of Object.keys(tokens)) {
      for (const operation of ['listOrders', 'listInvoices', 'exportInvoices', 'listHistory']) {
        const route = reads.find((each) => each.operation === operation) as Route;
        const [answer] = await answers(route, who);
        expect([who, operation, answer?.text.includes(own.id) || answer?.text.includes(own.invoice ?? '')]).toEqual([
          who,
          operation,
          true,
        ]);
      }
    }
  });
});

describe('R5: what a reseller paid, on pages and in mails', () => {
  const browser = (who: string) => {
    const visitor = new Visitor(town.deployment.url);
    const token = tokens[who];
    if (token !== undefined) visitor.cookies.set('session', token);
    return visitor;
  };
  const paths = () => [
    `/account?account=${customer}`,
    `/account?account=${customer}&order=${bought.id}`,
    ...[bought, open].map(({ id }) => `/pay/${id}?account=${customer}`),
    ...['pdf', 'xml'].map((kind) => `/account/invoices/${bought.invoice}.${kind}?account=${customer}`),
  ];

  it('the account, its orders, payment pages and files say nothing of it to the customer’s admin', async () => {
    const visitor = browser('the customer’s admin');
    const seen = await Promise.all(paths().map(async (path) => visitor.get(path)));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404, 404]);
    for (const page of seen) expect(sumsIn(textOf(page))).toEqual([]);
  });

  it('the reseller sees it on all of them', async () => {
    const visitor = browser('the reseller');
    const seen = await Promise.all(paths().map(async (path) => visitor.get(path)));
    expect(seen.map(({ status }) => status)).toEqual(seen.map(() => 200));
    for (const page of seen.filter(({ headers }) => headers.get('content-type') !== 'application/pdf')) {
      expect(sumsIn(`${textOf(page)} ${page.html}`)).not.toEqual([]);
    }
  });

  it('nobody who is not signed in gets to its payment page', async () => {
    const { status, location } = await browser('nobody').get(`/pay/${bought.id}?account=${customer}`);
    expect([status, location?.startsWith('/sign-in?next=')]).toEqual([303, true]);
  });

  it('the customer’s admin gets no mail with it', async () => {
    const mails = await mailsTo(town, admin.email);
    expect(mails.length).toBeGreaterThan(0);
    expect(sumsIn(JSON.stringify(mails))).toEqual([]);
  });
});

describe('R5: what a reseller paid, once it is gone', () => {
  beforeAll(async () => {
    await admin.client.send('DELETE', `/v1/accounts/${customer}/reseller`);
    const next = await newReseller(town, '20');
    await manage(next, { account: customer });
    tokens['the next reseller'] = (await signIn(town, next.email)).token;
  });

  it.each(reads.map((route) => [route.operation, route] as const))(
    '%s: is not shown to the next reseller, and the old one sees no account',
    async (_, route) => {
      for (const { text } of await answers(route, 'the next reseller')) expect(sumsIn(text)).toEqual([]);
      for (const { code } of await answers(route, 'the reseller')) expect(code).toBe('account.not-found');
    },
  );
});
