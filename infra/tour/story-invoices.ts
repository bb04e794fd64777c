import { XMLParser } from 'fast-xml-parser';
import { decimal } from '../../lib/messages/format.ts';
import type { Checks } from './check.ts';
import type { Client } from './client.ts';
import type { Bill, Money } from './money.ts';

interface Invoice extends Bill {
  readonly id: string;
  readonly number: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly account: string;
  readonly due_on: string | null;
  readonly due: Money;
  readonly links: { readonly pdf: string; readonly xml: string };
}

interface JournalEntry {
  readonly postings: readonly { readonly ledger: string; readonly amount: Money }[];
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

/** Every story ends with its invoices, and with books that add up; the months are those it lasted. */
export async function invoicesStory(operator: Client, from: string, to: string, checks: Checks): Promise<void> {
  // The inbox answers when nothing is on its way any more: the last payment has been reported by then.
  await operator.mails('nobody@nowhere.example');
  checks.say('The invoices.');
  const years = [...new Set(monthsBetween(from, to).map((month) => month.slice(0, 4)))];
  const invoices = await allInvoices(operator, years, checks);
  const accounts = await operator.all<{ id: string }>('/v1/accounts');
  const own = (await Promise.all(accounts.map(({ id }) => invoicesOf(operator, id)))).flat();
  checks.see('T1', 'customers see these and no others', idsOf(own), idsOf(invoices));
  const wrong = invoices.filter(({ net, tax, total }) => net.amount + tax.amount !== total.amount);
  checks.see('M2', 'the total of each is its net amount and its VAT', wrong, []);
  await documentsStory(operator, invoices, checks);
  await booksStory(operator, invoices, accounts, monthsBetween(from, to), checks);
}

const invoicesOf = (operator: Client, account: string) => operator.all<Invoice>(`/v1/accounts/${account}/invoices`);
const idsOf = (invoices: readonly Invoice[]) => invoices.map(({ id }) => id).sort();

/** Each series of each year counts from 1, and no number is missing. */
async function allInvoices(operator: Client, years: readonly string[], checks: Checks): Promise<Invoice[]> {
  const all: Invoice[] = [];
  for (const year of years) {
    for (const series of ['INV', 'CN']) {
      const found = await operator.all<Invoice>(`/v1/invoices?series=${series}&year=${year}`);
      if (found.length === 0) continue;
      const numbers = found.map(({ number }) => number);
      const counted = found.map((_, index) => `${series}-${year}-${String(index + 1).padStart(6, '0')}`);
      const range =
        found.length === 1 ? `${numbers[0]} is the only one` : `${numbers[0]} to ${numbers.at(-1)}, none missing`;
      checks.see('T1', range, numbers, counted);
      all.push(...found);
    }
  }
  return all;
}

async function documentsStory(operator: Client, invoices: readonly Invoice[], checks: Checks): Promise<void> {
  const files = await Promise.all(invoices.map(({ links }) => operator.file(links.pdf)));
  const isPdf = files.map((file) => file.startsWith('%PDF'));
  checks.see('T1', `all ${invoices.length} open as PDF`, isPdf, new Array(invoices.length).fill(true));
  const said = await Promise.all(invoices.map(async ({ links }) => saidIn(await operator.file(links.xml))));
  const expected = invoices.map(({ number, total, kind, due_on }) => {
    const isPaid = kind === 'invoice' && due_on === null;
    return [number, decimal(total.amount, 2), decimal(isPaid ? 0 : total.amount, 2)];
  });
  checks.see('T1', 'and as XML of EN 16931, with the same number, total and amount to pay', said, expected);
}

/** Number, total, and what was to be paid when it was issued. */
function saidIn(xml: string): string[] {
  const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, ignoreAttributes: true });
  const { Invoice, CreditNote } = parser.parse(xml);
  const { ID, LegalMonetaryTotal: totals } = Invoice ?? CreditNote;
  return [ID, totals.TaxInclusiveAmount, totals.PayableAmount];
}

async function booksStory(
  operator: Client,
  invoices: readonly Invoice[],
  accounts: readonly { readonly id: string }[],
  months: readonly string[],
  checks: Checks,
): Promise<void> {
  checks.say('The books, by double entry.');
  const journals = await Promise.all(months.map((month) => operator.all<JournalEntry>(`/v1/journal?month=${month}`)));
  const ofMonths = journals.map((entries) => sumOf(entries.flatMap(amountsOf)));
  checks.see('T1', `each of ${months.length} months comes to zero`, ofMonths, new Array(months.length).fill(0));
  const entries = journals.flat();
  const broken = entries.filter((entry) => sumOf(amountsOf(entry)) !== 0);
  checks.see('T1', `and so does each of their ${entries.length} entries`, broken, []);
  const ledger = (name: string) =>
    sumOf(entries.flatMap(({ postings }) => postings.filter((of) => of.ledger === name).map((of) => of.amount.amount)));
  const due = sumOf(invoices.map((invoice) => invoice.due.amount));
  checks.see('T1', 'receivable is what is due on invoices', ledger('receivable'), due);
  const tax = sumOf(invoices.map(({ kind, tax: of }) => (kind === 'invoice' ? -of.amount : of.amount)));
  checks.see('T1', 'tax is that of the invoices, less that of the credit notes', ledger('tax'), tax);
  const payments = await operator.all<{ unallocated: Money }>('/v1/payments');
  const left = sumOf(payments.map(({ unallocated }) => -unallocated.amount));
  checks.see('T4', 'unallocated is what is left of payments', ledger('unallocated'), left);
  const credit = await Promise.all(accounts.map(({ id }) => creditOf(operator, id)));
  checks.see('P11', 'customer credit is what customers have left', ledger('customer-credit'), 0 - sumOf(credit));
}

async function creditOf(operator: Client, account: string): Promise<number> {
  const { balance } = await operator.get<{ balance: Money }>(`/v1/accounts/${account}/credit`);
  return balance.amount;
}

function amountsOf({ postings }: JournalEntry): number[] {
  return postings.map(({ amount }) => amount.amount);
}

/** Both included, written YYYY-MM. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (
    const at = new Date(`${from}-01T00:00:00Z`);
    at.toISOString().slice(0, 7) <= to;
    at.setUTCMonth(at.getUTCMonth() + 1)
  )
    months.push(at.toISOString().slice(0, 7));
  return months;
}
