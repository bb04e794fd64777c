import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { addMember, type Customer, passwordOf, requestSignUp, signIn, signUp } from './people.ts';
import { peopleStory } from './story-people.ts';

interface Money {
  readonly amount: number;
  readonly currency: string;
}

interface Panel {
  readonly status: string;
  readonly balance: Money;
  readonly daily_charge: Money;
  readonly active_users: number;
  readonly expires_on: string | null;
  readonly suspended_from: string | null;
  readonly support: boolean;
}

interface Preview {
  readonly expires_on: string | null;
  readonly days: number | null;
  readonly charge_now: Money;
}

interface Order {
  readonly id: string;
  readonly status: string;
  readonly payment_url: string;
}

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });
/** Dates as they are in the billing time zone of the catalogue. */
const romanDate = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Rome' });
const CARD = '4242 4242 4242 4242';
const panelOf = ({ account, api }: Customer) => api.get<Panel>(`/v1/accounts/${account}/credit`);

/** The first vendor's story, from a sign-up on 1 December 2025 to the last night of 2026. */
export async function prepaidStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const first = await signUpStory(client, checks);
  await activationStory(first, checks);
  const others = await colleaguesStory(client, checks);
  await ghostStory(client, checks);
  await peopleStory(client, checks);
  await freeMonthStory(client, first, checks);
  await purchaseStory(client, first, others, checks);
  await cardStory(client, first, checks);
  await addOnStory(client, checks);
  await staffStory(first, operator, checks);
  await yearStory(client, [first, ...others], checks);
  await recordsStory(first, checks);
}

async function signUpStory(client: Client, checks: Checks): Promise<Customer> {
  checks.say('1 December 2025. An organisation signs up.');
  const email = 'owner@alpha.example';
  checks.see(
    'A1',
    'a sign-up without a solved captcha is refused',
    await refusalOf(unsolvedSignUp(client)),
    'captcha.unsolved',
  );
  const answer = await requestSignUp(client, 'alpha', true);
  checks.see(
    'A2',
    'nothing is open before the e-mail is confirmed',
    await refusalOf(client.post('/v1/sessions', { email, password: 'not a password yet' })),
    'session.wrong-credentials',
  );
  const token = await client.linkToken(email, '/confirm');
  const page = `/confirm?token=${encodeURIComponent(token)}`;
  checks.see(
    'A2',
    'a mail scanner opens the link twice and burns nothing',
    [await client.pageStatus(page), await client.pageStatus(page)],
    [200, 200],
  );
  const confirmed = await client.post<{ account: { id: string }; activated: boolean }>('/v1/confirmations', { token });
  checks.see('A3', 'confirming activates the service, as wished', confirmed.activated, true);
  checks.see('A2', 'the link works once', await refusalOf(client.post('/v1/confirmations', { token })), 'link.used');
  checks.see(
    'A3',
    'two more e-mails came: confirmed, and the way to the service',
    (await client.mails(email)).length,
    3,
  );
  const again = await requestSignUp(client, 'alpha', true);
  checks.see('A1', 'signing up again is answered alike, though the e-mail is known', again, answer);
  checks.see(
    'A5',
    'a wrong password is refused',
    await refusalOf(client.post('/v1/sessions', { email, password: 'wrong wrong wrong' })),
    'session.wrong-credentials',
  );
  return signIn(client, email, passwordOf('alpha'), confirmed.account.id);
}

function unsolvedSignUp(client: Client): Promise<unknown> {
  return client.post('/v1/sign-ups', {
    email: 'robot@robots.example',
    password: 'a robot chose this one',
    organisation: 'Robots',
    plan: 'cloud',
    activate: true,
  });
}

async function activationStory(first: Customer, checks: Checks): Promise<void> {
  const panel = await panelOf(first);
  checks.see('P7', 'activation gave 12.00 EUR, and the first day took 0.38 of it', panel.balance, eur(1162));
  checks.see('P5', 'the panel says the credit lasts through 31 December', panel.expires_on, '2025-12-31');
  const activation = `/v1/accounts/${first.account}/activation`;
  checks.see(
    'A4',
    'activating again is refused kindly',
    await refusalOf(first.api.post(activation)),
    'account.already-active',
  );
  checks.see('P7', 'and grants nothing twice', (await panelOf(first)).balance, eur(1162));
}

