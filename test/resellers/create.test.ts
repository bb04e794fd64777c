import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  mailsTo,
  newAccount,
  OPERATOR_KEY,
  problemOf,
  type SignedUp,
  someone,
  type Town,
  tableItems,
} from '../people/support.ts';
import {
  addMember,
  amountsOf,
  createCustomer,
  members,
  order,
  pay,
  previewCustomer,
  settleWith,
  shownOrder,
  sumsOf,
  transfer,
} from './create-support.ts';
import { appoint, historyOf, newReseller } from './support.ts';

let town: Town;
let reseller: SignedUp;
beforeAll(async () => {
  town = await settleWith('resold-licences');
  reseller = await newReseller(town, '20');
});
afterAll(() => town.deployment.stop());

const subscriptionOf = (account: string) =>
  reseller.client.send<{ state: string; term: number; period: { start: string; end: string } }>(
    'GET',
    `/v1/accounts/${account}/subscription`,
  );

describe('R1: a reseller opens an account for a customer with its first order, in one call', () => {
  it('3 × 120.00 for a year, less 20 %, with Swedish VAT', async () => {
    const { customer, order: first } = await createCustomer(reseller, { country: 'SE' });
    expect(customer).toMatchObject({ organisation: 'Example Customer', plan: 'business', owner: null });
    expect(amountsOf(first)).toEqual([
      ['licence', 36_000],
      ['discount', -7200],
    ]);
    expect(sumsOf(first)).toEqual([28_800, 7200, 36_000]);
    expect(first.items[1]).toEqual({
      kind: 'discount',
      subject: '',
      module: null,
      description: 'Discount',
      quantity: 1,
      unit_price: { amount: -7200, currency: 'EUR' },
      period: null,
      basis: { kind: 'percent', percent: '20' },
      amount: { amount: -7200, currency: 'EUR' },
    });
    expect(first).toMatchObject({ account: customer.id, status: 'pending', payment_method: 'card' });
  });

  it('is ready once it is paid by card: 3 licences and a year', async () => {
    const { customer, order: first } = await createCustomer(reseller);
    expect(await subscriptionOf(customer.id)).toMatchObject({ state: 'none' });
    expect(await pay(town, first)).toBe(303);
    expect(await shownOrder(reseller.client, first)).toMatchObject({ status: 'paid', delivered: true });
    expect(await subscriptionOf(customer.id)).toMatchObject({
      state: 'active',
      term: 12,
      period: { start: '2026-01-15', end: '2027-01-15' },
    });
    const member = await addMember(reseller, customer.id, someone(), { licences: ['member'] });
    expect(member).toMatch(/^mem_/);
  });

  it('or by bank transfer, for 1 month', async () => {
    const { customer, order: first } = await createCustomer(reseller, { term: 1, payment_method: 'bank-transfer' });
    expect(first.transfer?.reference).toMatch(/^RF/);
    expect(amountsOf(first)).toEqual([
      ['licence', 3000],
      ['discount', -600],
    ]);
    expect(await transfer(town, first)).toBe('settled');
    expect(await subscriptionOf(customer.id)).toMatchObject({ state: 'active', term: 1 });
  });

  it('without a term for the first that the plan offers: a year', async () => {
    const { period } = await previewCustomer(reseller, { term: undefined });
    expect(period).toEqual({ start: '2026-01-15', end: '2027-01-15' });
  });

  it('costs what its preview said, which opens nothing', async () => {
    const wanted = { country: 'DE', vat_number: 'DE136695976', licences: [{ type: 'member', quantity: 7 }] };
    const before = await tableItems(town);
    const preview = await previewCustomer(reseller, wanted);
    expect(await tableItems(town)).toEqual(before);
    const { order: first } = await createCustomer(reseller, wanted);
    expect([preview.items, sumsOf(preview), preview.taxes]).toEqual([first.items, sumsOf(first), first.taxes]);
    expect(preview.next_total).toEqual({ amount: 7 * 12_000 * 0.8, currency: 'EUR' });
  });

  it('with billing details, language and country as they are sent', async () => {
    const { customer } = await createCustomer(reseller, {
      country: 'FI',
      locale: 'fr',
      billing: { legal_name: 'Example Customer Oy', address: 'Street 1', postal_code: '00100', city: 'Helsinki' },
    });
    expect(customer).toMatchObject({
      locale: 'fr',
      billing: { legal_name: 'Example Customer Oy', postal_code: '00100', city: 'Helsinki', country: 'FI' },
    });
  });

  it('is the reseller’s to manage, and in its list, at once', async () => {
    const { customer } = await createCustomer(reseller, { organisation: 'Example Listed' });
    const path = `/v1/resellers/${reseller.account}/customers?organisation=listed`;
    expect(await reseller.client.send('GET', path)).toMatchObject({ items: [{ account: customer.id, state: 'none' }] });
    expect(await reseller.client.send('GET', `/v1/accounts/${customer.id}/members`)).toMatchObject({ items: [] });
  });

  it('has no e-mail sent to anybody of the customer, whatever its contact address', async () => {
    const contact = someone();
    const before = (await mailsTo(town, reseller.email)).length;
    const { order: first } = await createCustomer(reseller, { billing: { contact_email: contact } });
    expect(await mailsTo(town, contact)).toEqual([]);
    expect(await mailsTo(town, reseller.email)).toHaveLength(before);
    await pay(town, first);
    expect(await mailsTo(town, contact)).toEqual([]);
    expect(await mailsTo(town, reseller.email)).toHaveLength(before + 1);
  });
});

