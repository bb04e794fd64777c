import { describe, expect, it } from 'vitest';
import { replaceClock } from '../../lib/runtime/clock.ts';
import {
  balanceOf,
  bankReference,
  decimal,
  deployed,
  eur,
  IBAN,
  importFile,
  once,
  openAccount,
  operator,
  orderCredit,
  ordered,
  orderOf,
  outcomes,
  type PaymentJson,
  problemOf,
  record,
  sendStatement,
  statement,
  TODAY,
  useBank,
} from './transfers.ts';

useBank();

describe('L4, T4: an order by bank transfer is pending until the transfer is recorded', () => {
  it('is paid by exactly its total, with credit and invoice at once', async () => {
    const { account, order } = await ordered();
    expect(order).toMatchObject({ status: 'pending', total: eur(12_200), due: eur(12_200), invoice: null });
    const before = await balanceOf(account);
    const { outcome, payment } = await record({
      reference: order.transfer.reference.replaceAll(/.{4}/g, '$& ').toLowerCase(),
      amount: order.total,
      bank_reference: bankReference(),
      text: 'Example payer: thank you',
    });
    const paid = await orderOf(account, order.id);
    expect(outcome).toBe('settled');
    expect(payment).toMatchObject({ account, unallocated: eur(0), text: 'Example payer: thank you' });
    expect(payment.uses).toMatchObject([
      { kind: 'order', order: order.id, invoice: paid.invoice, amount: eur(12_200) },
    ]);
    expect(paid).toMatchObject({ status: 'paid', received: eur(12_200), due: eur(0) });
    expect(paid.invoice).toMatch(/^doc_/);
    expect((await balanceOf(account)) - before).toBe(10_000);
    expect(await operator.send('GET', `/v1/payments/${payment.id}`)).toEqual(payment);
  });

  it('is paid in two parts: the first is noted, the second settles it', async () => {
    const { account, order } = await ordered();
    const before = await balanceOf(account);
    const pay = (amount: number) =>
      record({ account, order: order.id, amount: eur(amount), bank_reference: bankReference() });
    expect((await pay(2_200)).outcome).toBe('part');
    expect(await orderOf(account, order.id)).toMatchObject({
      status: 'pending',
      due: eur(10_000),
      received: eur(2_200),
    });
    expect(await balanceOf(account)).toBe(before);
    expect((await pay(10_000)).outcome).toBe('settled');
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'paid', due: eur(0) });
    expect((await balanceOf(account)) - before).toBe(10_000);
  });

  it('keeps what is over unallocated, and lists it', async () => {
    const { order } = await ordered();
    const { outcome, payment } = await record({
      reference: order.transfer.reference,
      amount: eur(12_500),
      bank_reference: bankReference(),
    });
    expect([outcome, payment.unallocated, payment.uses[0]?.amount]).toEqual(['over', eur(300), eur(12_200)]);
    const { items } = await operator.send<{ items: PaymentJson[] }>('GET', '/v1/payments?state=unallocated');
    expect(items.find(({ id }) => id === payment.id)).toEqual(payment);
  });

  it('keeps a second payment of a paid order whole, and brings nothing twice', async () => {
    const { account, order } = await ordered();
    const pay = () =>
      record({ reference: order.transfer.reference, amount: order.total, bank_reference: bankReference() });
    await pay();
    const balance = await balanceOf(account);
    const { outcome, payment } = await pay();
    expect([outcome, payment.unallocated, payment.account]).toEqual(['unallocated', eur(12_200), account]);
    expect(await balanceOf(account)).toBe(balance);
  });

  it('keeps money without an order, or with a reference nobody knows', async () => {
    for (const named of [{}, { reference: 'RF68123456789012345' }]) {
      const { outcome, payment } = await record({ ...named, amount: eur(500), bank_reference: bankReference() });
      expect([outcome, payment.account, payment.unallocated]).toEqual(['unallocated', null, eur(500)]);
    }
  });
});

