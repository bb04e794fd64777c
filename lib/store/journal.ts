import type { Instant, PlainDate, PlainMonth } from '../domain/dates.ts';
import type { AccountId, InvoiceId, JournalEntryId, OrderId, PaymentId } from '../domain/ids.ts';
import { balanced, type Posting } from '../domain/journal/journal.ts';
import { newId } from '../runtime/ids.ts';
import { JOURNAL_SHARDS, journalPartition, keys } from './keys.ts';
import { type Item, type Key, putOnce, queryPage, type Write } from './table.ts';

/** Why money moved, and where that is written down. Ids only. */
export interface JournalCause {
  readonly kind: 'invoice' | 'credit-note' | 'payment' | 'credit' | 'assignment' | 'refund';
  readonly account?: AccountId | undefined;
  readonly order?: OrderId | undefined;
  readonly invoice?: InvoiceId | undefined;
  readonly payment?: PaymentId | undefined;
  /** When the bank booked a payment, which may be before it is recorded. */
  readonly bookedOn?: PlainDate | undefined;
}

/** A movement of money between ledgers: its postings come to zero. */
export interface JournalEntry {
  readonly id: JournalEntryId;
  readonly on: PlainDate;
  readonly at: Instant;
  readonly cause: JournalCause;
  readonly postings: readonly Posting[];
}

/** Writes a movement to the journal, in the transaction that makes it; nothing to write where nothing moved. */
export function postJournal(
  cause: JournalCause,
  postings: readonly Posting[],
  { today, now }: { readonly today: PlainDate; readonly now: Instant },
): Write[] {
  const left = balanced(postings);
  if (left.length === 0) return [];
  const entry: JournalEntry = { id: newId('jrn'), on: today, at: now, cause, postings: left };
  return [putOnce('journal', { ...keys.journal(entry.on, entry.id), type: 'journal', v: 1, ...entry })];
}

export interface JournalPage {
  readonly entries: JournalEntry[];
  /** Where to go on: a key, or the next partition. */
  readonly last: JournalPlace | undefined;
}

export interface JournalPlace {
  readonly shard: number;
  readonly after?: Key | undefined;
}

/** One page of a month's journal, partition by partition. */
export async function listJournal(
  month: PlainMonth,
  limit: number,
  { shard, after }: JournalPlace = { shard: 0 },
): Promise<JournalPage> {
  const entries: JournalEntry[] = [];
  let place: JournalPlace | undefined = { shard, after };
  while (place !== undefined && entries.length < limit) {
    const page: Awaited<ReturnType<typeof queryPage>> = await queryPage({
      pk: journalPartition(month, place.shard),
      limit: limit - entries.length,
      after: place.after as Item | undefined,
      consistent: true,
    });
    entries.push(...page.items.map((item) => item as unknown as JournalEntry));
    place = nextPlace(place.shard, page.last as Key | undefined);
  }
  return { entries, last: place };
}

function nextPlace(shard: number, last: Key | undefined): JournalPlace | undefined {
  if (last !== undefined) return { shard, after: last };
  return shard + 1 < JOURNAL_SHARDS ? { shard: shard + 1 } : undefined;
}
