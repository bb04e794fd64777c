import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, plainDate } from '../../lib/domain/dates.ts';
import { mailsTo, newAccount, OPERATOR_KEY, type SignedUp, settle, type Town } from '../people/support.ts';

const vendors = new URL('../../lib/catalogue/vendors/', import.meta.url);
const eur = (amount: number) => ({ amount, currency: 'EUR' });

interface Amount {
  readonly amount: number;
}
interface Order {
  readonly id: string;
  readonly status: string;
  readonly total: Amount;
  readonly due: Amount;
  readonly invoice: string | null;
  readonly payment_url: string;
  readonly transfer: { readonly reference: string } | null;
}
interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly order: string;
  readonly issued_on: string;
  readonly due_on: string | null;
  readonly buyer: { readonly name: string };
  readonly lines: readonly { readonly net: Amount }[];
  readonly net: Amount;
  readonly tax: Amount;
  readonly total: Amount;
  readonly links: { readonly pdf: string };
}
interface Subscription {
  readonly state: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly unpaid: { readonly order: string } | null;
}

let town: Town;
let plan: string;
async function open(catalogue: string, clock: string): Promise<void> {
  town = await settle({ clock, catalogueFile: fileURLToPath(new URL(catalogue, vendors)) });
  const { plans } = await town.anyone.send<{ plans: { id: string }[] }>('GET', '/v1/catalogue');
  plan = plans[0]?.id ?? '';
}
const close = () => town.deployment.stop();

let asked = 0;
const once = () => {
  asked += 1;
  return { 'idempotency-key': `request-${asked}` };
};
const path = ({ account }: SignedUp, rest: string) => `/v1/accounts/${account}/${rest}`;
const get = <T>(owner: SignedUp, rest: string) => owner.client.send<T>('GET', path(owner, rest));
const customer = () => newAccount(town, { plan });
const order = (owner: SignedUp, items: readonly object[], changes: object = {}) =>
  owner.client.send<Order>('POST', path(owner, 'orders'), { items, ...changes }, once());
const licences = (type: string, quantity = 1) => ({ kind: 'licence', type, quantity });
const invoiceOf = async (owner: SignedUp, { id }: { readonly id: string }): Promise<Invoice> => {
  const { invoice } = await get<Order>(owner, `orders/${id}`);
  return get<Invoice>(owner, `invoices/${invoice}`);
};
const toldOf = (owner: SignedUp, billing: object) =>
  owner.client.send('PATCH', `/v1/accounts/${owner.account}`, { billing });

async function pay({ payment_url }: Order): Promise<void> {
  const body = new URLSearchParams({ card: '4242424242424242' });
  const answer = await fetch(payment_url, { method: 'POST', body, redirect: 'manual' });
  await answer.body?.cancel();
  expect(answer.status).toBe(303);
  await town.deployment.settle();
}

async function buy(owner: SignedUp, items: readonly object[]): Promise<Invoice> {
  const placed = await order(owner, items);
  await pay(placed);
  return invoiceOf(owner, placed);
}

/** A transfer that staff find on the bank's statement. */
const transfer = ({ transfer: to }: Order, amount: number) =>
  town.operator.send<{ outcome: string }>(
    'POST',
    '/v1/payments',
    { amount: eur(amount), bank_reference: `BANK-${asked}`, reference: to?.reference },
    once(),
  );

const creditNote = (owner: SignedUp, { id }: Invoice, body: object) =>
  town.operator.send<{ credit_note: string }>('POST', path(owner, `invoices/${id}/credit-notes`), body, once());

const moveTo = (date: string) => town.deployment.clock.moveTo(`${date}T08:00:00Z`);
const day = (from: string, days: number) => addDays(plainDate(from), days);

