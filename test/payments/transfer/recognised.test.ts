import { describe, expect, it } from 'vitest';
import {
  balanceOf,
  bankReference,
  deployed,
  eur,
  IBAN,
  importFile,
  type Line,
  once,
  openAccount,
  operator,
  orderCredit,
  ordered,
  orderOf,
  outcomes,
  problemOf,
  record,
  sendStatement,
  statement,
  TODAY,
  useBank,
} from '../transfers.ts';

useBank();

type Ordered = Awaited<ReturnType<typeof ordered>>;
const lineOf = ({ order }: Ordered, more: Partial<Line> = {}): Line => ({
  amount: '122.00',
  reference: order.transfer.reference,
  ...more,
});
const byHand = ({ order }: Ordered, bank: string, more: object = {}) =>
  record({ reference: order.transfer.reference, amount: order.total, bank_reference: bank, ...more });

/** Beyond the credit that is free. */
const boughtBy = async (account: string) => (await balanceOf(account)) - (await balanceOf(await openAccount()));

/** Several statements as one file. */
function together(...files: string[]): string {
  const statements = files.map((file) => /<Stmt>.*<\/Stmt>/s.exec(file)?.[0] ?? '');
  return (files[0] ?? '').replace(/<Stmt>.*<\/Stmt>/s, () => statements.join(''));
}

describe('T4: a transfer that the bank gives no reference', () => {
  it('counts on each page of a statement, in one file or in several', async () => {
    for (const isOneFile of [true, false]) {
      const [one, two] = [await ordered(), await ordered()];
      const id = `PAGES-${isOneFile}`;
      const pages = [one, two].map((each, index) => statement([lineOf(each, { endToEnd: `E-${index}` })], { id }));
      const files = isOneFile ? [together(...pages)] : pages;
      const answers = [];
      for (const file of files) answers.push(...outcomes(await importFile(file)));
      expect(answers).toEqual(['settled', 'settled']);
      expect(await orderOf(two.account, two.order.id)).toMatchObject({ status: 'paid' });
    }
  });

  it('counts once in files that overlap, whatever they call their statements and wherever it stands in them', async () => {
    const [one, two, three] = [await ordered(), await ordered(), await ordered()];
    await importFile(statement([lineOf(one), lineOf(two)], { id: 'MORNING' }));
    const later = await importFile(statement([lineOf(three), lineOf(two)], { id: 'EVENING' }));
    expect(outcomes(later)).toEqual(['settled', 'already-recorded']);
    const all = await importFile(statement([lineOf(one), lineOf(two), lineOf(three)], { id: 'DAY' }));
    expect(outcomes(all)).toEqual(['already-recorded', 'already-recorded', 'already-recorded']);
    expect(await boughtBy(two.account)).toBe(10_000);
  });

  it('counts twice with a twin that is like it in everything, and no more when the file is sent again', async () => {
    const account = await openAccount();
    const order = await orderCredit(account);
    const half = lineOf({ account, order }, { amount: '61.00' });
    const file = statement([half, half], { id: 'TWINS' });
    expect(outcomes(await importFile(file)).sort()).toEqual(['part', 'settled']);
    expect(outcomes(await importFile(file))).toEqual(['already-recorded', 'already-recorded']);
    expect(outcomes(await importFile(statement([half], { id: 'HALF' })))).toEqual(['already-recorded']);
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'paid', received: eur(12_200) });
    const third = await importFile(statement([half, half, half], { id: 'TRIPLETS' }));
    expect(outcomes(third)).toEqual(['already-recorded', 'already-recorded', 'unallocated']);
  });
});