/** Two more organisations, with 2 and 3 users, to see how long the same money lasts them. */
async function colleaguesStory(client: Client, checks: Checks): Promise<Customer[]> {
  checks.say('Two more organisations sign up, with two and three active users.');
  const customers: Customer[] = [];
  for (const [name, colleagues] of [
    ['bravo', 1],
    ['charlie', 2],
  ] as const) {
    const customer = await signUp(client, name, true);
    for (let index = 1; index <= colleagues; index += 1) await addMember(customer, `colleague${index}@${name}.example`);
    customers.push(customer);
    const panel = await panelOf(customer);
    checks.see(
      'P3',
      `${colleagues + 1} active users pay their day at once`,
      [panel.active_users, panel.balance],
      [colleagues + 1, eur(1200 - 38 * (colleagues + 1))],
    );
  }
  return customers;
}

async function ghostStory(client: Client, checks: Checks): Promise<void> {
  checks.say('A fourth has a colleague who pauses.');
  const customer = await signUp(client, 'delta', true);
  const { account, api } = customer;
  const ghost = await addMember(customer, 'sometimes@delta.example', false);
  checks.see('P3', 'a member who is created inactive costs nothing', (await panelOf(customer)).balance, eur(1162));
  const member = `/v1/accounts/${account}/members/${ghost}`;
  const preview = await api.post<Preview>(`/v1/accounts/${account}/credit/previews`, { member: ghost, active: true });
  checks.see('P6', 'a preview says that activating costs 0.38 today', preview.charge_now, eur(38));
  for (const active of [true, false, true, false]) await api.patch(member, { active });
  checks.see(
    'P3',
    'switched on, off, on and off again, the day is charged once',
    (await panelOf(customer)).balance,
    eur(1124),
  );
  await client.clockTo('2025-12-02T08:00:00Z');
  checks.see('P3', 'a ghost costs nothing at night: one share of 0.39', (await panelOf(customer)).balance, eur(1085));
  const entitlements = await api.get<{ allowed: boolean }>(`${member}/entitlements`);
  checks.see('E1', 'and may not use the service', entitlements.allowed, false);
  checks.see(
    'A7',
    'the owner cannot be made a ghost',
    await refusalOf(api.patch(`/v1/accounts/${account}/members/${customer.member}`, { active: false })),
    'member.owner-stays',
  );
}

async function freeMonthStory(client: Client, first: Customer, checks: Checks): Promise<void> {
  checks.say('December goes by, night by night.');
  await client.clockTo('2025-12-31T12:00:00Z');
  const last = await panelOf(first);
  checks.see('P2', 'the month cost exactly 12.00 EUR', [last.balance, last.status], [eur(0), 'active']);
  await client.clockTo('2026-01-01T08:00:00Z');
  const over = await panelOf(first);
  checks.see(
    'P4',
    'on 1 January nothing is taken and the account is suspended',
    [over.balance, over.status, over.suspended_from],
    [eur(0), 'suspended', '2026-01-01'],
  );
  const own = `/v1/accounts/${first.account}/members/${first.member}/entitlements`;
  checks.see('P4', 'members cannot use the service', (await first.api.get<{ allowed: boolean }>(own)).allowed, false);
  const told = (await client.mails(first.email)).filter(({ sent_at }) => sent_at > '2025-12-01T12:00:00Z');
  const dates = told.map(({ sent_at }) => romanDate.format(new Date(sent_at)));
  const due = ['2025-12-02', '2025-12-24', '2025-12-30', '2026-01-01'];
  checks.see('P9', 'the owner was told once each at 30, 7 and 1 days, and of the suspension', dates, due);
}