describe('a seller in the Netherlands, at 360.00 a user and year before tax', () => {
  beforeAll(() => open('yearly-editions-crm.json', '2026-04-01T08:00:00Z'));
  afterAll(() => close());

  describe('T1: an invoice', () => {
    it('is there at once when two users are paid by card: 720.00 and 21 % are 871.20', async () => {
      const owner = await customer();
      const placed = await order(owner, [licences('user', 2)]);
      expect(placed).toMatchObject({ net: eur(72_000), tax: eur(15_120), total: eur(87_120), invoice: null });
      await pay(placed);
      expect(await invoiceOf(owner, placed)).toMatchObject({
        number: 'INV-2026-000001',
        kind: 'invoice',
        status: 'paid',
        issued_on: '2026-04-01',
        due_on: null,
        seller: {
          name: 'Yearly Editions CRM B.V.',
          country: 'NL',
          vat_number: 'NL123456782B01',
          tax_number: null,
          registration: 'KvK 12345678',
          invoice_note: expect.stringContaining('wettelijke handelsrente'),
        },
        buyer: { name: 'Example Ltd', country: 'NL', tax_number: null },
        lines: [
          {
            description: 'User',
            quantity: 2,
            unit_price: eur(36_000),
            period: { start: '2026-04-01', end: '2027-04-01' },
            net: eur(72_000),
          },
        ],
        taxes: [{ kind: 'domestic', country: 'NL', rate: '21', base: eur(72_000), amount: eur(15_120) }],
        total: eur(87_120),
        paid: eur(87_120),
        due: eur(0),
      });
    });

    it('stays as it was issued, to the byte, whatever the customer changes afterwards', async () => {
      const owner = await customer();
      const invoice = await buy(owner, [licences('user')]);
      const pdf = async () => {
        const answer = await fetch(invoice.links.pdf, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
        expect(answer.headers.get('content-type')).toBe('application/pdf');
        return Buffer.from(await answer.arrayBuffer()).toString('base64');
      };
      const before = await pdf();
      await toldOf(owner, { legal_name: 'Another Name Ltd', country: 'FR' });
      expect(await get(owner, `invoices/${invoice.id}`)).toEqual(invoice);
      expect(await pdf()).toBe(before);
    });

    it('has the national number that the customer gave before it', async () => {
      const owner = await customer();
      await toldOf(owner, { tax_number: 'KvK 87654321' });
      expect((await buy(owner, [licences('user')])).buyer).toMatchObject({ tax_number: 'KvK 87654321' });
    });

    it('has the next number of its year; the next year begins again with 1', async () => {
      const seen: string[] = [];
      for (let nth = 0; nth < 3; nth += 1) seen.push((await buy(await customer(), [licences('user')])).number);
      const register = await town.operator.send<{ items: Invoice[] }>('GET', '/v1/invoices?series=INV&year=2026');
      const numbers = register.items.map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, index) => `INV-2026-${String(index + 1).padStart(6, '0')}`));
      expect(numbers.slice(-3)).toEqual(seen);
      await moveTo('2027-01-01');
      expect((await buy(await customer(), [licences('user')])).number).toBe('INV-2027-000001');
    });
  });

  describe('T2: VAT follows the customer', () => {
    const GERMAN = 'DE123456788';

    it.each([
      ['in the seller’s country', { country: 'NL' }, 'domestic', 'S', 'NL', '21', 7560],
      ['a company in Germany with a valid number', { vat_number: GERMAN }, 'reverse-charge', 'AE', null, '0', 0],
      ['a consumer in France', { country: 'FR' }, 'destination', 'S', 'FR', '20', 7200],
      ['a consumer in Finland', { country: 'FI' }, 'destination', 'S', 'FI', '25.5', 9180],
      ['anybody in Switzerland', { country: 'CH' }, 'outside-scope', 'O', null, '0', 0],
    ])('%s', async (_, billing, kind, category, country, rate, tax) => {
      const owner = await customer();
      await toldOf(owner, billing);
      const invoice = await buy(owner, [licences('user')]);
      expect(invoice).toMatchObject({
        net: eur(36_000),
        tax: eur(tax),
        total: eur(36_000 + tax),
        taxes: [{ kind, category, country, rate, base: eur(36_000), amount: eur(tax) }],
      });
    });

    it('of a number that VIES cannot be asked about is not taken off, until VIES says that it is valid', async () => {
      town.deployment.vies.tell('unavailable', GERMAN);
      const owner = await customer();
      await toldOf(owner, { vat_number: GERMAN });
      const before = await order(owner, [licences('user')]);
      expect(before).toMatchObject({ tax: eur(6840), taxes: [{ kind: 'destination', country: 'DE', rate: '19' }] });
      town.deployment.vies.tell('valid', GERMAN);
      const after = await order(owner, [licences('user')]);
      expect(after).toMatchObject({ tax: eur(0), taxes: [{ kind: 'reverse-charge' }] });
    });
  });
});

