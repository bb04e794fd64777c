import type { Actor } from '../domain/actor.ts';
import { type Catalogue, type PrepaidPlan, requirePlan, type TermPlan } from '../domain/catalogue.ts';
import type { CreditChange, CreditEntry, CreditHead, Statement } from '../domain/credit/credit-head.ts';
import { expiresOn } from '../domain/credit/expiry.ts';
import { dueNotice } from '../domain/credit/notices.ts';
import { type Settled, settle } from '../domain/credit/settle.ts';
import { addDays, daysBetween, type Instant, type PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { chargedIn, creditPostings, nightPostings } from '../domain/journal/journal.ts';
import { Refused } from '../domain/refusal.ts';
import { MAX_TRIES } from './commit.ts';
import { chained } from './credit-chain.ts';
import { EMPTY_CHAIN, headFromItem, headKey, headToItem, loadHead, runToItem, type StoredHead } from './credit-head.ts';
import { recordFact } from './history.ts';
import { RepeatedRequest, wasRepeated } from './idempotency.ts';
import { type InvoiceDraft, transactNumbered } from './invoices.ts';
import { postJournal } from './journal.ts';
import { keys } from './keys.ts';
import { requestMail } from './mail.ts';
import { countMembers, type ModuleUserChange } from './module-users.ts';
import { pauseAfterLostRace } from './pause.ts';
import { type Committed, type NotCommitted, PRESENT, put, putOnce, transact, type Write } from './table.ts';

/** When something happens, and the prices that hold. */
export interface Moment {
  readonly today: PlainDate;
  readonly now: Instant;
  readonly catalogue: Catalogue;
}

/** What a change comes to: the head after it, its entries, what else is written with it, and what the caller gets. */
export interface CreditDecision<T> extends CreditChange {
  readonly writes?: readonly Write[];
  /** Members who were added, changed or removed with it: on plans that count users of modules, so are the counts. (U2) */
  readonly members?: readonly ModuleUserChange[];
  /** The first night on which they count as they are after it, where that is not the next one. */
  readonly membersFrom?: PlainDate | undefined;
  /** Invoices to issue with it. */
  readonly invoices?: readonly InvoiceDraft[];
  readonly result: T;
}

const NIGHT: Actor = { kind: 'system', id: 'nightly' };

/** The prices a head is charged by. One on a plan with licences is never charged: it only counts who is active. */
export function planOf(catalogue: Catalogue, head: CreditHead): PrepaidPlan {
  const plan = requirePlan(catalogue, head.plan);
  return plan.kind === 'prepaid' ? plan : chargesNothing(plan);
}

/** A plan with licences as the credit sees it. */
export function chargesNothing({ id, name, description, currency, retired }: TermPlan): PrepaidPlan {
  return {
    kind: 'prepaid',
    id,
    name,
    description,
    currency,
    pricesIncludeTax: false,
    prices: [],
    freeCreditMinor: 0,
    purchaseMinor: { least: 0, most: 0 },
    features: [],
    addOns: [],
    retired,
  };
}

/** The head of an account that is being opened, with what happened to its credit at once. */
export function putOpenedHead({ head, entries }: CreditChange, moment: Pick<Moment, 'today' | 'now'>): Write[] {
  const { chain, writes } = seal(EMPTY_CHAIN, head.account, [], entries, moment);
  return [putOnce('credit', headToItem({ head, chain })), ...writes];
}

/**
 * The head as it is today: nights that are still to come for it are counted in, though not yet written.
 *
 * Errors: `account.not-found`.
 */
export async function loadSettledHead(
  account: AccountId,
  { today, catalogue }: Omit<Moment, 'now'>,
  consistent = true,
): Promise<Settled> {
  const stored = await loadHead(account, consistent);
  if (stored === undefined) throw new Refused('account.not-found');
  return settle(stored.head, planOf(catalogue, stored.head), today);
}

/**
 * Changes an account's credit: loads and settles the head, lets `decide` decide on it, and writes head, entries and
 * everything else in one transaction. Loses a race by loading and deciding again.
 *
 * Shape:  `decide` may load what else it needs, fresh each time; labels of `writes` that fail make it decide again.
 * Errors: what `decide` refuses; `account.not-found`; `edit.conflict` after {@link MAX_TRIES} lost races;
 *         {@link RepeatedRequest} when the same request was carried out meanwhile.
 * Source: P3, P4, P8, P10.
 */
export async function commitCreditChange<T>(
  account: AccountId,
  moment: Moment,
  decide: (head: CreditHead, plan: PrepaidPlan) => CreditDecision<T> | Promise<CreditDecision<T>>,
): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const stored = await loadHead(account);
    if (stored === undefined) throw new Refused('account.not-found');
    const plan = planOf(moment.catalogue, stored.head);
    const settled = settle(stored.head, plan, moment.today);
    const decision = await decide(settled.head, plan);
    const outcome = await commitDecision(stored, settled, decision, moment);
    if (outcome.committed) return decision.result;
    if (wasRepeated(outcome)) throw new RepeatedRequest();
    await pauseAfterLostRace(tries);
  }
  throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
}