describe('T4: a transfer recorded twice counts once', () => {
  it('with the same Idempotency-Key: the same answer again', async () => {
    const { order } = await ordered();
    const body = { reference: order.transfer.reference, amount: order.total, bank_reference: bankReference() };
    const key = once();
    const answers = [await record(body, key), await record(body, key)];
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.outcome).toBe('settled');
  });

  it('with another key and date, by its bank reference; another amount is told apart', async () => {
    const { account, order } = await ordered();
    const body = { reference: order.transfer.reference, amount: order.total, bank_reference: bankReference() };
    const { payment } = await record(body);
    const balance = await balanceOf(account);
    const again = await record({ ...body, booked_on: '2026-01-14' });
    expect(again).toEqual({ outcome: 'already-recorded', payment });
    const problem = await problemOf(record({ ...body, amount: eur(12_000) }));
    expect(problem).toMatchObject({ status: 409, code: 'payment.reference-used', payment: payment.id });
    expect(problem.detail).toContain('€122.00');
    expect(await balanceOf(account)).toBe(balance);
  });

  it('ten times at once, with ten keys', async () => {
    const { account, order } = await ordered();
    const before = await balanceOf(account);
    const body = { reference: order.transfer.reference, amount: order.total, bank_reference: bankReference() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => record(body)));
    expect(answers.filter(({ outcome }) => outcome === 'settled')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'already-recorded')).toHaveLength(9);
    expect((await balanceOf(account)) - before).toBe(10_000);
  });

  it('ten times at once, with one key: one answer ten times', async () => {
    const { order } = await ordered();
    const body = { reference: order.transfer.reference, amount: order.total, bank_reference: bankReference() };
    const key = once();
    const answers = await Promise.all(Array.from({ length: 10 }, () => record(body, key)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.outcome).toBe('settled');
  });

  it('by hand and then in a file, or in a file and then by hand', async () => {
    const [first, second] = [await ordered(), await ordered()];
    const [a, b] = [bankReference(), bankReference()];
    const lineOf = ({ order }: typeof first, bank: string) => ({
      amount: decimal(order.total.amount),
      reference: order.transfer.reference,
      bank,
    });
    const byHand = ({ order }: typeof first, bank: string) =>
      record({ reference: order.transfer.reference, amount: order.total, bank_reference: bank, booked_on: TODAY });
    const { payment } = await byHand(first, a);
    const file = await importFile(statement([lineOf(first, a), lineOf(second, b)]));
    expect(file.entries.map((entry) => [entry.outcome, entry.order])).toEqual([
      ['already-recorded', first.order.id],
      ['settled', second.order.id],
    ]);
    expect(file.entries[0]?.payment).toBe(payment.id);
    expect(await byHand(second, b)).toMatchObject({
      outcome: 'already-recorded',
      payment: { id: file.entries[1]?.payment },
    });
  });
});

