import { randomUUID } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../documents/read-pdf.ts';
import { codeOf, mailsTo, OPERATOR_KEY, problemOf, type SignedUp, type Town } from '../people/support.ts';
import {
  consumption,
  customer,
  day,
  module,
  type OrderAnswer,
  outcomeOf,
  pack,
  settleSuite,
  suite,
  users,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleSuite();
});
afterAll(() => town.deployment.stop());

const amounts = ({ items }: Pick<OrderAnswer, 'items'>) => items.map(({ amount }) => amount.amount);
const ownEntitlements = ({ client, account, member }: SignedUp) =>
  client.send<{ allowed: boolean; modules: string[]; features: string[] }>(
    'GET',
    `/v1/accounts/${account}/members/${member}/entitlements`,
  );

interface InvoiceAnswer {
  readonly lines: readonly { readonly description: string; readonly net: { readonly amount: number } }[];
  readonly links: { readonly pdf: string; readonly xml: string };
}

async function invoiceOf(owner: SignedUp, id: string) {
  const { path, orderOf } = suite(town, owner);
  return owner.client.send<InvoiceAnswer>('GET', `${path}/invoices/${(await orderOf(id)).invoice}`);
}

async function download(url: string): Promise<Uint8Array> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

describe('U1: an account begins with a module and no licence', () => {
  it('for 29.00 a month, and its administrator uses it', async () => {
    const owner = await customer(town);
    const { buy, subscription } = suite(town, owner);
    expect(await ownEntitlements(owner)).toMatchObject({ allowed: false });
    const order = await buy(module('sales'));
    expect([order.status, order.net]).toEqual(['paid', { amount: 2900, currency: 'EUR' }]);
    expect(await subscription()).toMatchObject({
      state: 'active',
      modules: ['sales'],
      packs: [],
      period: { start: '2026-06-01', end: '2026-07-01' },
    });
    expect(await ownEntitlements(owner)).toMatchObject({
      allowed: true,
      modules: ['sales'],
      features: ['quotes', 'orders'],
    });
  });

  it('and not with packs alone', async () => {
    const { order } = suite(town, await customer(town));
    const problem = await problemOf(order([pack('e-mails-1000')]));
    expect(problem).toMatchObject({ status: 422, code: 'order.no-modules', errors: [{ pointer: '/items' }] });
  });

  it('and is told what it asked wrong, by pointers, and nothing is ordered', async () => {
    const owner = await customer(town);
    const { buy, order, orders, change } = suite(town, owner);
    await buy(module('sales'), pack('support'));
    const refused = async (work: Promise<unknown>) => {
      const { code, errors } = await problemOf(work);
      return [code, errors?.map(({ pointer }) => pointer)];
    };
    expect(await refused(order([pack('gold')]))).toEqual(['pack.unknown', ['/items/0/pack']]);
    expect(await refused(order([module('crm'), users('accounting')]))).toEqual([
      'pack.needs-module',
      ['/items/1/module'],
    ]);
    expect(await refused(order([pack('users')]))).toEqual(['pack.needs-module', ['/items/0/module']]);
    expect(await refused(order([{ ...pack('training'), module: 'sales' }]))).toEqual([
      'request.invalid',
      ['/items/0/module'],
    ]);
    expect(await refused(order([pack('support')]))).toEqual(['pack.already-there', ['/items/0/pack']]);
    expect(await refused(order([users('sales', 0)]))).toEqual(['request.invalid', ['/items/0/quantity']]);
    expect(await refused(order([users('sales', 1001)]))).toEqual(['request.invalid', ['/items/0/quantity']]);
    expect(await refused(change({ remove_pack: 'training' }))).toEqual(['pack.unknown', ['/remove_pack']]);
    expect(await refused(change({ remove_pack: 'support', quantity: 2 }))).toEqual(['request.invalid', ['/quantity']]);
    expect(await refused(change({ remove_pack: 'support', quantity: 0 }))).toEqual(['request.invalid', ['/quantity']]);
    expect(await orders()).toHaveLength(1);
  });
});

