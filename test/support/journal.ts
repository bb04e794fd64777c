import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { dueOf } from '../../lib/domain/invoices/settle-order.ts';
import type { Ledger } from '../../lib/domain/journal/journal.ts';
import type { Money } from '../../lib/domain/money.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { headFromItem, type StoredHead } from '../../lib/store/credit-head.ts';
import { openOf, type StoredInvoice } from '../../lib/store/invoices.ts';
import type { JournalEntry } from '../../lib/store/journal.ts';
import { registerPartition } from '../../lib/store/keys.ts';
import type { Order } from '../../lib/store/orders.ts';
import type { Payment } from '../../lib/store/received.ts';
import { documentClient, type Item } from '../../lib/store/table.ts';

/** Everything in a table that says something about money, of all its accounts. */
export interface Books {
  readonly journal: readonly JournalEntry[];
  readonly invoices: readonly StoredInvoice[];
  readonly orders: readonly Order[];
  readonly payments: readonly Payment[];
  /** What accounts keep of payments that went to their orders: payment, order, amount. */
  readonly uses: readonly string[];
  readonly heads: readonly StoredHead[];
  /** Which invoice has a number: partition of the series and year, number, invoice. */
  readonly register: readonly (readonly [string, number, string])[];
  /** The last number of each series and year, by its partition. */
  readonly last: Readonly<Record<string, number>>;
}

const MONEY = [
  'journal',
  'invoice',
  'order',
  'payment',
  'payment-use',
  'credit',
  'registered-invoice',
  'series',
] as const;

