import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { setVariables } from '../../infra/local/environment.ts';
import type { AccountId, OrderId } from '../../lib/domain/ids.ts';
import { money } from '../../lib/domain/money.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { loadOrder, type Order, replaceOrder } from '../../lib/store/orders.ts';
import { transact } from '../../lib/store/table.ts';
import { useStripe } from '../payments/doubles.ts';
import { intent, session, signed, stripeEvent } from '../payments/stripe-events.ts';
import { startPages } from './deployment.ts';
import { newOwner } from './people.ts';
import { textOf, Visitor } from './visitor.ts';

let deployment: LocalDeployment;
let putBack = async (): Promise<void> => {};

beforeAll(async () => {
  deployment = await startPages();
});
afterAll(() => deployment?.stop());
afterEach(async () => {
  await putBack();
  putBack = async () => {};
});

/** From here on the deployment takes cards through Stripe, until the test ends. */
async function withStripe() {
  const doubles = await useStripe();
  const restore = setVariables(doubles.variables);
  forgetEnvironment();
  putBack = async () => {
    restore();
    forgetEnvironment();
    await doubles.stop();
  };
  return doubles;
}

type Owner = Awaited<ReturnType<typeof newOwner>>;

interface Placed {
  readonly account: AccountId;
  readonly order: OrderId;
  /** Path and query of the page it is paid on. */
  readonly path: string;
  readonly paymentUrl: string;
}

async function place({ token, account }: Owner, method: 'card' | 'bank-transfer' = 'card'): Promise<Placed> {
  const response = await fetch(`${deployment.url}/v1/accounts/${account}/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      items: [{ kind: 'credit', amount: { amount: 14_400, currency: 'EUR' } }],
      payment_method: method,
    }),
  });
  const placed = (await response.json()) as { id: OrderId; payment_url: string };
  expect([response.status, placed.id]).toEqual([201, expect.stringMatching(/^ord_/)]);
  return {
    account: account as AccountId,
    order: placed.id,
    path: `/pay/${placed.id}?account=${account}`,
    paymentUrl: placed.payment_url,
  };
}

async function stored({ account, order }: Placed): Promise<Order> {
  const found = await loadOrder(account, order);
  if (found === undefined) throw new Error('The order is gone');
  return found;
}

async function change(placed: Placed, changes: Partial<Order>): Promise<void> {
  const order = await stored(placed);
  expect(await transact([replaceOrder(order, { ...order, ...changes })])).toMatchObject({ committed: true });
}

/** Stripe's reports of one payment of an order. */
function reportsOf({ account, order }: Placed) {
  const metadata = { account, order, stage: 'local' };
  const reference = `pi_${randomUUID().replaceAll('-', '')}`;
  const taken = session(metadata, { payment_intent: reference });
  return {
    paid: stripeEvent('checkout.session.completed', taken),
    paidLater: stripeEvent('checkout.session.async_payment_succeeded', taken),
    declined: stripeEvent('payment_intent.payment_failed', intent(metadata, { id: reference })),
  };
}

const stranger = () => new Visitor(deployment.url);
const formTargets = ({ headers }: { headers: Headers }) =>
  /form-action ([^;]+)/.exec(headers.get('content-security-policy') ?? '')?.[1];

function report(event: object): Promise<Response> {
  const { body, headers } = signed(event, Date.parse(deployment.clock.now()));
  return fetch(`${deployment.url}/v1/gateways/stripe/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function balanceOf({ token, account }: Owner): Promise<number> {
  const answer = await fetch(`${deployment.url}/v1/accounts/${account}/credit`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as { balance: { amount: number } }).balance.amount;
}

describe('T4: whoever has the link can pay an order by card through Stripe', () => {
  it('sees what it comes to, and nothing of a person', async () => {
    await withStripe();
    const owner = await newOwner(deployment);
    const placed = await place(owner);
    expect(placed.paymentUrl).toBe(`${deployment.url}${placed.path}`);
    const page = await stranger().get(placed.path);
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('Pay €175.68');
    expect(textOf(page)).toContain('Credit €144.00');
    expect(textOf(page)).toContain('Total before tax €144.00 VAT 22% €31.68 Total €175.68');
    expect(textOf(page)).toContain(`Order ${placed.order}`);
    for (const hidden of [owner.email, 'Example Owner', 'Example Works']) expect(page.html).not.toContain(hidden);
  });

  it('is led to Stripe by the button, and the page lets its form lead there alone', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment));
    const visitor = stranger();
    const page = await visitor.get(`${placed.path}&locale=fr`);
    expect(formTargets(page)).toBe("'self' https://checkout.stripe.com");
    const pressed = await visitor.submit(page, placed.path);
    expect([pressed.status, pressed.location]).toEqual([
      303,
      expect.stringMatching(/^https:\/\/checkout\.stripe\.com\//),
    ]);
    const elsewhere = await visitor.get('/sign-in');
    expect(formTargets(elsewhere)).toBe("'self'");
  });

  it('who comes back before the report is told to wait, and then that it is paid', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment));
    const waiting = await stranger().get(`${placed.path}&returned=1`);
    expect(textOf(waiting)).toContain('The payment service will tell us in a moment that €175.68 is paid.');
    expect(textOf(waiting)).toContain('Waiting for the confirmation of €175.68');
    expect(waiting.html).toContain('id="pending"');
    await report(reportsOf(placed).paid);
    const paid = await stranger().get(`${placed.path}&returned=1`);
    expect(textOf(paid)).toContain('This order is paid');
    expect(paid.html).not.toContain('id="pending"');
    expect(paid.html).not.toContain('<form method="post" action="/pay/');
  });

  it('who was declined is told so, and may try again', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment));
    await report(reportsOf(placed).declined);
    const page = await stranger().get(`${placed.path}&returned=1`);
    expect(textOf(page)).toContain('The last payment was declined. Nothing was charged');
    expect(page.html).toContain(`action="${placed.path}"`);
  });

  it('pays what is still due when part of it has arrived', async () => {
    const { stripe } = await withStripe();
    const placed = await place(await newOwner(deployment));
    await change(placed, { received: money(10_000, 'EUR') });
    const visitor = stranger();
    const page = await visitor.get(placed.path);
    expect(textOf(page)).toContain('Total €175.68 Paid so far €100.00 Still to pay €75.68');
    await visitor.submit(page, placed.path);
    expect(stripe.heard.at(-1)?.body).toContain('unit_amount]=7568');
  });
});

