import * as z from 'zod';
import type { Actor } from '../domain/actor.ts';
import type { AccountId, InvoiceId } from '../domain/ids.ts';
import { type Credited, nothingCredited } from '../domain/invoices/credit-note.ts';
import type { Invoice } from '../domain/invoices/invoice.ts';
import { add, type Money, money, subtract } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { maySeePrices } from '../domain/resellers/prices.ts';
import { environment } from '../runtime/environment.ts';
import { sha256 } from '../runtime/hashes.ts';
import { type InvoiceNumber, keys, prefixes, registerPartition } from './keys.ts';
import { pauseAfterLostRace } from './pause.ts';
import {
  ABSENT,
  type Committed,
  get,
  getMany,
  type Item,
  type Key,
  type NotCommitted,
  putOnce,
  queryPage,
  transact,
  type Write,
} from './table.ts';

/** An invoice that waits for its number, which it gets in the transaction that issues it. (T1) */
export type InvoiceDraft = Omit<Invoice, 'number'>;

const invoiceItem = z.object({
  document: z.custom<Invoice>(),
  paid: z.custom<Money>(),
  credited: z.custom<Credited>(),
  version: z.number(),
});

/** An invoice as it was issued, and beside it what was paid and credited since. */
export type StoredInvoice = z.infer<typeof invoiceItem>;

function fromItem(item: Item): StoredInvoice {
  return invoiceItem.parse(item);
}

function toItem(stored: StoredInvoice): Item {
  const { account, id } = stored.document;
  return { ...keys.invoice(account, id), type: 'invoice', v: 1, ...stored };
}

/** `open`: something is to be paid. `credited`: taken back whole. */
export type InvoiceStatus = 'open' | 'paid' | 'credited';

/** What is still to be paid of an invoice. */
export function openOf({ document, paid, credited }: StoredInvoice): Money {
  if (document.kind === 'credit-note') return money(0, paid.currency);
  const open = subtract(document.total, add(paid, credited.total));
  return open.minor < 0 ? money(0, open.currency) : open;
}

export function invoiceStatus(stored: StoredInvoice): InvoiceStatus {
  if (openOf(stored).minor > 0) return 'open';
  return stored.document.kind === 'invoice' && stored.credited.total.minor === stored.document.total.minor
    ? 'credited'
    : 'paid';
}

/** Which series a document is numbered in: one for invoices and one for credit notes, or several where volume asks for it. */
function seriesOf({ kind, account }: InvoiceDraft): string {
  const name = kind === 'invoice' ? 'INV' : 'CN';
  const count = environment().INVOICE_SERIES;
  if (count === 1) return name;
  const shard = Number.parseInt(sha256(account).slice(0, 8), 16) % count;
  return `${name}${String.fromCharCode(65 + shard)}`;
}

const NUMBER_DIGITS = 6;

function numberText({ series, year, number }: InvoiceNumber): string {
  return `${series}-${year}-${String(number).padStart(NUMBER_DIGITS, '0')}`;
}

/** How often a number is asked for before the whole decision is made again. */
const NUMBER_TRIES = 60;

/** All of a series meet at one item: those who lost often leave it to the others for a while. */
const NUMBER_PAUSE_MS = 1500;

/**
 * Writes everything, with the next numbers of their series for the invoices, in one transaction: a number is used exactly
 * when its invoice is there, so that none is missing and none is used twice. (T1)
 *
 * Shape:  who loses the race for a number takes the next one and writes the same again; every other condition that fails
 *         is the caller's to decide on.
 */
export async function transactNumbered(
  drafts: readonly InvoiceDraft[],
  writes: readonly Write[],
): Promise<Committed | NotCommitted> {
  if (drafts.length === 0) return transact(writes);
  for (let tries = 1; ; tries += 1) {
    const numbered = await nextNumbers(drafts);
    const outcome = await transact([...writes, ...numbered]);
    if (outcome.committed || tries === NUMBER_TRIES) return outcome;
    if (outcome.failed.some(({ label }) => label !== SERIES)) return outcome;
    await pauseAfterLostRace(tries, NUMBER_PAUSE_MS);
  }
}

const SERIES = 'series';

