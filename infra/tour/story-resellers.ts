import { Bank } from './bank.ts';
import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { type Order, Seats } from './licences.ts';
import { amountsOf, taxOf } from './money.ts';
import { type Customer, signUp } from './people.ts';
import { type Cast, linesOf, member, type Priced } from './resellers.ts';
import { adminStory, unpaidStory, withdrawalStory } from './story-customers.ts';
import { invoicesStory } from './story-invoices.ts';

interface Created {
  readonly customer: { readonly id: string };
  readonly order: Order;
}

const french = { address: '3 rue de l’Essai', postal_code: '75002', city: 'Paris' };
const VAT_NUMBER = 'FR11123456782';

/** The vendor who sells through resellers, from January to November 2026. */
export async function resellersStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const reseller = await resellerStory(client, operator, checks);
  const customer = await customerStory(client, reseller, checks);
  await transferStory(client, operator, reseller, checks);
  const members = await membersStory(client, customer, checks);
  const direct = await directStory(client, checks);
  const cast: Cast = { client, operator, reseller, customer, direct, ...members };
  await unpaidStory(cast, checks);
  await monthsStory(cast, checks);
  await adminStory(cast, checks);
  await withdrawalStory(cast, checks);
  await invoicesStory(operator, '2026-01', '2026-11', checks);
}

async function resellerStory(client: Client, operator: Client, checks: Checks): Promise<Customer> {
  checks.say('15 January 2026. An organisation becomes a reseller, at 20 %.');
  const reseller = await signUp(client, 'echo', true, 'business');
  const customers = `/v1/resellers/${reseller.account}/customers`;
  checks.see('R1', 'nobody is one by themselves', await refusalOf(reseller.api.get(customers)), 'reseller.not-found');
  await operator.post('/v1/resellers', { account: reseller.account, discount_percent: '20' });
  checks.see('R1', 'the operator makes it one; it has no customers yet', await reseller.api.all(customers), []);
  return reseller;
}

async function customerStory(client: Client, reseller: Customer, checks: Checks): Promise<Seats> {
  checks.say('It opens an account for a customer: five licences for a year, with a VAT number.');
  await client.vies(VAT_NUMBER, 'valid');
  const wanted = { organisation: 'Foxtrot', plan: 'business', licences: [{ type: 'member', quantity: 5 }], term: 12 };
  const body = { ...wanted, vat_number: VAT_NUMBER, billing: french };
  const path = `/v1/resellers/${reseller.account}/customers`;
  const preview = await reseller.api.post<Priced>(`${path}/previews`, body);
  checks.see('R1', '5 × 120.00, and the discount as a line of its own', linesOf(preview), [
    ['licence', 60_000],
    ['discount', -12_000],
  ]);
  checks.see('T2', 'the VAT number removes the VAT', taxOf(preview), [['reverse-charge', null, '0']]);
  const { customer, order } = await reseller.api.pay<Created>(path, body);
  checks.see('L4', 'the order is the preview', order.total, preview.total);
  const account = new Seats(client, { ...reseller, account: customer.id, member: '' });
  await account.pay(order);
  const { state, period } = await account.subscription();
  checks.see('L12', 'paid, its year begins', [state, period], ['active', { start: '2026-01-15', end: '2027-01-15' }]);
  return account;
}

async function transferStory(client: Client, operator: Client, reseller: Customer, checks: Checks): Promise<void> {
  checks.say('Another customer has no VAT number, takes a month, and is paid by transfer.');
  const { customer, order } = await reseller.api.pay<Created>(`/v1/resellers/${reseller.account}/customers`, {
    organisation: 'Golf',
    plan: 'business',
    licences: [{ type: 'member', quantity: 2 }],
    term: 1,
    country: 'DE',
    billing: { address: 'Versuchsweg 4', postal_code: '10115', city: 'Berlin' },
    payment_method: 'bank-transfer',
  });
  checks.see('R1', '20.00 less 4.00, with 19 % of German VAT', amountsOf(order), [1_600, 304, 1_904]);
  const bank = new Bank(operator, order.transfer?.iban ?? '');
  const outcome = await bank.record(1_904, 'RESELLER-1', order.transfer?.reference ?? '');
  checks.see('T4', 'the transfer pays it', outcome, 'settled');
  const golf = new Seats(client, { ...reseller, account: customer.id, member: '' });
  checks.see('L12', 'its month has begun', (await golf.subscription()).period, {
    start: '2026-01-15',
    end: '2026-02-15',
  });
  await reseller.api.patch(`${golf.path}/subscription`, { renews: false });
}

async function membersStory(client: Client, customer: Seats, checks: Checks) {
  checks.say('The reseller adds the customer’s people.');
  const own = await signUp(client, 'india', false, 'premium');
  const known = await customer.add(own.email, ['member']);
  const unknown = await customer.add('new@foxtrot.example', ['member']);
  const subjects = async (to: string) => (await client.mails(to)).length > 0;
  checks.see('R3', 'one who has a login gets an e-mail', await subjects(own.email), true);
  checks.see('R3', 'and so does one who has none', await subjects('new@foxtrot.example'), true);
  checks.see('R2', 'the reseller itself holds no licence', await customer.counts('member'), [2, 3, 5, 0, 0]);
  const { items } = await customer.api.get<{ items: { email: string }[] }>(`${customer.path}/members`);
  const emails = items.map(({ email }) => email).sort();
  checks.see('R2', 'and is no member', emails, ['new@foxtrot.example', 'owner@india.example']);
  return { known, unknown };
}

/** An organisation that buys the same without a reseller. */
async function directStory(client: Client, checks: Checks): Promise<Seats> {
  const direct = new Seats(client, await signUp(client, 'hotel', true, 'business'));
  await direct.bill({ ...french, vat_number: VAT_NUMBER });
  const order = await direct.buy([member(5)]);
  checks.see('R1', 'who buys the same without a reseller pays 600.00', amountsOf(order), [60_000, 0, 60_000]);
  return direct;
}

async function monthsStory({ customer, direct }: Cast, checks: Checks): Promise<void> {
  await customer.client.clockTo('2026-11-26T08:00:00Z');
  checks.say('26 November 2026: 50 days of the year are left.');
  const order = await customer.buy([member(2)]);
  checks.see('L5', '50 days are 2 months: 2 × 2 × 10.00, less 20 %', linesOf(order), [
    ['licence', 4_000],
    ['discount', -800],
  ]);
  const same = await direct.preview([member(2)]);
  checks.see('R1', 'the same without a reseller differs by the discount', same.net.amount - order.net.amount, 800);
  checks.see('L3', 'the licences are there', await customer.counts('member'), [2, 5, 7, 0, 0]);
}