describe('a seller in Spain, by the month', () => {
  beforeAll(() => open('licence-types-crm.json', '2026-04-01T08:00:00Z'));
  afterAll(() => close());

  describe('M2: rounding', () => {
    it('is done once per line, and for tax once on their sum: 12.83 at 21 % is 2.69, though line by line it is 2.70', async () => {
      const owner = await customer();
      await buy(owner, [licences('base')]);
      await moveTo('2026-04-24');
      const invoice = await buy(owner, [licences('base'), licences('calls'), licences('messaging')]);
      expect(invoice.lines.map(({ net }) => net.amount)).toEqual([700, 350, 233]);
      expect(invoice).toMatchObject({ net: eur(1283), tax: eur(269), total: eur(1552) });
      const lineByLine = [700, 350, 233].map((net) => Math.round((net * 21) / 100));
      expect(lineByLine.reduce((sum, tax) => sum + tax)).toBe(270);
    });
  });

  /** A renewal of one licence, billed on the first day of its period and not paid. */
  async function owing(): Promise<{ owner: SignedUp; since: string; renewal: Order }> {
    const owner = await customer();
    await buy(owner, [licences('base')]);
    await owner.client.send('PUT', path(owner, `members/${owner.member}/licences/base`));
    const { period } = await get<Subscription>(owner, 'subscription');
    await moveTo(period.end);
    const { unpaid } = await get<Subscription>(owner, 'subscription');
    return { owner, since: period.end, renewal: await get<Order>(owner, `orders/${unpaid?.order}`) };
  }
  const stateOf = async (owner: SignedUp) => (await get<Subscription>(owner, 'subscription')).state;

  describe('L13: a renewal that is not paid', () => {
    it('has its invoice from the first day, open, with a date to pay it by and both ways to pay it', async () => {
      const { owner, since, renewal } = await owing();
      expect(await stateOf(owner)).toBe('past-due');
      expect(renewal).toMatchObject({ status: 'pending', total: eur(3630), due: eur(3630) });
      expect(renewal.payment_url).toContain(town.deployment.url);
      expect(await invoiceOf(owner, renewal)).toMatchObject({
        status: 'open',
        issued_on: since,
        due_on: day(since, 14),
        total: eur(3630),
        due: eur(3630),
        lines: [{ quantity: 1, period: { start: since }, net: eur(3000) }],
        transfer: { iban: 'ES9121000418450200051332', reference: renewal.transfer?.reference },
      });
    });

    it('is reminded of on days 3, 7 and 14, once each, suspended on day 21, and resumed by its payment', async () => {
      const { owner, since, renewal } = await owing();
      const dunned = async () => {
        const { items } = await get<{ items: { action: string; after: { days?: number } }[] }>(
          owner,
          'history?limit=100',
        );
        return items
          .filter(({ action }) => action === 'subscription.reminded' || action === 'subscription.suspended')
          .map(({ action, after }) => after.days ?? action)
          .reverse();
      };
      const reminders = async () =>
        (await mailsTo(town, owner.email)).filter(({ subject }) => subject.startsWith('Reminder: €36.30')).length;
      const steps: [number, unknown[], string][] = [
        [2, [], 'past-due'],
        [3, [3], 'past-due'],
        [7, [3, 7], 'past-due'],
        [14, [3, 7, 14], 'past-due'],
        [20, [3, 7, 14], 'past-due'],
        [21, [3, 7, 14, 'subscription.suspended'], 'suspended'],
      ];
      for (const [days, seen, state] of steps) {
        await moveTo(day(since, days));
        await town.deployment.runSchedule('rollover');
        await town.deployment.settle();
        expect([days, await dunned(), await stateOf(owner)]).toEqual([days, seen, state]);
      }
      expect(await reminders()).toBe(3);
      await pay(renewal);
      expect(await stateOf(owner)).toBe('active');
      expect(await invoiceOf(owner, renewal)).toMatchObject({ status: 'paid', paid: eur(3630), due: eur(0) });
      expect(await dunned()).toHaveLength(4);
    });

    it('can be paid by transfer too: a part changes nothing but what is due, the rest resumes it', async () => {
      const { owner, since, renewal } = await owing();
      await moveTo(day(since, 21));
      expect(await transfer(renewal, 1000)).toMatchObject({ outcome: 'part' });
      expect(await get(owner, `orders/${renewal.id}`)).toMatchObject({ status: 'pending', due: eur(2630) });
      expect(await stateOf(owner)).toBe('suspended');
      expect(await transfer(renewal, 2630)).toMatchObject({ outcome: 'settled' });
      expect(await stateOf(owner)).toBe('active');
      expect(await invoiceOf(owner, renewal)).toMatchObject({ status: 'paid', paid: eur(3630) });
    });

    it('is settled by a credit note for all of it', async () => {
      const { owner, renewal } = await owing();
      const invoice = await invoiceOf(owner, renewal);
      const { credit_note } = await creditNote(owner, invoice, { reason: 'Not wanted any more' });
      expect(await get(owner, `invoices/${credit_note}`)).toMatchObject({
        kind: 'credit-note',
        number: expect.stringMatching(/^CN-2026-\d{6}$/),
        net: eur(3000),
        tax: eur(630),
        total: eur(3630),
        corrects: { invoice: invoice.id, number: invoice.number, reason: 'Not wanted any more' },
      });
      expect(await get(owner, `invoices/${invoice.id}`)).toMatchObject({ status: 'credited', due: eur(0) });
      expect(await get(owner, 'subscription')).toMatchObject({ state: 'active', unpaid: null });
      expect(await transfer(renewal, 3630)).toMatchObject({ outcome: 'unallocated' });
    });
  });

  describe('T1: a mistake is corrected by credit notes', () => {
    it('never beyond what was billed: 10.00 of 30.00, then the rest, then nothing', async () => {
      const owner = await customer();
      const invoice = await buy(owner, [licences('base')]);
      const lines = [{ line: 1, amount: eur(1000) }];
      await creditNote(owner, invoice, { reason: 'Too dear', lines });
      expect(await get(owner, `invoices/${invoice.id}`)).toMatchObject({ status: 'paid', credited: eur(1210) });
      const beyond = creditNote(owner, invoice, { reason: 'More', lines: [{ line: 1, amount: eur(2001) }] });
      await expect(beyond).rejects.toMatchObject({ problem: { code: 'credit-note.beyond-billed' } });
      await creditNote(owner, invoice, { reason: 'All of it' });
      expect(await get(owner, `invoices/${invoice.id}`)).toMatchObject({ status: 'credited', credited: eur(3630) });
      const nothing = creditNote(owner, invoice, { reason: 'Once more' });
      await expect(nothing).rejects.toMatchObject({ problem: { code: 'credit-note.nothing-left' } });
    });
  });

  describe('A10: billing details', () => {
    it('count for future invoices only', async () => {
      const owner = await customer();
      const first = await buy(owner, [licences('base')]);
      await toldOf(owner, { legal_name: 'Example Holding SE', country: 'DE', vat_number: 'DE123456788' });
      const second = await buy(owner, [licences('base')]);
      expect(await get(owner, `invoices/${first.id}`)).toEqual(first);
      expect([first.buyer.name, second.buyer.name]).toEqual(['Example Ltd', 'Example Holding SE']);
      expect([first.tax.amount, second.tax.amount]).toEqual([630, 0]);
    });

    it('do not change a renewal that is billed already', async () => {
      const { owner, renewal } = await owing();
      const invoice = await invoiceOf(owner, renewal);
      await toldOf(owner, { legal_name: 'Example Holding SE' });
      await pay(renewal);
      expect((await invoiceOf(owner, renewal)).buyer).toEqual(invoice.buyer);
    });
  });
});