describe('T4: a bank statement', () => {
  it('ends each transfer in a clear state, and counts once however often it is sent', async () => {
    const [exact, part, over] = [await ordered(), await ordered(), await ordered()];
    const several = `${exact.order.transfer.reference} and ${part.order.transfer.reference}`;
    const before = await balanceOf(exact.account);
    const file = statement([
      { amount: '122.00', reference: `Invoice ${exact.order.transfer.reference}`, bank: bankReference() },
      { amount: '22.00', reference: part.order.transfer.reference, bank: bankReference() },
      { amount: '130.00', reference: over.order.transfer.reference },
      { amount: '7.77', reference: 'a gift', bank: bankReference() },
      { amount: '244.00', reference: several, bank: bankReference() },
      { amount: '9.90', direction: 'DBIT' },
    ]);
    const first = await importFile(file);
    expect(outcomes(first)).toEqual(['settled', 'part', 'over', 'unallocated', 'unallocated', 'ignored']);
    expect(first.entries.map(({ order }) => order)).toEqual([
      exact.order.id,
      part.order.id,
      over.order.id,
      null,
      null,
      null,
    ]);
    expect(first.entries.at(-1)).toMatchObject({ reason: 'debit', payment: null });
    expect(first.totals).toEqual({
      settled: 1,
      part: 1,
      over: 1,
      unallocated: 2,
      already_recorded: 0,
      ignored: 1,
      recorded: [eur(12_200 + 2_200 + 13_000 + 777 + 24_400)],
    });
    const again = await importFile(file);
    expect(again.totals).toMatchObject({ already_recorded: 5, ignored: 1, settled: 0, recorded: [] });
    expect(again.entries.map(({ key, payment }) => [key, payment])).toEqual(
      first.entries.map(({ key, payment }) => [key, payment]),
    );
    expect((await balanceOf(exact.account)) - before).toBe(10_000);
    expect(await orderOf(part.account, part.order.id)).toMatchObject({ status: 'pending', due: eur(10_000) });
    const gift = await operator.send<PaymentJson>('GET', `/v1/payments/${first.entries[3]?.payment}`);
    expect(gift).toMatchObject({ text: 'Example payer: a gift', account: null, unallocated: eur(777) });
  });

  it('that overlaps another one counts only what is new', async () => {
    const { order } = await ordered();
    const shared = { amount: '122.00', reference: order.transfer.reference, bank: bankReference() };
    await importFile(statement([shared], { id: 'MONDAY' }));
    const later = await importFile(statement([shared, { amount: '1.00', bank: bankReference() }], { id: 'TUESDAY' }));
    expect(outcomes(later)).toEqual(['already-recorded', 'unallocated']);
  });

  it('sent five times at once counts once', async () => {
    const { account, order } = await ordered();
    const before = await balanceOf(account);
    const parts = ['22.00', '50.00', '50.00'].map((amount) => ({
      amount,
      reference: order.transfer.reference,
      bank: bankReference(),
    }));
    const file = statement(parts);
    const answers = await Promise.all(Array.from({ length: 5 }, () => importFile(file)));
    const all = answers.flatMap(outcomes);
    expect(all.filter((outcome) => outcome !== 'already-recorded').sort()).toEqual(['part', 'part', 'settled']);
    expect((await balanceOf(account)) - before).toBe(10_000);
  });

  it('records 60 transfers in one request, 40 of 40 accounts and 20 of one', async () => {
    const accounts = await Promise.all(Array.from({ length: 40 }, openAccount));
    const account = await openAccount();
    const owners = [...accounts, ...Array.from({ length: 20 }, () => account)];
    const orders = await Promise.all(owners.map((owner) => orderCredit(owner, 100)));
    const before = await balanceOf(account);
    const lines = orders.map(({ transfer, total }) => ({
      amount: decimal(total.amount),
      reference: transfer.reference,
    }));
    const { totals } = await importFile(statement(lines));
    expect(totals).toMatchObject({ settled: 60, recorded: [eur(60 * 122)] });
    expect((await balanceOf(account)) - before).toBe(20 * 100);
  }, 120_000);

  it('of another account is refused whole, and so is one that cannot be read', async () => {
    const { account, order } = await ordered();
    const line = { amount: '122.00', reference: order.transfer.reference, bank: bankReference() };
    const other = await sendStatement(statement([line], { iban: 'NL91ABNA0417164300' }));
    expect(other).toMatchObject({ status: 422, answer: { code: 'statement.other-account', expected_iban: IBAN } });
    const broken = await sendStatement(statement([line, { amount: '1,00' }]));
    expect(broken).toMatchObject({
      status: 422,
      answer: { code: 'statement.malformed', errors: [{ pointer: '/Document/BkToCstmrStmt/Stmt/Ntry/1/Amt' }] },
    });
    expect(await orderOf(account, order.id)).toMatchObject({ status: 'pending', received: eur(0) });
  });

  it('is sent as XML of 4 MB at the most', async () => {
    const file = statement([{ amount: '1.00', bank: bankReference() }]);
    expect((await sendStatement(file, { 'content-type': 'text/xml; charset=utf-8' })).status).toBe(200);
    expect(await sendStatement(file, { 'content-type': 'application/json' })).toMatchObject({
      status: 415,
      answer: { code: 'request.unsupported-type' },
    });
    const padded = (bytes: number) => file.replace('<Stmt>', `<!--${' '.repeat(bytes)}--><Stmt>`);
    expect((await sendStatement(padded(3_000_000))).status).toBe(200);
    expect(await sendStatement(padded(4_300_000))).toMatchObject({
      status: 413,
      answer: { code: 'request.too-large' },
    });
  });
});

