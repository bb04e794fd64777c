import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { type Preview, panelOf } from './credit.ts';
import { eur, type Money } from './money.ts';
import { addMember, type Customer, signUp } from './people.ts';
import { invoicesStory } from './story-invoices.ts';
import { cardStory, staffStory, transferStory } from './story-payments.ts';
import { peopleStory } from './story-people.ts';
import { activationStory, signUpStory } from './story-sign-up.ts';
import { vatStory } from './story-vat.ts';

/** Dates as they are in the billing time zone of the catalogue. */
const romanDate = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Rome' });

/** The first vendor's story, from a sign-up on 1 December 2025 to the last night of 2026. */
export async function prepaidStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const first = await signUpStory(client, checks);
  await activationStory(first, checks);
  const others = await colleaguesStory(client, checks);
  const pausing = await ghostStory(client, checks);
  await peopleStory(client, checks);
  await freeMonthStory(client, first, checks);
  await vatStory(client, [first, ...others], checks);
  await transferStory(pausing, operator, checks);
  const bought = await cardStory(client, first, checks);
  await addOnStory(client, checks);
  await staffStory(first, bought, operator, checks);
  await yearStory(client, [first, ...others], checks);
  await recordsStory(first, checks);
  await invoicesStory(operator, '2025-12', '2027-01', checks);
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

async function ghostStory(client: Client, checks: Checks): Promise<Customer> {
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
  return customer;
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
  const lines = await api.all<{ amount: Money; balance_after: Money; kind: string; on: string }>(
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
  const history = await api.all<{ action: string }>(`/v1/accounts/${account}/history`);
  const actions = new Set(history.map(({ action }) => action));
  checks.see(
    'A9',
    'the history has the payment and the suspension',
    [actions.has('order.paid'), actions.has('credit.suspended')],
    [true, true],
  );
}