describe('U2: users beyond those of the module are billed by consumption', () => {
  it('after a warning with the exact amount: 12.40 × 58 user-days ÷ 30 days is 23.97', async () => {
    const owner = await customer(town);
    const { buy, addUsers, dryRun, moduleUsage, subscription, orderOf, payRenewal } = suite(town, owner);
    await buy(module('sales'));
    expect(consumption((await dryRun()).items)).toEqual([]);
    expect(await moduleUsage('sales')).toMatchObject({ users: 1, next_user_cost: { amount: 1199 } });
    await addUsers(2, 'sales');
    // Both came on the first day, and count from its end on: 29 nights each.
    expect(await moduleUsage('sales')).toMatchObject({
      users: 3,
      user_days: 0,
      expected_user_days: 58,
      expected_cost: { amount: 2397 },
    });
    const said = await dryRun();
    expect(consumption(said.items)).toEqual([['sales', 58, 2397]]);
    await day(town, '2026-06-30');
    expect((await moduleUsage('sales')).cost).toMatchObject({ amount: 2397 });
    expect(await dryRun()).toEqual(said);

    await day(town, '2026-07-01');
    const { unpaid } = await subscription();
    const renewal = await orderOf(unpaid?.order ?? '');
    expect(renewal).toMatchObject({ purpose: 'renewal', net: said.net, total: said.total });
    expect(renewal.items).toEqual(said.items);
    expect(renewal.items).toMatchObject([
      {
        kind: 'module',
        subject: 'sales',
        period: { start: '2026-07-01', end: '2026-08-01' },
        amount: { amount: 2900 },
      },
      {
        kind: 'consumption',
        subject: 'sales',
        description: 'Extra users, by consumption: Sales management',
        quantity: 58,
        unit_price: { amount: 1240 },
        period: { start: '2026-06-01', end: '2026-07-01' },
        basis: { kind: 'user-days', user_days: 58, days: 30 },
        amount: { amount: 2397 },
      },
    ]);
    await payRenewal();
    // July has 31 days, and both are there in each of its nights.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 62, 2480]]);
  });

  it('of each module by itself, and only those whose profile names it: 12.40 × 31 ÷ 31, and 8.00 × 62 ÷ 31', async () => {
    await day(town, '2026-07-01');
    const owner = await customer(town);
    const { buy, add, addUsers, edit, dryRun } = suite(town, owner);
    await buy(module('sales'), module('crm'), module('e-mailing'));
    await addUsers(1, 'sales', 'crm');
    await addUsers(1, 'crm', 'e-mailing');
    const asleep = await add({ active: false });
    const gone = await add();
    await edit(gone.id, { former: true });
    await add({ profile: { modules: ['e-mailing'] } });
    expect(consumption((await dryRun()).items)).toEqual([
      ['sales', 30, 1200],
      ['crm', 60, 1548],
    ]);
    // Without a profile one uses everything.
    await edit(asleep.id, { active: true });
    expect(consumption((await dryRun()).items)).toEqual([
      ['sales', 60, 2400],
      ['crm', 90, 2323],
    ]);
    await edit(asleep.id, { profile: { modules: [] } });
    expect(consumption((await dryRun()).items)).toEqual([
      ['sales', 30, 1200],
      ['crm', 60, 1548],
    ]);
  });

  it('for the nights they were there: who comes and goes within a day costs nothing', async () => {
    await day(town, '2026-07-01');
    const owner = await customer(town);
    const { buy, add, addUsers, edit, remove, dryRun } = suite(town, owner);
    await buy(module('sales'));
    const [first] = await addUsers(1, 'sales');
    await remove(first?.id ?? '');
    expect(consumption((await dryRun()).items)).toEqual([]);
    const second = await add();
    await day(town, '2026-07-11');
    await edit(second.id, { active: false });
    await day(town, '2026-07-21');
    await edit(second.id, { active: true });
    // Ten nights from 2 to 11 July, and ten from 22 to 31 July.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 20, 800]]);
  });
});