describe('T4: what cannot be recorded is refused, with what is wrong', () => {
  const body = () => ({ amount: eur(100), bank_reference: bankReference() });

  it.each<[string, object, string]>([
    ['nothing', { amount: eur(0) }, '/amount/amount'],
    ['less than nothing', { amount: eur(-1) }, '/amount/amount'],
    ['a reference with a mistake', { reference: 'RF68123456789012346' }, '/reference'],
    ['an order without account', { order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X' }, '/account'],
    ['an account without order', { account: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X' }, '/order'],
    ['tomorrow', { booked_on: '2026-01-16' }, '/booked_on'],
    ['no bank reference', { bank_reference: 'NOTPROVIDED' }, '/bank_reference'],
  ])('%s', async (_, change, pointer) => {
    const problem = await problemOf(record({ ...body(), ...change }));
    expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
    expect(problem.errors?.map((mistake) => mistake.pointer)).toEqual([pointer]);
  });

  it('an order that is not there', async () => {
    const account = await openAccount();
    const problem = await problemOf(record({ ...body(), account, order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X' }));
    expect(problem.code).toBe('order.not-found');
  });

  it('a payment that is not there', async () => {
    const problem = await problemOf(operator.send('GET', '/v1/payments/pay_01JZ8Q0V7M3K5N9P2R4S6T8W0X'));
    expect(problem).toMatchObject({ status: 404, code: 'payment.not-found' });
  });

  it('anything from somebody who is no operator', async () => {
    const problem = await problemOf(deployed.anyone.send('POST', '/v1/payments', body(), once()));
    expect(problem.code).toBe('session.required');
  });
});

describe('GET /v1/payments', () => {
  it('goes through all that is unallocated, page by page, the oldest first', async () => {
    for (const [index, bookedOn] of ['2026-01-10', '2026-01-02', '2026-01-05'].entries()) {
      await record({ amount: eur(index + 1), bank_reference: bankReference(), booked_on: bookedOn });
    }
    const seen: { id: string; booked_on: string }[] = [];
    let cursor = '';
    do {
      const page = await operator.send<{ items: typeof seen; next_cursor: string | null }>(
        'GET',
        `/v1/payments?limit=2${cursor}`,
      );
      seen.push(...page.items);
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    const dates = seen.map((payment) => payment.booked_on);
    expect(dates).toEqual([...dates].sort());
    expect(dates.slice(0, 3)).toEqual(['2026-01-02', '2026-01-05', '2026-01-10']);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  });
});

describe('T4: a statement that takes longer than a request may', () => {
  it('says how far it came, and goes on when it is sent again', async () => {
    const account = await openAccount();
    const orders = await Promise.all(Array.from({ length: 12 }, () => orderCredit(account, 100)));
    const before = await balanceOf(account);
    const file = statement(
      orders.map(({ transfer, total }) => ({ amount: decimal(total.amount), reference: transfer.reference })),
    );
    let nowMs = Date.parse(`${TODAY}T10:00:00Z`);
    // Each look at the clock takes a second.
    replaceClock({ nowMs: () => (nowMs += 1000) });
    const answers: Awaited<ReturnType<typeof sendStatement>>[] = [];
    do answers.push(await sendStatement(file));
    while (answers.at(-1)?.status === 409 && answers.length < 20);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers[0]?.answer).toMatchObject({ code: 'statement.interrupted' });
    expect(answers.at(-1)).toMatchObject({ status: 200 });
    expect(answers.at(-1)?.answer.entries).toHaveLength(12);
    expect((await balanceOf(account)) - before).toBe(12 * 100);
  });
});