describe('T4: a transfer that was recorded by hand and is in the bank’s file with another date', () => {
  it.each([
    ['without a date', TODAY, {}, '2026-01-14'],
    ['ten days early', TODAY, { booked_on: '2026-01-05' }, '2026-01-15'],
  ])('counts once when it is recorded first %s', async (_, __, written, date) => {
    const one = await ordered();
    const bank = bankReference();
    const { payment } = await byHand(one, bank, written);
    const file = statement([lineOf(one, { bank, date })]);
    for (const answer of [await importFile(file), await importFile(file)]) {
      expect(answer.entries).toMatchObject([{ outcome: 'already-recorded', payment: payment.id, order: one.order.id }]);
      expect(answer.totals).toMatchObject({ already_recorded: 1, recorded: [] });
    }
    expect(await boughtBy(one.account)).toBe(10_000);
  });

  it('counts once when the file comes first, and another amount is told apart', async () => {
    const one = await ordered();
    const bank = bankReference();
    const file = await importFile(statement([lineOf(one, { bank, date: '2026-01-12' })]));
    const [entry] = file.entries;
    expect(await byHand(one, bank)).toMatchObject({ outcome: 'already-recorded', payment: { id: entry?.payment } });
    const problem = await problemOf(byHand(one, bank, { amount: eur(12_000) }));
    expect(problem).toMatchObject({ status: 409, code: 'payment.reference-used', payment: entry?.payment });
    expect(await boughtBy(one.account)).toBe(10_000);
  });

  it('counts once when both come at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, ordered));
    const banks = all.map(bankReference);
    const lines = all.map((each, index) => lineOf(each, { bank: banks[index] ?? '', date: '2026-01-14' }));
    const [file, ...hands] = await Promise.all([
      importFile(statement(lines)),
      ...all.map((each, index) => byHand(each, banks[index] ?? '')),
    ]);
    for (const [index, { outcome, payment }] of hands.entries()) {
      const entry = file.entries[index];
      expect([outcome, entry?.outcome].sort()).toEqual(['already-recorded', 'settled']);
      expect(entry?.payment).toBe(payment.id);
    }
    for (const { account } of all) expect(await boughtBy(account)).toBe(10_000);
  });
});

describe('T4: a reference that the bank uses again', () => {
  it('never makes a file fail: another date or amount is another transfer', async () => {
    const bank = bankReference();
    const lines = [{ amount: '1.00' }, { amount: '2.00' }, { amount: '1.00', date: '2026-01-14' }];
    const file = statement(lines.map((line) => ({ bank, ...line })));
    expect(outcomes(await importFile(file))).toEqual(['unallocated', 'unallocated', 'unallocated']);
    expect((await importFile(file)).totals).toMatchObject({ already_recorded: 3 });
  });

  it('is one transfer of the files, where it was recorded by hand', async () => {
    const one = { amount: '3.00', bank: bankReference() };
    const body = { amount: eur(300), bank_reference: one.bank, booked_on: '2026-01-13' };
    const { payment } = await record(body);
    const first = await importFile(statement([{ ...one, date: '2026-01-12' }]));
    expect(first.entries).toMatchObject([{ outcome: 'already-recorded', payment: payment.id }]);
    const later = await importFile(
      statement([
        { ...one, date: '2026-01-12' },
        { ...one, date: '2026-01-14' },
      ]),
    );
    expect(outcomes(later)).toEqual(['already-recorded', 'unallocated']);
  });

  it('for equal transfers of a batch, of which one was recorded by hand, counts the other too', async () => {
    for (const booked_on of [TODAY, '2026-01-14']) {
      const one = { amount: '4.00', bank: bankReference() };
      const { payment } = await record({ amount: eur(400), bank_reference: one.bank, booked_on });
      const file = statement([one, one]);
      const { entries } = await importFile(file);
      expect(entries.map(({ outcome }) => outcome).sort()).toEqual(['already-recorded', 'unallocated']);
      expect(entries.filter((entry) => entry.payment === payment.id)).toHaveLength(1);
      expect((await importFile(file)).entries.map((entry) => entry.payment)).toEqual(
        entries.map((entry) => entry.payment),
      );
    }
  });

  it('after more than ten days is another transfer', async () => {
    const one = { amount: '5.00', bank: bankReference() };
    await record({ amount: eur(500), bank_reference: one.bank, booked_on: '2026-01-04' });
    expect(outcomes(await importFile(statement([one])))).toEqual(['unallocated']);
  });
});