describe('A9, R2: opening a customer is on record with both parties', () => {
  it('in the history of the customer, on behalf of the reseller; and in that of the reseller', async () => {
    const { customer, order: first } = await createCustomer(reseller, { vat_number: 'SE556012579001' });
    const facts = await historyOf(reseller.client, customer.id);
    expect(facts.map(({ action }) => action).toSorted()).toEqual([
      'account.created',
      'order.placed',
      'reseller.access-granted',
      'vat-number.checked',
    ]);
    for (const fact of facts)
      expect(fact).toMatchObject({ actor: { kind: 'user', id: reseller.user }, on_behalf_of: reseller.account });
    expect(facts.find(({ action }) => action === 'order.placed')?.subject).toBe(first.id);
    const [own] = await historyOf(reseller.client, reseller.account);
    expect(own).toMatchObject({ action: 'reseller.customer-added', subject: customer.id, on_behalf_of: null });
    expect(JSON.stringify(facts)).not.toContain('SE556012579001');
  });

  it('an operator opens one for the reseller, with an id of the vendor’s own', async () => {
    const { customer, order: first } = await createCustomer(
      reseller,
      { external_id: 'crm-17' },
      { client: town.operator },
    );
    expect(customer.external_id).toBe('crm-17');
    expect(amountsOf(first)[1]).toEqual(['discount', -7200]);
    const facts = await historyOf(town.operator, customer.id);
    expect(new Set(facts.map(({ actor, on_behalf_of }) => `${actor.kind} ${on_behalf_of}`))).toEqual(
      new Set(['operator null']),
    );
    const again = createCustomer(reseller, { external_id: 'crm-17' }, { client: town.operator });
    expect(await problemOf(again)).toMatchObject({
      code: 'account.external-id-taken',
      errors: [{ pointer: '/external_id' }],
    });
  });
});

const GERMAN = { country: 'DE', vat_number: 'DE136695976' };

describe('T2: the VAT number of the customer decides about VAT', () => {
  it('takes it off where it is valid and of another EU country, with the note on the invoice', async () => {
    const { customer, order: first } = await createCustomer(reseller, GERMAN);
    expect(sumsOf(first)).toEqual([28_800, 0, 28_800]);
    expect(first.taxes).toMatchObject([{ kind: 'reverse-charge', category: 'AE', rate: '0' }]);
    expect(customer.billing).toMatchObject({ vat_number: 'DE136695976', vat_number_status: 'valid' });
    await pay(town, first);
    const { invoice } = await shownOrder(reseller.client, first);
    const path = `/v1/accounts/${customer.id}/invoices/${invoice}`;
    expect(await reseller.client.send('GET', path)).toMatchObject({
      taxes: [{ kind: 'reverse-charge' }],
      net: { amount: 28_800 },
      tax: { amount: 0 },
    });
    const xml = await fileOf(`${path}.xml`);
    expect(xml).toContain('VATEX-EU-AE');
    expect(xml).toContain('<cbc:AllowanceTotalAmount currencyID="EUR">72.00</cbc:AllowanceTotalAmount>');
  });

  it('says the country where that is not sent', async () => {
    const { customer } = await createCustomer(reseller, { vat_number: 'DE136695976' });
    expect(customer.billing).toMatchObject({ country: 'DE' });
  });

  it('leaves it on without a number: that of the buyer’s country', async () => {
    const { order: first } = await createCustomer(reseller, { country: 'DE' });
    expect(sumsOf(first)).toEqual([28_800, 5472, 34_272]);
  });

  it('and while VIES does not answer', async () => {
    await town.anyone.send('POST', '/_local/vies', { answer: 'unavailable' });
    const { customer, order: first } = await createCustomer(reseller, GERMAN);
    await town.anyone.send('POST', '/_local/vies', { answer: 'valid' });
    expect(customer.billing['vat_number_status']).toBe('unverified');
    expect(sumsOf(first)[1]).toBe(5472);
  });

  async function fileOf(path: string): Promise<string> {
    const response = await fetch(`${town.deployment.url}${path}`, {
      headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    });
    return response.text();
  }
});

