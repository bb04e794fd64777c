import type { Checks } from './check.ts';
import type { Client } from './client.ts';
import { buyCredit, orderOf, type Preview, panelOf, previewCredit } from './credit.ts';
import { amountsOf, eur, taxOf } from './money.ts';
import type { Customer } from './people.ts';

interface Account {
  readonly billing: {
    readonly vat_number_status: string;
    readonly vat_consultation_number: string | null;
  };
}

/** Where somebody is, and what 144.00 costs them from Italy. */
interface Buyer {
  readonly billing: object;
  readonly says: string;
  readonly tax: readonly [kind: string, country: string | null, rate: string];
  readonly amounts: readonly [net: number, tax: number, total: number];
  readonly lasts: string;
}

const FRENCH_NUMBER = 'FR11123456782';

const italian: Buyer = {
  billing: { address: 'Via Prova 2', postal_code: '00184', city: 'Roma', country: 'IT', language: 'it' },
  says: 'an Italian buyer pays Italian VAT: 144.00 + 22 % = 175.68',
  tax: ['domestic', 'IT', '22'],
  amounts: [14_400, 3168, 17_568],
  lasts: '2026-12-31',
};
const french: Buyer = {
  billing: { address: 'Rue Essai 3', postal_code: '75002', city: 'Paris', country: 'FR', language: 'fr' },
  says: 'a French business with a valid number accounts for the VAT itself: 144.00',
  tax: ['reverse-charge', null, '0'],
  amounts: [14_400, 0, 14_400],
  lasts: '2026-06-30',
};
const swedish: Buyer = {
  billing: { address: 'Provgatan 4', postal_code: '111 22', city: 'Stockholm', country: 'SE', language: 'sv' },
  says: 'a Swedish consumer pays Swedish VAT: 144.00 + 25 % = 180.00',
  tax: ['destination', 'SE', '25'],
  amounts: [14_400, 3600, 18_000],
  lasts: '2026-04-30',
};

/** 144.00 EUR at 12.00 per user and month: 12 months for 1 user, 6 for 2, 4 for 3. Its VAT depends on who buys. */
export async function vatStory(client: Client, customers: readonly Customer[], checks: Checks): Promise<void> {
  checks.say('1 January 2026. Three of them buy 144.00 EUR; the VAT depends on where they are.');
  for (const [index, buyer] of [italian, french, swedish].entries()) {
    const customer = customers[index] as Customer;
    await saysWhere(customer, buyer.billing);
    if (buyer === french) await vatNumberStory(client, customer, checks);
    await purchase(client, customer, buyer, index + 1, checks);
  }
  await saidStory(customers, checks);
}

interface Invoice {
  readonly buyer: { readonly city: string };
  readonly links: { readonly xml: string };
}

/** What the invoices say, and go on saying. */
async function saidStory([first, second]: readonly Customer[], checks: Checks): Promise<void> {
  const [ofFrench] = await invoicesOf(second as Customer);
  const xml = await (second as Customer).api.file(ofFrench?.links.xml ?? '');
  checks.see('T2', 'the French invoice says in French why it has no VAT', /autoliquidation/i.test(xml), true);
  await saysWhere(first as Customer, { city: 'Tivoli' });
  const [ofItalian] = await invoicesOf(first as Customer);
  checks.see('A10', 'the Italian one is of where its buyer was, also once they move', ofItalian?.buyer.city, 'Roma');
}

function invoicesOf({ account, api }: Customer): Promise<Invoice[]> {
  return api.all(`/v1/accounts/${account}/invoices`);
}

function saysWhere({ account, api }: Customer, billing: object): Promise<Account> {
  return api.patch(`/v1/accounts/${account}`, { billing });
}

/** VIES does not answer at first; then it does. */
async function vatNumberStory(client: Client, customer: Customer, checks: Checks): Promise<void> {
  const { account, api } = customer;
  await client.vies(FRENCH_NUMBER, 'unavailable');
  const entered = await saysWhere(customer, { vat_number: FRENCH_NUMBER });
  checks.see('T3', 'VIES is down: a number is unverified', entered.billing.vat_number_status, 'unverified');
  const charged = await previewCredit(customer, 14_400);
  checks.see(
    'T3',
    'and until then French VAT is charged: 144.00 + 20 % = 172.80',
    [taxOf(charged), amountsOf(charged)],
    [[['destination', 'FR', '20']], [14_400, 2880, 17_280]],
  );
  await client.vies(FRENCH_NUMBER, 'valid');
  const { billing } = await api.post<Account>(`/v1/accounts/${account}/vat-number/checks`);
  checks.see(
    'T3',
    'asked again, VIES says it is valid; its consultation number is kept',
    [billing.vat_number_status, billing.vat_consultation_number !== null],
    ['valid', true],
  );
}

async function purchase(
  client: Client,
  customer: Customer,
  { says, tax, amounts, lasts }: Buyer,
  users: number,
  checks: Checks,
): Promise<void> {
  const { account, api } = customer;
  const gain = await api.post<Preview>(`/v1/accounts/${account}/credit/previews`, { amount: eur(14_400) });
  checks.see('P6', `144.00 will last ${users} active user(s) through ${lasts}`, gain.expires_on, lasts);
  const bill = await previewCredit(customer, 14_400);
  checks.see('T2', says, [taxOf(bill), amountsOf(bill)], [[tax], amounts]);
  const order = await orderOf(customer, await buyCredit(client, customer, 14_400));
  checks.see('T1', 'paid, the order has its invoice', [order.status, order.invoice !== null], ['paid', true]);
  const panel = await panelOf(customer);
  checks.see('P4', 'and the account goes on at once', [panel.status, panel.expires_on], ['active', lasts]);
  checks.see('P8', 'the first purchase entitles to technical support', panel.support, true);
}
