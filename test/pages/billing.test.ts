import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, startPages } from './deployment.ts';
import { api, newOwner } from './people.ts';
import { textOf, type Visited, type Visitor } from './visitor.ts';

const NUMBER = 'DE123456788';
const berlin = {
  legal_name: 'Example Works GmbH',
  address: 'Beispielweg 1\r\nHaus B',
  postal_code: '10115',
  city: 'Berlin',
  country: 'DE',
};

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    clock: '2026-01-01T08:00:00.000Z',
  });
});
beforeEach(() => deployment.vies.tell('valid'));
afterAll(() => deployment?.stop());

/** Sends the form and answers the page that follows. */
async function save(visitor: Visitor, fields: Record<string, string>): Promise<Visited> {
  const sent = await visitor.submit(await visitor.get('/account'), '/account/billing', fields);
  return sent.location === null ? sent : visitor.get(sent.location);
}

async function preview(visitor: Visitor, amount = '100'): Promise<string> {
  const page = await visitor.get('/account');
  return textOf(await visitor.submit(page, '/account/buy', { amount, do: 'preview' }));
}

describe('A10: billing details are seen and changed on the account page', () => {
  it('every field is kept, in the summary and in the form, and stands in the API', async () => {
    const { visitor, account, token } = await newOwner(deployment);
    const tax_number = ' HRB 12345 B ';
    const fields = {
      ...berlin,
      vat_number: 'de 123 456 788',
      tax_number,
      contact_email: 'Bills@Example.com',
      language: 'de',
    };
    const saved = await save(visitor, fields);
    const text = textOf(saved);
    expect(text).toContain('The billing details are saved.');
    expect(text).toContain('Invoices go to Example Works GmbH Beispielweg 1 Haus B 10115 Berlin Germany');
    expect(text).toContain('National number HRB 12345 B VAT on what you buy');
    expect(saved.html).toContain('value="HRB 12345 B"');
    expect(text).toContain('E-mail address for bills bills@example.com Language of invoices Deutsch');
    expect(saved.html).toContain('\nBeispielweg 1\nHaus B</textarea>');
    expect(saved.html).toContain('<option value="DE" selected>Germany</option>');
    expect(saved.html).toContain('<option value="de" lang="de" selected>Deutsch</option>');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}`);
    expect(body['billing']).toMatchObject({
      vat_number: NUMBER,
      tax_number: 'HRB 12345 B',
      city: 'Berlin',
      contact_email: 'bills@example.com',
    });
  });

  it('what is emptied is cleared', async () => {
    const { visitor, account, token } = await newOwner(deployment);
    await save(visitor, { ...berlin, vat_number: NUMBER, tax_number: '1' });
    const text = textOf(await save(visitor, {}));
    expect(text).toContain('Invoices go to Example Works Italy, as we take it VAT number None given.');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}`);
    expect(body['billing']).toMatchObject({
      legal_name: null,
      country: null,
      vat_number: null,
      tax_number: null,
      language: null,
    });
  });

  it.each([
    [{ vat_number: 'DE123456789' }, 'vat_number', 'Check the letters and digits, or leave it empty'],
    [{ vat_number: 'IT12345670017' }, 'vat_number', 'registered in Italy, and the country here is Germany'],
    [{ tax_number: '1'.repeat(31) }, 'tax_number', 'Enter a number of at most 30 characters, or leave it empty'],
    [{ contact_email: 'nobody' }, 'contact_email', 'Enter an e-mail address like you@example.com, or leave it empty'],
    [{ postal_code: '1'.repeat(21) }, 'postal_code', 'Enter a postal code of at most 20 characters'],
    [{ country: 'Germany' }, 'country', 'Choose a country from the list'],
    [{ address: 'x'.repeat(401) }, 'address', 'Enter street and number in at most 400 characters'],
  ])('%j is refused beside its field, and nothing is lost or saved', async (fields, field, help) => {
    const { visitor, account, token } = await newOwner(deployment);
    const refused = await save(visitor, { ...berlin, ...fields });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain(help);
    expect(refused.html).toContain(`<a href="#${field}">`);
    expect(refused.html).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-mistake"`));
    expect(refused.html).toContain('<details open>');
    expect(refused.html).toContain('value="Berlin"');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}`);
    expect(body['billing']).toMatchObject({ legal_name: null, city: null });
  });

  it('nobody but the account’s admins can change them', async () => {
    const { account } = await newOwner(deployment);
    const { visitor } = await newOwner(deployment);
    const page = await visitor.get('/account');
    for (const fields of [berlin, { do: 'check' }]) {
      expect((await visitor.submit(page, '/account/billing', { ...fields, account })).status).toBe(404);
    }
  });
});

describe('T3: the page says what is known of a VAT number', () => {
  it('confirmed: when, by whom and under which number', async () => {
    const { visitor } = await newOwner(deployment);
    const text = textOf(await save(visitor, { ...berlin, vat_number: NUMBER }));
    expect(text).toMatch(/DE123456788 Confirmed Confirmed by VIES, the register of the EU, on January \d, 2026\./);
    expect(text).toMatch(/Consultation number: LOCAL-\d+/);
    expect(text).toContain('VAT on what you buy None: reverse charge');
    expect(text).not.toContain('Check again');
  });

  it('not valid: VAT is charged', async () => {
    deployment.vies.tell('invalid', NUMBER);
    const { visitor } = await newOwner(deployment);
    const text = textOf(await save(visitor, { ...berlin, vat_number: NUMBER }));
    expect(text).toContain('DE123456788 Not valid VIES, the register of the EU, does not know this VAT number. VAT is');
    expect(text).toContain('VAT on what you buy 19% (Germany)');
    expect(await preview(visitor)).toContain('Your VAT number is not valid, so the VAT of your country is charged.');
  });

  it('not checked, because VIES does not answer: VAT is charged until it does, and it can be asked again', async () => {
    deployment.vies.tell('unavailable');
    const { visitor } = await newOwner(deployment);
    const page = await save(visitor, { ...berlin, vat_number: NUMBER });
    expect(textOf(page)).toContain('could not be checked. VAT is charged until it does.');
    expect(textOf(page)).toContain('VAT on what you buy 19% (Germany)');
    const still = await save(visitor, { do: 'check' });
    expect(textOf(still)).toContain('The VAT number was checked. VIES, the register of the EU, does not answer');
    deployment.vies.tell('valid');
    const answered = await save(visitor, { do: 'check' });
    expect(textOf(answered)).toContain('The VAT number was checked. Confirmed by VIES');
  });

  it('a number that VIES does not know about has the right form, and does not change what is charged', async () => {
    const { visitor } = await newOwner(deployment);
    const text = textOf(await save(visitor, { country: 'CH', vat_number: 'CHE-123.456.788' }));
    expect(text).toContain('CHE123456788 Confirmed Its form and check digits are right.');
    expect(text).toContain('VAT on what you buy None: outside its scope');
  });
});

describe('T2: before anything is bought the page shows its VAT, and why', () => {
  it('Italian VAT for whoever has not said where they are, with the way to say it', async () => {
    const { visitor, account } = await newOwner(deployment);
    const page = await visitor.submit(await visitor.get('/account'), '/account/buy', { amount: '144', do: 'preview' });
    const text = textOf(page);
    expect(text).toContain('Before VAT €144.00 VAT 22% (Italy) €31.68 To pay €175.68');
    expect(text).toContain('You and the seller are in the same country, so its VAT is charged.');
    expect(text).toContain('We take it that you are in Italy. Change the billing details');
    const way = `/account?account=${account}&amp;billing=edit#billing`;
    expect(page.html).toContain(`<a href="${way}">`);
    expect((await visitor.get(way.replace('&amp;', '&'))).html).toContain('<details open>');
  });

  it.each([
    [{ country: 'FR' }, 'VAT 20% (France) €20.00 To pay €120.00 The VAT of your country is charged.'],
    [{ ...berlin, vat_number: NUMBER }, 'VAT €0.00 To pay €100.00 Reverse charge: your VAT number is confirmed'],
    [
      { country: 'US' },
      'VAT €0.00 To pay €100.00 No VAT is charged: what is sold to your country is outside its scope.',
    ],
    [{ country: 'IT', vat_number: 'IT12345670017' }, 'VAT 22% (Italy) €22.00 To pay €122.00 You and the seller'],
    [{ country: 'FI' }, 'VAT 25.5% (Finland) €25.50 To pay €125.50'],
  ])('%j', async (fields, words) => {
    const { visitor } = await newOwner(deployment);
    await save(visitor, fields);
    const text = await preview(visitor);
    expect(text).toContain(words);
    expect(text).toMatch(/The invoice goes to Example Works( GmbH)?, \w+/);
  });

  it('an order comes to what the preview said', async () => {
    const { visitor, account, token } = await newOwner(deployment);
    await save(visitor, { country: 'FR' });
    await visitor.submit(await visitor.get('/account'), '/account/buy', { amount: '100', do: 'buy' });
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/orders`);
    const [order] = body['items'] as { total: { amount: number } }[];
    expect(order?.total.amount).toBe(12_000);
  });
});

describe('T2 and T4: another seller', () => {
  async function offer(seller: Record<string, unknown>): Promise<void> {
    const catalogue = JSON.parse(readFileSync('lib/catalogue/vendors/prepaid-crm.json', 'utf8'));
    const body = { ...catalogue, source: undefined, seller: { ...catalogue.seller, ...seller } };
    const { status } = await api(deployment, OPERATOR_KEY, 'PUT', '/v1/catalogue', body);
    expect(status).toBe(200);
  }

  it('who is not registered for VAT charges none, and says so', async () => {
    await offer({ vat_number: undefined });
    const { visitor } = await newOwner(deployment);
    expect(await preview(visitor)).toContain('To pay €100.00 No VAT is charged: the seller is not registered for VAT.');
  });

  it('who has no bank account leaves no choice', async () => {
    await offer({ bank: undefined });
    const { visitor } = await newOwner(deployment);
    const page = await visitor.get('/account');
    expect(page.html).not.toContain('type="radio" name="payment_method"');
    expect(textOf(page)).toContain('You pay on the page of the payment service and come back here.');
    const bought = await visitor.submit(page, '/account/buy', { amount: '10', do: 'buy' });
    expect(bought.location).toContain('/sandbox-gateway/checkouts/');
  });
});