describe('R1: what is not right is refused, with a pointer to it, and opens nothing', () => {
  it.each<[object, string, string]>([
    [{ plan: 'premium' }, 'plan.not-for-resale', '/plan must be business'],
    [{ plan: 'gold' }, 'plan.unknown', '/plan is not a plan on offer'],
    [{ licences: [] }, 'order.no-licences', '/licences must have a licence among them'],
    [{ licences: undefined }, 'order.no-licences', '/licences must have a licence among them'],
    [
      { licences: [{ type: 'gold', quantity: 1 }] },
      'licence.unknown-type',
      '/licences/0/type is not a licence on offer',
    ],
    [{ modules: ['reports'] }, 'module.unknown', '/modules/0 is not a module on offer'],
    [{ packs: [{ pack: 'phone' }] }, 'pack.unknown', '/packs/0/pack is not a pack on offer'],
    [
      { vat_number: 'DE136695977' },
      'vat-number.malformed',
      '/vat_number must be a VAT number of the country, with right check digits',
    ],
    [
      { vat_number: 'DE136695976', country: 'SE' },
      'vat-number.other-country',
      '/vat_number is a number of DE, and the country is SE',
    ],
    [{ country: 'ZZ' }, 'request.invalid', '/country must be an ISO 3166 code such as IT'],
    [{ external_id: 'crm-1' }, 'request.invalid', '/external_id is for operators'],
    [{ term: 3 }, 'request.invalid', '/term must be 1 or 12'],
    [{ organisation: ' ' }, 'request.invalid', '/organisation must have at least 1 character'],
    [{ billing: { vat_number: 'DE136695976' } }, 'request.invalid', '/billing/vat_number is not a known field'],
  ])('%j: %s', async (changes, code, mistake) => {
    const before = await tableItems(town);
    for (const attempt of [previewCustomer, createCustomer]) {
      const problem = await problemOf(attempt(reseller, changes));
      expect(problem.code).toBe(code);
      expect(problem.status).toBe(422);
      expect(problem.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([mistake]);
    }
    expect(await tableItems(town)).toEqual(before);
  });

  it('for an account that is no reseller, or is none any more', async () => {
    const other = await newAccount(town, { plan: 'business' });
    expect(await codeOf(createCustomer(other))).toBe('reseller.not-found');
    await appoint(town, other);
    const { customer } = await createCustomer(other);
    await town.operator.send('DELETE', `/v1/resellers/${other.account}`);
    expect(await codeOf(createCustomer(other))).toBe('reseller.not-found');
    expect(await codeOf(order(other.client, customer.id, [members(1)]))).toBe('account.not-found');
  });

  it('for who is no admin of the reseller', async () => {
    const stranger = await newAccount(town, { plan: 'business' });
    expect(await codeOf(createCustomer(reseller, {}, { client: stranger.client }))).toBe('account.not-found');
    expect(await codeOf(previewCustomer(reseller, {}, stranger.client))).toBe('account.not-found');
    expect(await codeOf(createCustomer(reseller, {}, { client: town.anyone }))).toBe('session.required');
  });

  it('and never without an Idempotency-Key', async () => {
    expect(await codeOf(createCustomer(reseller, {}, { headers: {} }))).toBe('idempotency.key-required');
  });
});