/** 144.00 EUR at 12.00 per user and month: 12 months for 1 user, 6 for 2, 4 for 3. */
async function purchaseStory(
  client: Client,
  first: Customer,
  others: readonly Customer[],
  checks: Checks,
): Promise<void> {
  checks.say('1 January 2026. Each of them buys 144.00 EUR.');
  const lasts = ['2026-12-31', '2026-06-30', '2026-04-30'];
  for (const [index, customer] of [first, ...others].entries()) {
    const { account, api } = customer;
    const preview = await api.post<Preview>(`/v1/accounts/${account}/credit/previews`, { amount: eur(14_400) });
    checks.see(
      'P6',
      `a preview says it lasts ${index + 1} active user(s) through ${lasts[index]}`,
      preview.expires_on,
      lasts[index],
    );
    await buy(client, customer, 14_400);
    const panel = await panelOf(customer);
    checks.see('P4', 'paid: the account goes on at once', [panel.status, panel.expires_on], ['active', lasts[index]]);
    checks.see('P8', 'the first purchase entitles to technical support', panel.support, true);
  }
}

async function buy(client: Client, { account, api }: Customer, amount: number, card = CARD): Promise<Order> {
  const order = await place({ account, api }, amount);
  await client.payWithCard(order.payment_url, card);
  await client.mails('nobody@nowhere.example');
  return order;
}

function place({ account, api }: Pick<Customer, 'account' | 'api'>, amount: number): Promise<Order> {
  return api.pay<Order>(`/v1/accounts/${account}/orders`, {
    items: [{ kind: 'credit', amount: eur(amount) }],
    payment_method: 'card',
  });
}

async function cardStory(client: Client, first: Customer, checks: Checks): Promise<void> {
  checks.say('Cards that behave badly.');
  const { account, api } = first;
  const before = (await panelOf(first)).balance.amount;
  const statusOf = async ({ id }: Order) => (await api.get<Order>(`/v1/accounts/${account}/orders/${id}`)).status;
  const declined = await buy(client, first, 1000, '4000 0000 0000 0002');
  checks.see(
    'T4',
    'a declined card credits nothing',
    [await statusOf(declined), (await panelOf(first)).balance],
    ['pending', eur(before)],
  );
  await client.payWithCard(declined.payment_url, '4000 0025 0000 3155');
  checks.see('T4', 'a card that asks to be confirmed waits for it', await statusOf(declined), 'pending');
  await client.payWithCard(declined.payment_url, '4000 0025 0000 3155', true);
  await client.mails('nobody@nowhere.example');
  checks.see(
    'T4',
    'and pays the same order then',
    [await statusOf(declined), (await panelOf(first)).balance],
    ['paid', eur(before + 1000)],
  );
  const doubled = await buy(client, first, 2000, '4000 0000 0000 0093');
  checks.see(
    'P8',
    'a payment reported five times is credited once',
    [await statusOf(doubled), (await panelOf(first)).balance],
    ['paid', eur(before + 3000)],
  );
  const late = await buy(client, first, 500, '4000 0000 0000 0259');
  checks.see('T4', 'a report that is late leaves the order pending', await statusOf(late), 'pending');
  await client.post('/_local/clock', { advance: 'PT2M' });
  checks.see('T4', 'until it arrives', await statusOf(late), 'paid');
  const body = { items: [{ kind: 'credit', amount: eur(700) }] };
  const orders = `/v1/accounts/${account}/orders`;
  const [once, twice] = [await api.post<Order>(orders, body, 'tour-1'), await api.post<Order>(orders, body, 'tour-1')];
  checks.see('P8', 'the same order sent twice under one key is one order', once.id, twice.id);
  const other = api.post(orders, { items: [{ kind: 'credit', amount: eur(800) }] }, 'tour-1');
  checks.see('P8', 'another order under that key is refused', await refusalOf(other), 'idempotency.key-reused');
}

