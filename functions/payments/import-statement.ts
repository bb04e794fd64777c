import type * as z from 'zod';
import { importStatement as contract, MAX_STATEMENT_ENTRIES } from '../../lib/contract/payments.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import type { Actor } from '../../lib/domain/actor.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { readStatements, requireAccount } from '../../lib/payments/transfer/camt053.ts';
import {
  type IgnoredEntry,
  isCredit,
  type StatementCredit,
  unlessLater,
} from '../../lib/payments/transfer/statement-entry.ts';
import { malformed } from '../../lib/payments/transfer/statement-xml.ts';
import { BANK } from '../../lib/payments/transfer/transfer-key.ts';
import { nowMs } from '../../lib/runtime/clock.ts';
import { eachConcurrently } from '../../lib/runtime/each-concurrently.ts';
import { route } from '../../lib/runtime/route.ts';
import { recogniseInFile } from '../../lib/store/bank-references.ts';
import { wasSellerAccount } from '../../lib/store/catalogue.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { findByReference } from '../../lib/store/creditor-references.ts';
import { commitPayment, type IncomingPayment, type PaymentResult } from '../../lib/store/payments.ts';
import { TableBusy } from '../../lib/store/table.ts';

type Imported = z.input<typeof contract.response.schema>;
type EntryJson = Imported['entries'][number];
type Named = IncomingPayment['for'];

/** Transfers of different accounts are recorded side by side, so that a long statement is done in time; more at once only race for the next invoice number. */
const MAX_AT_ONCE = 4;

/** API Gateway waits 30 seconds for an answer. */
const WORKING_MS = 20_000;

export const importStatement = route(contract, async ({ body, actor, now, today, catalogue }) => {
  const statements = readStatements(body);
  await requireAccount(statements, catalogue.seller.bank?.iban, wasSellerAccount);
  const entries = statements.flatMap((statement) => statement.entries).map((entry) => unlessLater(entry, today));
  const credits = entries.filter(isCredit);
  if (credits.length > MAX_STATEMENT_ENTRIES) {
    throw malformed('', `has ${credits.length} transfers; send ${MAX_STATEMENT_ENTRIES} at the most, of fewer days`);
  }
  const recorded = await recordAll(credits, actor, { today, now, catalogue });
  const told = entries.map((entry) =>
    isCredit(entry) ? entryJson(entry, recorded.get(entry) as PaymentResult) : ignoredJson(entry),
  );
  return { body: { entries: told, totals: totalsOf(told) } };
});

/** Errors: `statement.interrupted` when time ran out or others were always faster; what is recorded by then stays so. */
async function recordAll(credits: readonly StatementCredit[], actor: Actor, moment: Moment) {
  const recorded = new Map<StatementCredit, PaymentResult>();
  const until = nowMs() + WORKING_MS;
  const keys = new Set(credits.map(({ key }) => key));
  const incoming = (entry: StatementCredit, order: Named) => incomingOf(entry, order, keys, { actor, at: moment.now });
  await eachConcurrently(await byAccount(credits), MAX_AT_ONCE, async (group) => {
    for (const { entry, order } of group) {
      const result = nowMs() > until ? undefined : await recordUnlessBusy(incoming(entry, order), moment);
      if (result === undefined) return;
      recorded.set(entry, result);
    }
  });
  if (recorded.size === credits.length) return recorded;
  const values = { done: recorded.size, total: credits.length };
  throw new Refused('statement.interrupted', { values, retryAfterSeconds: 1 });
}

async function recordUnlessBusy(incoming: IncomingPayment, moment: Moment): Promise<PaymentResult | undefined> {
  try {
    return await commitPayment(incoming, moment);
  } catch (error) {
    if (error instanceof TableBusy || (error instanceof Refused && error.code === 'edit.conflict')) return undefined;
    throw error;
  }
}

/** `keys` are those of the whole file. */
function incomingOf(
  entry: StatementCredit,
  order: Named,
  keys: ReadonlySet<string>,
  by: Pick<IncomingPayment, 'actor' | 'at'>,
): IncomingPayment {
  const { key, bankReference, amount, bookedOn, payer, text } = entry;
  const written = [payer, text].filter((part) => part !== undefined).join(': ');
  const transfer = bankReference === undefined ? undefined : { key, bankReference, amount, bookedOn };
  return {
    ...{ gateway: BANK, reference: key, amount, bookedOn, for: order, ...by },
    text: written === '' ? undefined : written,
    recognise: transfer && (() => recogniseInFile(transfer, (each) => keys.has(each))),
  };
}

/** What goes to one account is recorded one after the other: side by side they would only be in each other's way. */
async function byAccount(credits: readonly StatementCredit[]) {
  const found = new Map<StatementCredit, Named>();
  await eachConcurrently(credits, MAX_AT_ONCE, async (entry) => {
    found.set(entry, await orderOf(entry));
  });
  const named = credits.map((entry) => ({ entry, order: found.get(entry) }));
  return [...Map.groupBy(named, ({ entry, order }) => order?.account ?? entry.key).values()];
}

/** A transfer that names several orders is for staff to divide. */
async function orderOf({ references }: StatementCredit): Promise<Named> {
  const found = await Promise.all(references.map(findByReference));
  const orders = new Map(found.flatMap((each) => (each === undefined ? [] : [[each.order, each]])));
  return orders.size === 1 ? orders.values().next().value : undefined;
}

function entryJson({ key, amount, bookedOn }: StatementCredit, { outcome, payment }: PaymentResult): EntryJson {
  const order = payment.uses.find((use) => use.kind === 'order')?.order ?? null;
  const where = { payment: payment.id, account: payment.account ?? null, order };
  return { key, outcome, reason: null, amount: moneyJson(amount), booked_on: bookedOn, ...where };
}

function ignoredJson({ key, amount, bookedOn, reason }: IgnoredEntry): EntryJson {
  const nowhere = { payment: null, account: null, order: null };
  return { key, outcome: 'ignored', reason, amount: moneyJson(amount), booked_on: bookedOn ?? null, ...nowhere };
}

function totalsOf(entries: readonly EntryJson[]): Imported['totals'] {
  const count = (outcome: EntryJson['outcome']) => entries.filter((entry) => entry.outcome === outcome).length;
  const sums = new Map<string, number>();
  for (const { outcome, amount } of entries) {
    if (outcome === 'ignored' || outcome === 'already-recorded') continue;
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  }
  return {
    settled: count('settled'),
    part: count('part'),
    over: count('over'),
    unallocated: count('unallocated'),
    already_recorded: count('already-recorded'),
    ignored: count('ignored'),
    recorded: Array.from(sums, ([currency, amount]) => ({ amount, currency })),
  };
}
