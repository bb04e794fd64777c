import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Operation, type Route, routes } from '../../functions/manifest.ts';
import { type RefusalCode, Refused } from '../../lib/domain/refusal.ts';
import { wordsOf } from '../../lib/pages/problem-view.ts';
import { textOf, type Visited, Visitor } from '../pages/visitor.ts';
import { type Town, tableItems } from '../people/support.ts';
import { cellOf, isPerson, type Kind, kindNames, knowsAccount } from './callers.ts';
import { type Cast, gather, manage } from './cast.ts';
import { type Ids, settleWithEverything } from './full-account.ts';
import { nowhere } from './requests.ts';

let town: Town;
let cast: Cast;
let checkout: string;
beforeAll(async () => {
  town = await settleWithEverything();
  cast = await gather(town);
  const { account, order } = cast.full.ids;
  const { payment_url: url } = await town.operator.send<{ payment_url: string }>(
    'GET',
    `/v1/accounts/${account}/orders/${order}`,
  );
  checkout = new URL(url).pathname;
});
afterAll(() => town.deployment.stop());

const pages = (routes as readonly Route[]).filter(({ kind }) => kind === 'page');
const rows = pages.map((route) => [route.operation, route] as const);

interface Asked {
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** What is asked of pages that are about something. */
function askedOf({ operation, path }: Route, wanted: Ids): Asked {
  const { account = '', reseller = '', order, invoice, ticket, training = '' } = wanted;
  const of = (id: string | undefined) => `?account=${id}`;
  const aboutTicket = `/account/support/${ticket}`;
  const about: Partial<Record<Operation, Asked>> = {
    getDocsAsset: { path: '/docs/docs.css' },
    getPageAsset: { path: '/assets/pages.css' },
    showPayment: { path: `/pay/${order}${of(account)}` },
    submitPayment: { path: `/pay/${order}${of(account)}` },
    showCheckout: { path: checkout },
    payCheckout: { path: checkout },
    downloadInvoice: { path: `/account/invoices/${invoice}.pdf${of(account)}` },
    submitActivation: { path, form: { account } },
    submitBilling: { path, form: { account, legal_name: 'Renamed' } },
    submitPurchase: { path, form: { account, do: 'buy', 'licence-seat': '1' } },
    submitSubscription: { path, form: { account, do: 'renewal-off' } },
    submitMember: { path, form: { account, member: wanted['member'] ?? '', do: 'make-inactive' } },
    submitResellerWithdrawal: { path, form: { account } },
    showSupport: { path: path + of(account) },
    submitTicket: { path, form: { account, subject: 'A third question', text: 'When?' } },
    showTicket: { path: aboutTicket + of(account) },
    submitTicketMessage: { path: aboutTicket, form: { account, text: 'Nevertheless' } },
    submitTraining: { path, form: { account, training, do: 'cancel' } },
    downloadTraining: { path: `/account/trainings/${training}.ics${of(account)}` },
    showCustomers: { path: path + of(reseller) },
    showNewCustomer: { path: path + of(reseller) },
    submitNewCustomer: { path, form: { account: reseller, organisation: 'Another' } },
  };
  const asked = about[operation as Operation] ?? { path };
  if (asked.path.includes('{')) throw new Error(`test/access/pages.test.ts does not know what ${operation} is about`);
  return asked;
}

const ids = (): Ids => ({ ...cast.full.ids, reseller: cast.reseller.account });

/** A browser of theirs, and what proves that its forms are ours. */
const browsers = new Map<Kind, { visitor: Visitor; headers: Record<string, string>; token: string }>();

async function browserOf(kind: Kind) {
  const known = browsers.get(kind);
  if (known !== undefined) return known;
  const visitor = new Visitor(town.deployment.url);
  const { token = '' } = cast.characters[kind];
  if (isPerson(kind)) visitor.cookies.set('session', token);
  // The page of whoever is signed in has a form to sign out; the page for signing in has one as well.
  const { html } = await visitor.get(isPerson(kind) ? '/account' : '/sign-in');
  const formToken = /name="form_token" value="([^"]+)"/.exec(html)?.[1];
  if (formToken === undefined) throw new Error(`${kind} gets a page without a form`);
  const headers: Record<string, string> = isPerson(kind) || token === '' ? {} : { authorization: `Bearer ${token}` };
  const browser = { visitor, headers, token: formToken };
  browsers.set(kind, browser);
  return browser;
}