describe('U1, U2: packs', () => {
  it('of users, bought at half of the month, hold the users from then on: a sufficient pack means no line', async () => {
    await day(town, '2026-09-01');
    const owner = await customer(town);
    const { buy, preview, addUsers, dryRun, moduleUsage, payRenewal, subscription } = suite(town, owner);
    await buy(module('sales'));
    await addUsers(2, 'sales');
    await day(town, '2026-09-16');
    const said = await preview([users('sales', 2)]);
    expect(said.items).toMatchObject([
      { kind: 'pack', subject: 'users', module: 'sales', description: 'Extra users: Sales management', quantity: 2 },
    ]);
    const order = await buy(users('sales', 2));
    // 2 × 10.00 for 15 of 30 days.
    expect([amounts(said), amounts(order), said.next_total?.amount]).toEqual([[1000], [1000], 2000]);
    expect(order.items[0]?.basis).toEqual({ kind: 'daily', days_left: 15, days: 30 });
    expect(await moduleUsage('sales')).toMatchObject({ users: 3, included: 1, in_packs: 2 });
    // Fifteen nights without the pack: 12.40 × 30 ÷ 30.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 30, 1240]]);

    await day(town, '2026-10-01');
    expect(amounts(await payRenewal())).toEqual([2900, 2000, 1240]);
    expect((await subscription()).packs).toEqual([{ pack: 'users', module: 'sales', quantity: 2 }]);
    expect(consumption((await dryRun()).items)).toEqual([]);
    await day(town, '2026-11-01');
    expect(amounts(await payRenewal())).toEqual([2900, 2000]);
  });

  it('of e-mails cost their whole price on any day, others what is left of the month; training is paid once', async () => {
    await day(town, '2026-11-01');
    const owner = await customer(town);
    const { buy, preview, meter, payRenewal } = suite(town, owner);
    await buy(module('e-mailing'));
    expect([await meter('e-mails'), await meter('companies')]).toEqual([0, 1]);
    await day(town, '2026-11-16');
    const items = [pack('e-mails-1000', 2), pack('companies-5'), pack('support'), pack('training')];
    const said = await preview(items);
    expect(amounts(said)).toEqual([1000, 600, 1250, 9000]);
    expect(said.items.map(({ basis }) => basis.kind)).toEqual(['full-price', 'daily', 'daily', 'full-price']);
    expect(said.items.at(-1)?.period).toBeNull();
    expect(said.next_total?.amount).toBe(1000 + 1200 + 2500);
    await buy(...items);
    expect([await meter('e-mails'), await meter('companies')]).toEqual([2000, 6]);
    await day(town, '2026-12-01');
    expect(amounts(await payRenewal())).toEqual([900, 1000, 1200, 2500]);
  });

  it('bring the sessions of a training with the payment, once', async () => {
    const owner = await customer(town);
    const { buy, path } = suite(town, owner);
    await buy(module('sales'), pack('training', 2));
    const { items } = await owner.client.send<{ items: object[] }>('GET', `${path}/trainings`);
    expect(items).toHaveLength(2);
  });

  it('join an order that begins days after it was placed, training too', async () => {
    const owner = await customer(town);
    const { order, orderOf, subscription, path } = suite(town, owner);
    const placed = await order([module('sales'), users('sales'), pack('training')], {
      payment_method: 'bank-transfer',
    });
    await day(town, '2026-12-05');
    const transfer = { amount: placed.total, bank_reference: 'T-1', reference: placed.transfer?.reference };
    await town.operator.send('POST', '/v1/payments', transfer, { 'idempotency-key': randomUUID() });
    const begins = { start: '2026-12-05', end: '2027-01-05' };
    expect((await orderOf(placed.id)).items.map(({ period }) => period)).toEqual([begins, begins, null]);
    expect(await subscription()).toMatchObject({ period: begins, packs: [{ pack: 'users', quantity: 1 }] });
    const trainings = await owner.client.send<{ items: object[] }>('GET', `${path}/trainings`);
    expect(trainings.items).toHaveLength(1);
  });
});

describe('L10: removing packs and modules', () => {
  it('waits for the end of the period, can be undone, and is what the dry run says', async () => {
    await day(town, '2027-01-01');
    const owner = await customer(town);
    const { buy, change, undo, dryRun, subscription, payRenewal, meter } = suite(town, owner);
    await buy(module('sales'), module('crm'), users('sales', 5), users('crm', 2), pack('e-mails-1000', 3));
    const some = await change({ remove_pack: 'users', module: 'sales', quantity: 2 });
    expect(some).toMatchObject({ when: 'period-end', effective_on: '2027-02-01' });
    const mails = await change({ remove_pack: 'e-mails-1000' });
    await change({ remove_module: 'crm' });
    expect((await subscription()).scheduled.map(({ kind }) => kind)).toEqual([
      'remove-pack',
      'remove-pack',
      'remove-module',
    ]);
    expect(await meter('e-mails')).toBe(3000);
    const said = await dryRun();
    expect([said.modules, said.packs]).toEqual([['sales'], [{ pack: 'users', module: 'sales', quantity: 3 }]]);
    await undo(mails.change?.id ?? '');
    await day(town, '2027-02-01');
    expect(amounts(await payRenewal())).toEqual([2900, 3000, 1500]);
    expect(await subscription()).toMatchObject({
      modules: ['sales'],
      scheduled: [],
      packs: [
        { pack: 'users', module: 'sales', quantity: 3 },
        { pack: 'e-mails-1000', module: null, quantity: 3 },
      ],
    });
    expect(await outcomeOf(undo(some.change?.id ?? ''))).toBe('subscription.change-not-found');
  });

  it('of a pack that is needed: its users are billed from the first night of the next period on', async () => {
    await day(town, '2027-02-01');
    const owner = await customer(town);
    const { buy, change, addUsers, dryRun, payRenewal } = suite(town, owner);
    await buy(module('sales'), users('sales', 2));
    await addUsers(2, 'sales');
    await change({ remove_pack: 'users', module: 'sales', quantity: 1 });
    await day(town, '2027-03-01');
    expect(consumption((await payRenewal()).items)).toEqual([]);
    // One of them in each of the 31 nights of March: 12.40 × 31 ÷ 31.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 31, 1240]]);
  });
});