async function addOnStory(client: Client, checks: Checks): Promise<void> {
  checks.say('An add-on is tried.');
  const customer = await signUp(client, 'echo', true);
  const { account, api } = customer;
  await addMember(customer, 'second@echo.example');
  const before = (await panelOf(customer)).balance.amount;
  const preview = await api.post<Preview>(`/v1/accounts/${account}/credit/previews`, {
    add_on: 'projects',
    enabled: true,
  });
  const addOn = `/v1/accounts/${account}/add-ons/projects`;
  await api.put(addOn);
  const on = await panelOf(customer);
  checks.see(
    'P1',
    'an add-on at 3.00 charges both users their day of it',
    before - on.balance.amount,
    preview.charge_now.amount,
  );
  checks.see('P6', 'and ends the credit on the date the preview said', on.expires_on, preview.expires_on);
  await api.delete(addOn);
  await api.put(addOn);
  checks.see('P3', 'switched off and on again, it is charged once', (await panelOf(customer)).balance, on.balance);
}

async function staffStory(first: Customer, operator: Client, checks: Checks): Promise<void> {
  checks.say('Staff correct a balance.');
  const path = `/v1/accounts/${first.account}/credit/adjustments`;
  const before = (await panelOf(first)).balance.amount;
  const tooMuch = operator.pay(path, { amount: eur(-before - 1), reason: 'Too much' });
  checks.see('P10', 'more than there is cannot be taken', await refusalOf(tooMuch), 'credit.below-zero');
  await operator.pay(path, { amount: eur(-(before - 14_400 + 38)), reason: 'Back to one purchase' });
  checks.see('P10', 'an entry with a reason corrects it', (await panelOf(first)).balance, eur(14_400 - 38));
  checks.see(
    'P10',
    'customers cannot do it themselves',
    await refusalOf(first.api.pay(path, { amount: eur(100), reason: 'Please' })),
    'access.denied',
  );
}

/** Every account ends on the date its panel shows. */
async function yearStory(client: Client, customers: readonly Customer[], checks: Checks): Promise<void> {
  checks.say('2026 goes by.');
  const ends = ['2026-12-31', '2026-06-30', '2026-04-30'];
  for (const [index, users] of [
    [2, 3],
    [1, 2],
    [0, 1],
  ] as const) {
    const customer = customers[index] as Customer;
    const end = ends[index] as string;
    await client.clockTo(`${end}T12:00:00Z`);
    const last = await panelOf(customer);
    checks.see(
      'P5',
      `${users} active user(s): still active on ${end}, as the panel said`,
      [last.status, last.expires_on],
      ['active', end],
    );
    await client.clockTo(new Date(Date.parse(`${end}T12:00:00Z`) + 86_400_000).toISOString());
    const after = await panelOf(customer);
    checks.see('P4', 'and suspended the day after', after.status, 'suspended');
  }
}

async function recordsStory(first: Customer, checks: Checks): Promise<void> {
  checks.say('What is on record.');
  const { account, api } = first;
  const lines = await allOf<{ amount: Money; balance_after: Money; kind: string; on: string }>(
    api,
    `/v1/accounts/${account}/credit/entries`,
  );
  const sum = lines.reduce((total, { amount }) => total + amount.amount, 0);
  const balance = (await panelOf(first)).balance.amount;
  checks.see(
    'P11',
    `the statement's ${lines.length} lines add up to the balance`,
    [sum, lines.at(-1)?.balance_after.amount],
    [balance, balance],
  );
  const months = [...new Set(lines.map(({ on }) => on.slice(0, 7)))].filter(
    (month) => month >= '2026-02' && month <= '2026-12',
  );
  const nightsOf = (month: string) => lines.filter(({ kind, on }) => kind === 'night' && on.startsWith(month));
  const costs = months.map((month) => nightsOf(month).reduce((total, { amount }) => total - amount.amount, 0));
  checks.see('P2', 'every calendar month cost exactly 12.00 EUR', costs, new Array(11).fill(1200));
  const history = await allOf<{ action: string }>(api, `/v1/accounts/${account}/history`);
  const actions = new Set(history.map(({ action }) => action));
  checks.see(
    'A9',
    'the history has the payment and the suspension',
    [actions.has('order.paid'), actions.has('credit.suspended')],
    [true, true],
  );
}

/** Every item of a list, page by page. */
async function allOf<T>(api: Client, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '?limit=100' : `?limit=100&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; next_cursor: string | null } = await api.get(`${path}${query}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}