async function nextNumbers(drafts: readonly InvoiceDraft[]): Promise<Write[]> {
  const writes: Write[] = [];
  for (const [name, ofSeries] of Object.entries(Object.groupBy(drafts, numberedIn))) {
    const [series = '', year = ''] = name.split(' ');
    const item = await get(keys.series({ series, year }));
    const last = (item?.['last'] as number | undefined) ?? 0;
    const all = ofSeries ?? [];
    writes.push(advanceSeries({ series, year, number: last }, last + all.length));
    all.forEach((draft, index) => {
      writes.push(...issue(draft, { series, year, number: last + index + 1 }));
    });
  }
  return writes;
}

function numberedIn(draft: InvoiceDraft): string {
  return `${seriesOf(draft)} ${draft.issuedOn.slice(0, 4)}`;
}

function advanceSeries(seen: InvoiceNumber, last: number): Write {
  const condition =
    seen.number === 0
      ? { ConditionExpression: ABSENT }
      : {
          ConditionExpression: '#last = :seen',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':seen': seen.number },
        };
  return { label: SERIES, Put: { Item: { ...keys.series(seen), type: 'series', v: 1, last }, ...condition } };
}

/** The invoice, and its place in the register of its series. */
function issue(draft: InvoiceDraft, number: InvoiceNumber): Write[] {
  const { account, id, total, dueOn, kind } = draft;
  const document: Invoice = { ...draft, number: numberText(number) };
  const nothing = money(0, total.currency);
  const paid = dueOn === undefined && kind === 'invoice' ? total : nothing;
  return [
    putOnce('invoice', toItem({ document, paid, credited: nothingCredited(total.currency), version: 1 })),
    putOnce(SERIES, { ...keys.registered(number), type: 'registered-invoice', v: 1, account, invoice: id }),
  ];
}

/** Notes what was paid or credited of an invoice as it was read; fails with the label `invoice` when that changed since. */
export function noteOnInvoice(before: StoredInvoice, change: Partial<Pick<StoredInvoice, 'paid' | 'credited'>>): Write {
  return {
    label: 'invoice',
    Put: {
      Item: toItem({ ...before, ...change, version: before.version + 1 }),
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

export async function loadInvoice(account: AccountId, id: InvoiceId): Promise<StoredInvoice | undefined> {
  const item = await get(keys.invoice(account, id));
  return item === undefined ? undefined : fromItem(item);
}

/** Errors: `invoice.not-found`. */
export async function requireInvoice(account: AccountId, id: InvoiceId): Promise<StoredInvoice> {
  const invoice = await loadInvoice(account, id);
  if (invoice === undefined) throw new Refused('invoice.not-found');
  return invoice;
}

/** The invoice of somebody who may see what it comes to. Errors: `invoice.not-found`, also for who may not. (R5) */
export async function requireInvoiceFor(viewer: Actor, account: AccountId, id: InvoiceId): Promise<StoredInvoice> {
  const invoice = await requireInvoice(account, id);
  if (!maySeePrices(invoice.document, viewer)) throw new Refused('invoice.not-found');
  return invoice;
}

export interface InvoicePage {
  readonly invoices: StoredInvoice[];
  readonly last: Key | undefined;
}

/** An account's invoices and credit notes that somebody may see, newest first unless asked otherwise. */
export async function listInvoices(
  account: AccountId,
  limit: number,
  viewer: Actor,
  after?: Key,
  newestFirst = true,
): Promise<InvoicePage> {
  const invoices: StoredInvoice[] = [];
  let last = after;
  do {
    const page = await queryPage({
      pk: keys.account(account).pk,
      prefix: prefixes.invoice,
      newestFirst,
      limit: limit - invoices.length,
      after: last as Item | undefined,
      consistent: true,
    });
    invoices.push(...page.items.map(fromItem).filter(({ document }) => maySeePrices(document, viewer)));
    last = page.last as Key | undefined;
  } while (last !== undefined && invoices.length < limit);
  return { invoices, last };
}

/** A series of a year in the order of its numbers, for staff. */
export async function listRegister(series: string, year: string, limit: number, after?: Key): Promise<InvoicePage> {
  const page = await queryPage({
    pk: registerPartition(series, year),
    limit,
    after: after as Item | undefined,
    consistent: true,
  });
  const wanted = page.items.map((item) => keys.invoice(item['account'] as AccountId, item['invoice'] as InvoiceId));
  const items = wanted.length === 0 ? [] : await getMany(wanted);
  return {
    invoices: items.filter((item) => item !== undefined).map(fromItem),
    last: page.last as Key | undefined,
  };
}