describe('T4: a transfer that is booked for tomorrow', () => {
  it('is ignored today, and counts when the file is sent again tomorrow', async () => {
    const one = await ordered();
    const file = statement([lineOf(one, { bank: bankReference(), date: '2026-01-16' })]);
    const today = await importFile(file);
    expect(today.entries).toMatchObject([{ outcome: 'ignored', reason: 'after-today', payment: null }]);
    expect(today.totals).toMatchObject({ ignored: 1, recorded: [] });
    expect(await orderOf(one.account, one.order.id)).toMatchObject({ status: 'pending', received: eur(0) });
    await deployed.deployment.clock.moveTo('2026-01-16T08:00:00Z');
    expect(outcomes(await importFile(file))).toEqual(['settled']);
  });
});

describe('T4: the journal says when the bank booked a payment', () => {
  interface Page {
    readonly items: { readonly on: string; readonly cause: Readonly<Record<string, string | null>> }[];
    readonly next_cursor: string | null;
  }
  async function movementsOf(payment: string): Promise<Page['items']> {
    const all: Page['items'] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await operator.send('GET', `/v1/journal?month=2026-01&limit=100${cursor}`);
      all.push(...page.items);
      cursor = page.next_cursor && `&cursor=${page.next_cursor}`;
    }
    return all.filter(({ cause }) => cause['payment'] === payment);
  }

  it('of an order, of nobody knows what, and not of what is done with it later', async () => {
    const one = await ordered();
    const paid = await byHand(one, bankReference(), { booked_on: '2026-01-09' });
    const free = await record({ amount: eur(12_200), bank_reference: bankReference(), booked_on: '2026-01-08' });
    const { account, order } = await ordered();
    const target = { account, order: order.id };
    await operator.send('POST', `/v1/payments/${free.payment.id}/assignments`, target, once());
    expect(await movementsOf(paid.payment.id)).toMatchObject([
      { on: '2026-01-16', cause: { kind: 'payment', booked_on: '2026-01-09' } },
    ]);
    const moved = await movementsOf(free.payment.id);
    const dates = moved.map(({ cause }) => [cause['kind'], cause['booked_on']]);
    expect(dates.filter(([kind]) => kind === 'payment')).toEqual([['payment', '2026-01-08']]);
    expect(dates.filter(([kind]) => kind !== 'payment')).toEqual([['assignment', null]]);
  });

  it('in the file for the bookkeeper too', async () => {
    const { payment } = await record({ amount: eur(60), bank_reference: bankReference(), booked_on: '2026-01-07' });
    const response = await fetch(`${deployed.deployment.url}/v1/journal.csv?month=2026-01`, {
      headers: { authorization: 'Bearer operator-key-of-this-test' },
    });
    const [head, ...rows] = (await response.text()).trim().split(/\r?\n/);
    const at = (head ?? '').split(',').indexOf('booked_on');
    const dates = (has: string) => rows.filter((row) => row.includes(has)).map((row) => row.split(',')[at]);
    expect(dates(payment.id)).toEqual(['2026-01-07', '2026-01-07']);
    expect(new Set(dates(',invoice,'))).toEqual(new Set(['']));
  });
});

describe('T4: the account customers transfer to changes', () => {
  it('and the files of the old one are taken as before; those of an account that never was ours are not', async () => {
    const [one, two] = [await ordered(), await ordered()];
    const { version: _, ...document } = await operator.send<{ version: number; seller: object }>(
      'GET',
      '/v1/catalogue',
    );
    const seller = { ...document.seller, bank: { iban: 'NL91ABNA0417164300' } };
    await operator.send('PUT', '/v1/catalogue', { ...document, seller });
    expect(outcomes(await importFile(statement([lineOf(one)], { iban: IBAN })))).toEqual(['settled']);
    expect(outcomes(await importFile(statement([lineOf(two)], { iban: 'NL91ABNA0417164300' })))).toEqual(['settled']);
    expect(await sendStatement(statement([lineOf(one)], { iban: 'SE4550000000058398257466' }))).toMatchObject({
      status: 422,
      answer: { code: 'statement.other-account', expected_iban: 'NL91ABNA0417164300' },
    });
  });
});