async function commitDecision<T>(
  stored: StoredHead,
  settled: Settled,
  decision: CreditDecision<T>,
  moment: Moment,
): Promise<Committed | NotCommitted> {
  const isTerm = requirePlan(moment.catalogue, stored.head.plan).kind === 'term';
  const counts = isTerm
    ? await countMembers(stored.head.account, decision.members ?? [], countedOn(decision, moment))
    : [];
  const writes = [...(decision.writes ?? []), ...counts];
  const changed = decision.head !== settled.head || decision.entries.length > 0;
  if (changed) writes.unshift(...creditWrites(stored, settled, decision, moment));
  return writes.length === 0 ? { committed: true } : transactNumbered(decision.invoices ?? [], writes);
}

function countedOn<T>({ membersFrom }: CreditDecision<T>, { catalogue, today }: Moment) {
  return { catalogue, today: membersFrom === undefined ? today : addDays(membersFrom, -1) };
}

function creditWrites(stored: StoredHead, settled: Settled, change: CreditChange, moment: Moment): Write[] {
  const { account } = stored.head;
  const sealed = seal(stored.chain, account, settled.statements, change.entries, moment);
  const head = { ...change.head, posted: chargedIn(change.head.runs, change.head.balance.currency) };
  const writes = [
    ...replaceHead(stored, { head, chain: sealed.chain }),
    ...sealed.writes,
    ...postNights(stored.head, settled, moment),
  ];
  if (settled.ranOut) writes.push(...suspensionWrites(settled.head, moment));
  if (settled.head.status === 'suspended' && change.head.status === 'active') {
    writes.push(
      recordFact({
        account,
        action: 'credit.resumed',
        actor: NIGHT,
        subject: account,
        before: { suspended_from: settled.head.suspendedFrom },
        after: { charged_through: change.head.chargedThrough },
        at: moment.now,
      }),
    );
  }
  return writes;
}

/** Puts the new head in place of the one that was read, in the other partition when it starts or stops being charged. */
function replaceHead(stored: StoredHead, next: StoredHead): Write[] {
  const from = headKey(stored.head);
  const to = headKey(next.head);
  const condition = asRead(stored.head);
  if (from.pk === to.pk) return [{ label: 'credit', Put: { Item: headToItem(next), ...condition } }];
  return [{ label: 'credit', Delete: { Key: from, ...condition } }, putOnce('credit', headToItem(next))];
}

/** The head must be the very one that was read: `version` counts its changes, `chargedThrough` its nights. */
function asRead(head: CreditHead) {
  const values = {
    ':version': head.version,
    ...(head.chargedThrough === undefined ? {} : { ':through': head.chargedThrough }),
  };
  return {
    ConditionExpression: `${PRESENT} AND n = :version AND ${head.chargedThrough === undefined ? 'attribute_not_exists(t)' : 't = :through'}`,
    ExpressionAttributeValues: values,
  };
}

function seal(
  chain: Uint8Array,
  account: AccountId,
  statements: readonly Statement[],
  entries: readonly CreditEntry[],
  moment: Pick<Moment, 'today' | 'now'>,
): { chain: Uint8Array; writes: Write[] } {
  let last = chain;
  const writes: Write[] = [];
  for (const statement of statements) {
    last = chained(last, statement);
    writes.push(putOnce('statement', statementToItem(account, statement, last)));
  }
  for (const entry of entries) {
    last = chained(last, entry);
    writes.push(
      putOnce('entry', {
        ...keys.creditEntry(account, entry.number),
        type: 'credit-entry',
        v: 1,
        entry,
        at: moment.now,
        h: last,
      }),
    );
  }
  writes.push(...postJournal({ kind: 'credit', account }, creditPostings(entries), moment));
  return { chain: last, writes };
}