describe('U2, L9: a subscription that ends', () => {
  it('is billed for its last period’s users alone, and the bill says how, in the PDF, the XML and a mail', async () => {
    await day(town, '2027-04-01');
    const owner = await customer(town);
    const { path, buy, addUsers, cancel, dryRun, orders, subscription, pay } = suite(town, owner);
    const billing = { legal_name: 'Client SAS', address: '2 rue de l’Essai', postal_code: '69002', city: 'Lyon' };
    await owner.client.send('PATCH', path, { billing: { ...billing, country: 'FR', language: 'fr' } });
    await buy(module('sales'), module('crm'));
    await addUsers(3, 'sales');
    await addUsers(1, 'crm');
    await cancel();
    expect(await dryRun()).toMatchObject({ closes: true, modules: [], packs: [], net: { amount: 3596 + 773 } });
    await day(town, '2027-05-01');
    expect(await subscription()).toMatchObject({ state: 'ended', unpaid: null, packs: [] });
    const [last] = await orders();
    expect(last).toMatchObject({ purpose: 'consumption', status: 'pending' });
    // 12.40 × 87 ÷ 30 and 8.00 × 29 ÷ 30.
    expect(consumption(last?.items ?? [])).toEqual([
      ['sales', 87, 3596],
      ['crm', 29, 773],
    ]);
    const mails = await mailsTo(town, owner.email);
    expect(mails.filter(({ subject }) => subject.includes('52.43'))).toHaveLength(1);

    const invoice = await invoiceOf(owner, last?.id ?? '');
    expect(invoice.lines.map(({ net }) => net.amount)).toEqual([3596, 773]);
    const [page = ''] = readPdf(await download(invoice.links.pdf)).pages;
    expect(page).toContain('Facture');
    // The name is so long that it goes on in the next line.
    expect(page).toMatch(/Utilisateurs supplémentaires à la consommation : Sales +87 +12,40 € +35,96 €\n *management/);
    expect(page).toMatch(/Utilisateurs supplémentaires à la consommation : CRM +29 +8,00 € +7,73 €/);
    expect(page).toContain('87 jours-utilisateur ÷ 30 jours');
    const xml = new XMLParser({ removeNSPrefix: true }).parse(await download(invoice.links.xml).then(text));
    const lines = xml.Invoice.InvoiceLine as { Item: { Name: string }; LineExtensionAmount: number }[];
    expect(lines.map(({ Item, LineExtensionAmount }) => [Item.Name, LineExtensionAmount])).toEqual([
      ['Utilisateurs supplémentaires à la consommation : Sales management', 35.96],
      ['Utilisateurs supplémentaires à la consommation : CRM', 7.73],
    ]);

    expect(await pay(last as OrderAnswer)).toBe(303);
    expect((await orders())[0]).toMatchObject({ status: 'paid' });
    expect((await subscription()).state).toBe('ended');
  });

  it('is not billed where nobody was beyond, and can begin anew', async () => {
    await day(town, '2027-05-01');
    const owner = await customer(town);
    const { buy, addUsers, cancel, orders, dryRun, moduleUsage } = suite(town, owner);
    await buy(module('sales'), users('sales', 3));
    await addUsers(3, 'sales');
    await cancel();
    await day(town, '2027-06-01');
    expect(await orders()).toHaveLength(1);
    expect(await codeOf(dryRun())).toBe('subscription.not-running');
    await day(town, '2027-06-10');
    await buy(module('sales'));
    expect(await moduleUsage('sales')).toMatchObject({ users: 4, in_packs: 0, user_days: 0 });
    // Three beyond in the 29 nights from 11 June to 9 July.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 87, 3596]]);
  });
});

describe('U2, L13: an unpaid renewal', () => {
  it('counts users until it is suspended, and from the night after it is paid', async () => {
    await day(town, '2027-07-01');
    const owner = await customer(town);
    const { buy, order, addUsers, dryRun, payRenewal, subscription } = suite(town, owner);
    await buy(module('sales'));
    await addUsers(1, 'sales');
    await day(town, '2027-08-01');
    expect(await codeOf(order([users('sales', 1)]))).toBe('subscription.unpaid');
    // Past due from 1 August on, and suspended on the 22nd if nothing changes.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 21, 840]]);
    await day(town, '2027-08-25');
    expect((await subscription()).state).toBe('suspended');
    expect(consumption((await payRenewal()).items)).toEqual([['sales', 30, 1200]]);
    // 21 nights until the 21st, and six from the 26th to the 31st.
    expect(consumption((await dryRun()).items)).toEqual([['sales', 27, 1080]]);
    await day(town, '2027-09-01');
    expect(consumption((await payRenewal()).items)).toEqual([['sales', 27, 1080]]);
  });
});

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