describe('T4: a payment counts once, whatever Stripe reports how often and in which order', () => {
  it('100 reports at once, with the declined tries before it mixed in', async () => {
    await withStripe();
    const owner = await newOwner(deployment, { activate: 'yes' });
    const placed = await place(owner);
    const before = await balanceOf(owner);
    const { paid, paidLater, declined } = reportsOf(placed);
    const sent = Array.from({ length: 100 }, (_, index) => [paid, paid, paidLater, declined][index % 4] ?? paid);
    // Stripe sends again whatever is not answered with 2xx.
    let open = sent;
    while (open.length > 0) {
      const answers = await Promise.all(open.map(async (event) => ({ event, ok: (await report(event)).ok })));
      open = answers.filter(({ ok }) => !ok).map(({ event }) => event);
    }
    const order = await stored(placed);
    expect(order).toMatchObject({ status: 'paid', declined: false, received: money(17_568, 'EUR') });
    expect(order.payments).toHaveLength(1);
    expect((await balanceOf(owner)) - before).toBe(14_400);
  });

  it('a decline that arrives after the payment leaves it paid', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment, { activate: 'yes' }));
    const { paid, declined } = reportsOf(placed);
    expect((await report(paid)).status).toBe(200);
    expect((await report(declined)).status).toBe(200);
    expect(await stored(placed)).toMatchObject({ status: 'paid', declined: false });
  });

  it('a forged report is answered with 401 and changes nothing', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment));
    const made = signed(reportsOf(placed).paid, Date.parse(deployment.clock.now()), 'whsec_guessed');
    const answer = await fetch(`${deployment.url}/v1/gateways/stripe/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...made.headers },
      body: made.body,
    });
    expect(answer.status).toBe(401);
    expect(await stored(placed)).toMatchObject({ status: 'pending' });
  });
});

describe('T4: when Stripe is down, the order is kept', () => {
  it('can be placed, answers 503 with a time to try again, and is paid later', async () => {
    const { stripe, variables } = await withStripe();
    await stripe.stop();
    const placed = await place(await newOwner(deployment));
    const visitor = stranger();
    const refused = await visitor.submit(await visitor.get(placed.path), placed.path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(textOf(refused)).toContain('The payment service does not answer at the moment Nothing was charged');
    expect(formTargets(refused)).toBe("'self' https://checkout.stripe.com");
    expect(await stored(placed)).toMatchObject({ status: 'pending' });
    await putBack();
    const again = await withStripe();
    expect(again.variables.STRIPE_API_URL).not.toBe(variables.STRIPE_API_URL);
    const pressed = await visitor.submit(refused, placed.path);
    expect(pressed.location).toContain('https://checkout.stripe.com/');
  });
});

describe('T4: an order that is to be paid by bank transfer says how', () => {
  it('with account, reference, amount and a QR code, and no card', async () => {
    const placed = await place(await newOwner(deployment), 'bank-transfer');
    expect(placed.paymentUrl).toBe(`${deployment.url}${placed.path}`);
    const { transfer } = await stored(placed);
    const page = await stranger().get(placed.path);
    const grouped = (text = '') => text.match(/.{1,4}/g)?.join(' ');
    expect(textOf(page)).toContain(`IBAN ${grouped(transfer?.iban)}`);
    expect(textOf(page)).toContain(`Reference ${grouped(transfer?.reference)}`);
    expect(textOf(page)).toContain('Amount €175.68');
    expect(textOf(page)).toContain('The credit is added when the money arrives');
    expect(page.html).toMatch(/<svg role="img" aria-label="QR code of the transfer of €175.68" viewBox="0 0 \d+ \d+"/);
    expect(page.html).not.toContain('<form method="post" action="/pay/');
  });

  it('copying the account brings no spaces', async () => {
    const placed = await place(await newOwner(deployment), 'bank-transfer');
    const { transfer } = await stored(placed);
    const page = await stranger().get(placed.path);
    const [, copied = ''] = /IBAN<\/dt><dd><span class="copy">(.*?)<\/span><\/dd>/s.exec(page.html) ?? [];
    expect(copied.replaceAll(/<[^>]+>/g, '')).toBe(transfer?.iban);
  });

  it('a part that arrived is taken off the amount and the code', async () => {
    const placed = await place(await newOwner(deployment), 'bank-transfer');
    await change(placed, { received: money(17_000, 'EUR') });
    const page = await stranger().get(placed.path);
    expect(textOf(page)).toContain('Amount €5.68');
    expect(page.html).toContain('QR code of the transfer of €5.68');
  });

  it('a renewal that can be paid either way offers both', async () => {
    await withStripe();
    const owner = await newOwner(deployment);
    const { transfer } = await stored(await place(owner, 'bank-transfer'));
    const placed = await place(owner);
    await change(placed, { purpose: 'renewal', transfer });
    const page = await stranger().get(placed.path);
    expect(textOf(page)).toMatch(
      /Pay €175.68 by card .* Or by bank transfer .* The renewal is paid when the money arrives/,
    );
  });
});

describe('T4: where the gateway’s page is made with the order, the button leads there', () => {
  it('to the sandbox, and the form leads nowhere else', async () => {
    const placed = await place(await newOwner(deployment));
    const visitor = stranger();
    const page = await visitor.get(placed.path);
    expect(formTargets(page)).toBe("'self'");
    const pressed = await visitor.submit(page, placed.path);
    expect(pressed.location).toBe(placed.paymentUrl);
    expect(pressed.location).toContain('/sandbox-gateway/checkouts/');
  });

  it('an order of a gateway that is gone is paid with the one that came after it', async () => {
    const placed = await place(await newOwner(deployment));
    await withStripe();
    const visitor = stranger();
    const pressed = await visitor.submit(await visitor.get(placed.path), placed.path);
    expect(pressed.location).toContain('https://checkout.stripe.com/');
  });

  it('where cards are taken no more, the page offers none', async () => {
    await withStripe();
    const placed = await place(await newOwner(deployment));
    const visitor = stranger();
    const before = await visitor.get(placed.path);
    await putBack();
    expect((await visitor.get(placed.path)).html).not.toContain('<form method="post" action="/pay/');
    const pressed = await visitor.submit(before, placed.path);
    expect([pressed.status, textOf(pressed)]).toEqual([
      422,
      expect.stringContaining('Cards cannot be taken at the moment'),
    ]);
  });
});

describe('T4: an order that cannot be paid says why, and takes no money', () => {
  it.each<[string, Partial<Order>, string]>([
    ['expired', { expiresAt: '2026-01-15T07:59:59.000Z' }, 'This order can no longer be paid'],
    ['paid when its prices no longer held', { closed: 'outdated' }, 'Your payment came too late for this order'],
    ['withdrawn', { closed: 'withdrawn' }, 'This order was withdrawn'],
    ['credited in full', { credited: money(17_568, 'EUR') }, 'There is nothing to pay'],
    ['paid', { status: 'paid' }, 'This order is paid'],
  ])('%s', async (_, changes, title) => {
    const { stripe } = await withStripe();
    const placed = await place(await newOwner(deployment));
    const visitor = stranger();
    const open = await visitor.get(placed.path);
    await change(placed, changes);
    const page = await visitor.get(placed.path);
    expect(textOf(page)).toContain(title);
    expect(page.html).not.toContain('<form method="post" action="/pay/');
    const pressed = await visitor.submit(open, placed.path);
    expect([303, 410]).toContain(pressed.status);
    expect(pressed.location ?? '').not.toContain('stripe');
    expect(stripe.heard).toEqual([]);
  });
});

describe('T4: a wrong link leads to the page that any wrong address leads to', () => {
  it.each([
    ['of nothing', '/pay/nothing'],
    ['without an account', '/pay/ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X'],
    ['of an unknown order', '/pay/ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X?account=acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X'],
    ['with a key of the table in it', '/pay/ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X?account=acc_1%23x'],
  ])('%s', async (_, path) => {
    const page = await stranger().get(path);
    expect(page.status).toBe(404);
    expect(textOf(page)).toContain('This page does not exist');
  });

  it('an order is not found under another account', async () => {
    const [placed, other] = [await place(await newOwner(deployment)), await newOwner(deployment)];
    const page = await stranger().get(`/pay/${placed.order}?account=${other.account}`);
    expect(page.status).toBe(404);
  });

  it('a form that was not made for this browser starts no payment', async () => {
    const { stripe } = await withStripe();
    const placed = await place(await newOwner(deployment));
    const refused = await stranger().post(placed.path, { form_token: 'x'.repeat(43) });
    expect(refused.status).toBe(403);
    expect(stripe.heard).toEqual([]);
  });
});