/** Whatever changes a credit beside the plain nights posts these too: so nothing is left out when an account falls idle. */
function postNights(before: CreditHead, { head, statements }: Settled, { today, now }: Moment): Write[] {
  const cause = { kind: 'credit', account: before.account } as const;
  return nightPostings(before, statements, head, today).flatMap(({ on, postings }) =>
    postJournal(cause, postings, { today: on, now }),
  );
}

function statementToItem(account: AccountId, statement: Statement, chain: Uint8Array) {
  return {
    ...keys.statement(account, statement.month),
    type: 'statement',
    v: 1,
    month: statement.month,
    currency: statement.opening.currency,
    opening: statement.opening.minor,
    closing: statement.closing.minor,
    runs: statement.runs.map(runToItem),
    entriesThrough: statement.entriesThrough,
    h: chain,
  };
}

function suspensionWrites(head: CreditHead, { now }: Moment): Write[] {
  const { account } = head;
  const since = head.suspendedFrom as PlainDate;
  return [
    recordFact({
      account,
      action: 'credit.suspended',
      actor: NIGHT,
      subject: account,
      after: { suspended_from: since },
      at: now,
    }),
    requestMail({ adminsOf: account }, { template: 'credit-suspended', account, since }, now),
  ];
}

/** What became of an account in a night. */
export type NightOutcome = 'charged' | 'already-charged' | 'suspended' | 'not-charged';

/**
 * Charges an account's nights up to today's and tells the admins what is due to be told.
 *
 * Units:  one write unit for a night on which nothing else happens: one conditional put of an item of at most 1 KB.
 * Errors: {@link Refused} `edit.conflict` when others were always faster; the night can then simply be run again.
 * Source: P3, P4, P9. Repeated and late nights find the head already charged, or charge what is missing.
 */
export async function commitNight(read: StoredHead, moment: Moment): Promise<NightOutcome> {
  let stored: StoredHead | undefined = read;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    if (stored === undefined || stored.head.status !== 'active') return 'not-charged';
    if ((stored.head.chargedThrough ?? '') >= moment.today) return 'already-charged';
    const plan = planOf(moment.catalogue, stored.head);
    const settled = settle(stored.head, plan, moment.today);
    const outcome = await writeNight(stored, settled, plan, moment);
    if (outcome.committed) return settled.ranOut ? 'suspended' : 'charged';
    stored = await headAfterLostRace(stored, outcome);
  }
  throw new Refused('edit.conflict');
}

async function writeNight(
  stored: StoredHead,
  settled: Settled,
  plan: PrepaidPlan,
  moment: Moment,
): Promise<Committed | NotCommitted> {
  const { account } = stored.head;
  const expires = expiresOn(settled.head, plan);
  const notice = settled.ranOut ? undefined : dueNotice(settled.head.told, moment.today, expires);
  const head = notice === undefined ? settled.head : { ...settled.head, told: notice };
  if (notice === undefined && settled.statements.length === 0 && !settled.ranOut) {
    return put({ Item: headToItem({ head, chain: stored.chain }), ...asRead(stored.head) });
  }
  const writes = creditWrites(stored, settled, { head, entries: [] }, moment);
  if (notice !== undefined && expires !== undefined) {
    writes.push(
      requestMail(
        { adminsOf: account },
        { template: 'credit-expiring', account, expiresOn: expires, days: daysBetween(moment.today, expires) },
        moment.now,
      ),
    );
  }
  return transact(writes);
}

/** The failed condition brings the item as it is now, so a night whose answer was lost is recognised without a read. */
async function headAfterLostRace(stored: StoredHead, outcome: NotCommitted): Promise<StoredHead | undefined> {
  const was = outcome.failed.find(({ was: item }) => item?.['type'] === 'credit')?.was;
  return was === undefined ? loadHead(stored.head.account) : headFromItem(was);
}