async function visit(route: Route, kind: Kind, { path, form }: Asked): Promise<Visited> {
  const { visitor, headers, token } = await browserOf(kind);
  if (route.method === 'GET') return visitor.get(path, headers);
  return visitor.post(path, { ...form, form_token: token }, headers);
}

const refusals: readonly RefusalCode[] = ['session.required', 'access.denied', 'account.not-found'];

/** What a page says of its cell; who is led to signing in is told that as well. */
function cellIn(visited: Visited): string {
  const { status, location } = visited;
  if (location?.startsWith('/sign-in?next=') === true) return 'session.required';
  if (status < 400) return 'allowed';
  const text = textOf(visited);
  const said = (code: RefusalCode) => text.includes(wordsOf(new Refused(code), 'en').title);
  const refused = refusals.find(said);
  if (refused !== undefined) return refused;
  return status >= 500 || said('route.not-found') || said('form.expired') ? `fault ${status}` : 'allowed';
}

describe('A page whose visitor may not see it', () => {
  it.each(rows)('%s: is refused, and changes nothing', async (_, route) => {
    const refused = kindNames.filter((kind) => cellOf(route, kind) !== 'allowed');
    const asked = askedOf(route, ids());
    for (const kind of refused) await browserOf(kind);
    const before = await tableItems(town);
    const seen: [Kind, string][] = [];
    for (const kind of refused) seen.push([kind, cellIn(await visit(route, kind, asked))]);
    expect(seen).toEqual(refused.map((kind) => [kind, cellOf(route, kind)]));
    expect(await tableItems(town)).toEqual(before);
  });

  it.each(rows)('%s: looks to who does not know the account as if there were none', async (_, route) => {
    for (const kind of kindNames.filter((each) => cellOf(route, each) === 'account.not-found')) {
      const here = await visit(route, kind, askedOf(route, ids()));
      const nothing = await visit(route, kind, askedOf(route, nowhere));
      expect([kind, here.status, here.html]).toEqual([kind, nothing.status, nothing.html]);
    }
  });
});

describe('The page of one account', () => {
  const showAccount = pages.find(({ operation }) => operation === 'showAccount') as Route;

  it('is for its members and its reseller’s admins; to others it is as if there were none', async () => {
    const organisation = 'Example Ltd';
    for (const kind of kindNames) {
      const here = await visit(showAccount, kind, { path: `/account?account=${cast.full.ids['account']}` });
      const nothing = await visit(showAccount, kind, { path: `/account?account=${nowhere['account']}` });
      const may = isPerson(kind) && knowsAccount(showAccount, kind);
      const refused = isPerson(kind) ? 'account.not-found' : 'session.required';
      expect([kind, cellIn(here), cellIn(nothing)]).toEqual([kind, may ? 'allowed' : refused, refused]);
      if (may) expect(textOf(here)).toContain(organisation);
      else expect(here.html).toBe(nothing.html);
    }
  });

  it('has what is for admins alone for admins alone', async () => {
    for (const kind of kindNames.filter((each) => isPerson(each) && knowsAccount(showAccount, each))) {
      const { html } = await visit(showAccount, kind, { path: `/account?account=${cast.full.ids['account']}` });
      const purchase = pages.find(({ operation }) => operation === 'submitPurchase') as Route;
      const may = cellOf(purchase, kind) === 'allowed';
      const has = (text: string) => html.includes(text);
      const forms = ['buy', 'billing', 'subscription', 'members'].map((form) => has(`action="/account/${form}"`));
      expect([kind, ...forms, has('/account/invoices/')]).toEqual([kind, may, may, may, may, may]);
    }
  });
});

/** Ends what everybody visits with. */
const LAST = 'submitSignOut';

describe('A page whose visitor may see it', () => {
  it.each([...rows.filter(([name]) => name !== LAST), ...rows.filter(([name]) => name === LAST)])(
    '%s: is not refused for who they are',
    async (operation, route) => {
      const allowed = kindNames.filter((kind) => cellOf(route, kind) === 'allowed');
      const seen: [Kind, string][] = [];
      for (const kind of allowed) {
        seen.push([kind, cellIn(await visit(route, kind, askedOf(route, ids())))]);
        if (operation === 'submitResellerWithdrawal') await manage(cast.reseller, cast.full.owner);
      }
      expect(seen).toEqual(allowed.map((kind) => [kind, 'allowed']));
    },
  );
});