async function scanMoney(): Promise<Map<string, Item[]>> {
  const found = new Map<string, Item[]>(MONEY.map((type) => [type, []]));
  let start: Item | undefined;
  do {
    const page = await documentClient().send(
      new ScanCommand({
        TableName: environment().TABLE_NAME,
        ConsistentRead: true,
        FilterExpression: `#type IN (${MONEY.map((_, index) => `:t${index}`).join(', ')})`,
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: Object.fromEntries(MONEY.map((type, index) => [`:t${index}`, type])),
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) found.get(item['type'] as string)?.push(item);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

export async function readBooks(): Promise<Books> {
  const items = await scanMoney();
  const of = <T>(type: (typeof MONEY)[number]) => (items.get(type) ?? []) as unknown as T[];
  return {
    journal: of('journal'),
    invoices: of('invoice'),
    orders: of('order'),
    payments: of('payment'),
    uses: of<Item>('payment-use').map(({ payment, order, amount }) => useText(payment, order, amount as Money)),
    heads: of<Item>('credit').map(headFromItem),
    register: of<Item>('registered-invoice').map(({ pk, sk, invoice }) => [String(pk), Number(sk), String(invoice)]),
    last: Object.fromEntries(
      of<Item>('series').map(({ pk, last }) => [String(pk).replace('SERIES', 'INVOICES'), Number(last)]),
    ),
  };
}

function useText(payment: unknown, order: unknown, { minor, currency }: Money): string {
  return `${payment} ${order} ${minor} ${currency}`;
}

/** Sums by currency and ledger; nothing is left out where it is zero, since nothing is noted there. */
class Sums {
  readonly #sums = new Map<string, number>();

  add(ledger: Ledger, { minor, currency }: Money, times = 1): void {
    if (minor === 0) return;
    const name = `${ledger} ${currency}`;
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + times * minor);
  }

  of(ledgers: readonly Ledger[]): Record<string, number> {
    const wanted = [...this.#sums].filter(
      ([name, sum]) => sum !== 0 && ledgers.some((ledger) => name.startsWith(`${ledger} `)),
    );
    return Object.fromEntries(wanted.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** What the journal says lies in each ledger. */
function journalSums({ journal }: Books): Sums {
  const sums = new Sums();
  for (const { postings } of journal) for (const { ledger, amount } of postings) sums.add(ledger, amount);
  return sums;
}

/** What must lie in each ledger by what invoices, payments, orders and heads say; revenue is what is left. */
function recordSums({ invoices, payments, orders, heads }: Books): Sums {
  const sums = new Sums();
  for (const stored of invoices) {
    sums.add('receivable', openOf(stored));
    sums.add('tax', stored.document.tax, stored.document.kind === 'invoice' ? -1 : 1);
  }
  for (const { gateway, amount, uses, unallocated } of payments) {
    if (gateway !== 'credit-note') sums.add('payments', amount);
    for (const use of uses) if (use.kind === 'refund') sums.add('payments', use.amount, -1);
    sums.add('unallocated', unallocated, -1);
  }
  // A part that was paid before there is an invoice is promised to the order, and waits among the unallocated money.
  for (const { invoice, received } of orders) if (invoice === undefined) sums.add('unallocated', received, -1);
  // Plain nights are posted by the next change of the head; until then they are still customers' money.
  for (const { head } of heads) {
    sums.add('customer-credit', head.balance, -1);
    sums.add('customer-credit', head.posted);
    for (const { amount } of head.runs) sums.add('customer-credit', amount, -1);
  }
  return sums;
}

const FOLLOWING: readonly Ledger[] = ['payments', 'receivable', 'customer-credit', 'tax', 'unallocated'];

/**
 * The money of a whole table adds up: every movement to zero, every ledger to what the records say, every payment to where
 * it went, every bill to its lines; and numbers of invoices have no gaps.
 */
export async function expectBooksBalance(): Promise<void> {
  const books = await readBooks();
  for (const entry of books.journal) expectZero(entry);
  expect(journalSums(books).of(FOLLOWING), 'what the journal says lies in each ledger').toEqual(
    recordSums(books).of(FOLLOWING),
  );
  expectPaymentsWent(books);
  for (const stored of books.invoices) expectBillAddsUp(stored);
  expectCreditedAsNoted(books);
  expectNumbered(books);
}

function expectZero({ id, postings }: JournalEntry): void {
  const sums: Record<string, number> = {};
  for (const { amount } of postings) sums[amount.currency] = (sums[amount.currency] ?? 0) + amount.minor;
  for (const [currency, sum] of Object.entries(sums)) expect(sum, `${currency} of the movement ${id}`).toBe(0);
}

/** Payments and orders say the same of what was paid with what, and an invoice says as its order does. */
function expectPaymentsWent({ payments, orders, invoices, uses: kept }: Books): void {
  const toOrders = payments.flatMap(({ id, uses }) =>
    uses.flatMap((use) => (use.kind === 'order' ? [useText(id, use.order, use.amount)] : [])),
  );
  expect([...kept].sort(), 'what accounts keep of payments').toEqual(toOrders.sort());
  const went = new Map<string, { minor: number; by: Set<string> }>();
  for (const { id, amount, uses, unallocated } of payments) {
    const used = uses.reduce((sum, use) => sum + use.amount.minor, 0);
    expect(used + unallocated.minor, `what became of ${id}`).toBe(amount.minor);
    expect(unallocated.minor, `what is left of ${id}`).toBeGreaterThanOrEqual(0);
    for (const use of uses) {
      if (use.kind !== 'order') continue;
      const { minor, by } = went.get(use.order) ?? { minor: 0, by: new Set<string>() };
      went.set(use.order, { minor: minor + use.amount.minor, by: by.add(id) });
    }
  }
  const paidOf = new Map(invoices.map(({ document, paid }) => [document.id, paid.minor]));
  for (const order of orders) {
    const { minor, by } = went.get(order.id) ?? { minor: 0, by: new Set<string>() };
    expect(order.received.minor, `received for ${order.id}`).toBe(minor);
    expect([...order.payments].sort(), `payments of ${order.id}`).toEqual([...by].sort());
    if (order.status === 'paid') expect(dueOf(order).minor, `due of the paid ${order.id}`).toBe(0);
    if (order.invoice !== undefined) expect(paidOf.get(order.invoice), `paid of ${order.invoice}`).toBe(minor);
    went.delete(order.id);
  }
  expect([...went.keys()], 'orders that payments went to, and that are not there').toEqual([]);
}

function expectBillAddsUp({ document }: StoredInvoice): void {
  const { id, lines, taxes, net, tax, total } = document;
  const sum = (amounts: readonly Money[]) => amounts.reduce((all, { minor }) => all + minor, 0);
  const parts = {
    lines: sum(lines.map((line) => line.net)),
    base: sum(taxes.map(({ base }) => base)),
    tax: sum(taxes.map(({ amount }) => amount)),
    total: net.minor + tax.minor,
  };
  expect(parts, `parts of ${id}`).toEqual({ lines: net.minor, base: net.minor, tax: tax.minor, total: total.minor });
}

/** An invoice says what was credited of it exactly as its credit notes do, and never more than it billed. */
function expectCreditedAsNoted({ invoices }: Books): void {
  const noted = new Map<string, { tax: number; total: number }>();
  for (const { document } of invoices) {
    if (document.corrects === undefined) continue;
    const { tax, total } = noted.get(document.corrects.invoice) ?? { tax: 0, total: 0 };
    noted.set(document.corrects.invoice, { tax: tax + document.tax.minor, total: total + document.total.minor });
  }
  for (const { document, credited } of invoices) {
    const said = { tax: credited.tax.minor, total: credited.total.minor };
    expect(said, `credited of ${document.id}`).toEqual(noted.get(document.id) ?? { tax: 0, total: 0 });
    expect(credited.total.minor).toBeLessThanOrEqual(document.total.minor);
    expect(credited.tax.minor).toBeLessThanOrEqual(document.tax.minor);
  }
}

/** Numbers of every series and year run from 1 without a gap, each is of one invoice, and the register says which. (T1) */
function expectNumbered({ invoices, register, last }: Books): void {
  const numbered = invoices.map(({ document: { id, number, issuedOn } }) => {
    const [, series = '', year = '', digits = ''] = /^([A-Z]+)-(\d{4})-(\d{6,})$/.exec(number) ?? [];
    expect(year, `year of ${number}`).toBe(issuedOn.slice(0, 4));
    return [registerPartition(series, year), Number(digits), id] as const;
  });
  expect(sorted(register), 'the register').toEqual(sorted(numbered));
  const bySeries = Object.groupBy(numbered, ([series]) => series);
  expect(Object.fromEntries(Object.entries(bySeries).map(([series, all]) => [series, all?.length]))).toEqual(last);
  for (const [series, all = []] of Object.entries(bySeries)) {
    const numbers = all.map(([, number]) => number).sort((a, b) => a - b);
    expect(numbers, `numbers of ${series}`).toEqual(numbers.map((_, index) => index + 1));
  }
}

function sorted(entries: Books['register']): string[] {
  return entries.map((entry) => entry.join(' ')).sort();
}
