import { mayBeActive } from '../domain/accounts/seats.ts';
import type { Actor } from '../domain/actor.ts';
import { type Catalogue, type TermPlan, termPlanOf } from '../domain/catalogue.ts';
import type { CreditHead } from '../domain/credit/credit-head.ts';
import { deactivateMember } from '../domain/credit/decide-members.ts';
import type { AccountId, MemberId } from '../domain/ids.ts';
import { dueOf } from '../domain/invoices/settle-order.ts';
import { invoiced } from '../domain/journal/journal.ts';
import { decideRenewal, type Renewal } from '../domain/licences/decide-renewal.ts';
import {
  afterRenewal,
  type DueStep,
  dueStep,
  endTrial,
  noteReminder,
  suspend,
} from '../domain/licences/decide-subscription.ts';
import { giveBackOne } from '../domain/licences/licence-pool.ts';
import type { Subscription } from '../domain/licences/subscription.ts';
import { moveToPlan } from './accounts.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import type { InvoiceDraft } from './invoices.ts';
import { postJournal } from './journal.ts';
import {
  deleteLicence,
  licencesOf,
  loadPools,
  poolStays,
  replacePool,
  type StoredLicence,
  type StoredPool,
} from './licences.ts';
import { billRecipient, requestMail } from './mail.ts';
import { loadMember, type Member, replaceMember } from './members.ts';
import { loadUserDays, moveSubscription } from './module-users.ts';
import { loadOrder, type Order, putNewOrder, replaceOrder } from './orders.ts';
import { requireSubscription, subscriptionStays } from './subscriptions.ts';
import type { Write } from './table.ts';

const ROLLOVER: Actor = { kind: 'system', id: 'rollover' };

/** Licences that one transaction ends: each may change its holder too. */
const ENDINGS_AT_ONCE = 30;

/** Bills the end of a period and opens the ways to pay it; handed in, so that the table knows no gateway. Undefined where it costs nothing. */
export type OpenRenewal = (
  subscription: Subscription,
  renewal: Renewal,
) => Promise<{ order: Order; invoice: InvoiceDraft; writes: readonly Write[] } | undefined>;

export interface LoadedRenewal {
  readonly renewal: Renewal;
  readonly pools: readonly StoredPool[];
}

/** What the end of the period will do, decided on what is there now. The dry run and the roll-over both come here. (L6) */
export async function loadRenewal(subscription: Subscription, catalogue: Catalogue): Promise<LoadedRenewal> {
  const pools = await loadPools(subscription.account);
  const licences: StoredLicence[] = [];
  for await (const licence of licencesOf(subscription.account)) licences.push(licence);
  const planOf = (id: string) => termPlanOf(catalogue, id);
  const userDays = await loadUserDays(subscription, catalogue);
  const renewal = decideRenewal(
    subscription,
    pools.map(({ pool }) => pool),
    licences,
    planOf,
    userDays,
  );
  return { renewal, pools };
}

/**
 * Takes every step that is due for a subscription, one after another, each exactly once.
 *
 * Shape:  licences that end go first, some at a time; the step itself is written only when none is left, on pools that
 *         have not changed. A run that dies in between is simply run again.
 * Errors: `edit.conflict` when others were always faster: the queue brings it again.
 * Source: L6, L7, L9, L12, L13.
 */
export async function rollOver(account: AccountId, moment: Moment, open: OpenRenewal): Promise<number> {
  let steps = 0;
  while (await takeStep(account, moment, open)) steps += 1;
  return steps;
}

async function takeStep(account: AccountId, moment: Moment, open: OpenRenewal): Promise<boolean> {
  while (await endSome(account, moment)) {
    // The next licences, until none is left to end.
  }
  return decideAndCommit(async () => {
    const before = await requireSubscription(account);
    const step = dueStep(before, moment.today);
    if (step === undefined) return { writes: [], result: false };
    return { ...(await effectsOf(before, step, moment, open)), result: true };
  });
}

/** Ends the next licences of a period that is over, or of a trial. False when there is none. */
function endSome(account: AccountId, moment: Moment): Promise<boolean> {
  return commitCreditChange<boolean>(account, moment, async (head) => {
    const nothing = { head, entries: [], result: false };
    const subscription = await requireSubscription(account);
    const step = dueStep(subscription, moment.today);
    const endings = step === undefined ? [] : await endingsOf(subscription, step, moment.catalogue);
    if (endings.length === 0) return nothing;
    const chunk = endings.slice(0, ENDINGS_AT_ONCE);
    const members = await withoutLicences(account, chunk, head, termPlanOf(moment.catalogue, subscription.plan));
    const pools = poolsAfter(account, await loadPools(account), chunk);
    const writes = [
      subscriptionStays(subscription),
      ...pools,
      ...chunk.map((licence) => deleteLicence(account, licence)),
      ...members.writes,
      ...tellHolders(subscription, chunk, members.changed, moment),
    ];
    // A licence ends with its period, also where the roll-over comes late.
    const membersFrom = step?.kind === 'period-ended' ? subscription.period?.end : undefined;
    return { head: members.head, entries: [], writes, members: members.counted, membersFrom, result: true };
  });
}

async function endingsOf(subscription: Subscription, step: DueStep, catalogue: Catalogue): Promise<StoredLicence[]> {
  if (step.kind === 'trial-ended') {
    const all: StoredLicence[] = [];
    for await (const licence of licencesOf(subscription.account)) all.push(licence);
    return all;
  }
  if (step.kind !== 'period-ended') return [];
  const { renewal } = await loadRenewal(subscription, catalogue);
  // Both lists were made of licences as they were read, versions and all.
  return [...renewal.ended, ...renewal.dropped] as StoredLicence[];
}

function poolsAfter(account: AccountId, pools: readonly StoredPool[], gone: readonly StoredLicence[]): Write[] {
  return pools.flatMap((stored) => {
    const ofType = gone.filter(({ type }) => type === stored.pool.type);
    if (ofType.length === 0) return [];
    const held = ofType.filter(({ holder }) => holder !== undefined);
    const ending = ofType.filter(({ autoRenew }) => !autoRenew).length;
    const given = held.reduce((pool) => giveBackOne(pool), stored.pool);
    const total = given.total - ofType.length;
    const after = { ...given, total, ending: given.ending - ending, minimum: Math.min(given.minimum, total) };
    return [replacePool(account, stored, after)];
  });
}

interface WithoutLicences {
  readonly head: CreditHead;
  readonly writes: readonly Write[];
  readonly changed: ReadonlyMap<MemberId, Member>;
  readonly counted: readonly { readonly before: Member; readonly after: Member }[];
}

/** The holders lose these licences; who has none left is no longer active, but for the owner. (L7, L11) */
async function withoutLicences(
  account: AccountId,
  gone: readonly StoredLicence[],
  start: CreditHead,
  plan: TermPlan,
): Promise<WithoutLicences> {
  const holders = new Set(
    gone.flatMap(({ holder }) => (holder !== undefined && 'member' in holder ? [holder.member] : [])),
  );
  const changed = new Map<MemberId, Member>();
  const counted: { before: Member; after: Member }[] = [];
  const writes: Write[] = [];
  let head = start;
  for (const id of holders) {
    const before = await loadMember(account, id);
    if (before === undefined) continue;
    const lost = gone.filter(({ holder }) => holder !== undefined && 'member' in holder && holder.member === id);
    const licences = Object.fromEntries(
      Object.entries(before.licences ?? {}).filter(([, licence]) => !lost.some((other) => other.id === licence)),
    );
    const stays = mayBeActive(plan, before.role, licences);
    const left = before.active && !stays ? deactivateMember(head, before.credit) : undefined;
    head = left?.head ?? head;
    const credit = left?.memberCredit ?? before.credit;
    const after = { ...before, licences, credit, active: before.active && stays };
    writes.push(replaceMember(before, after));
    counted.push({ before, after });
    changed.set(id, before);
  }
  return { head, writes, changed, counted };
}

function tellHolders(
  subscription: Subscription,
  gone: readonly StoredLicence[],
  members: ReadonlyMap<MemberId, Member>,
  { now, catalogue }: Moment,
): Write[] {
  const { account } = subscription;
  const plan = termPlanOf(catalogue, subscription.plan);
  return gone.flatMap((licence): Write[] => {
    const { id, type, holder, autoRenew } = licence;
    const fact = recordFact({
      account,
      action: holder === undefined ? 'licence.dropped' : 'licence.ended',
      actor: ROLLOVER,
      subject: id,
      before: { type, holder, auto_renew: autoRenew },
      at: now,
    });
    const member = holder !== undefined && 'member' in holder ? members.get(holder.member) : undefined;
    const name = plan.licenceTypes.find((offered) => offered.id === type)?.name ?? type;
    if (member === undefined || member.email === '' || autoRenew) return [fact];
    const to = { email: member.email, locale: member.locale };
    return [fact, requestMail(to, { template: 'licence-ended', account, licence: name }, now)];
  });
}

/** What a step writes, and the invoice it issues. */
interface Effects {
  readonly writes: Write[];
  readonly invoices?: readonly InvoiceDraft[];
}

async function effectsOf(before: Subscription, step: DueStep, moment: Moment, open: OpenRenewal): Promise<Effects> {
  const { account } = before;
  const { now } = moment;
  const admins = { adminsOf: account } as const;
  switch (step.kind) {
    case 'trial-ended':
      return {
        writes: [
          ...(await advance(before, endTrial(before), 'subscription.trial-ended', moment)),
          requestMail(admins, { template: 'trial-ended', account }, now),
        ],
      };
    case 'reminder': {
      const { order, ...owed } = await owedFor(before);
      const mail = { template: 'renewal-reminder', account, days: step.days, ...owed } as const;
      return {
        writes: [
          ...(await advance(before, noteReminder(before, step.days), 'subscription.reminded', moment, step.days)),
          requestMail(billRecipient(order), mail, now),
        ],
      };
    }
    case 'suspension':
      return {
        writes: [
          ...(await advance(before, suspend(before), 'subscription.suspended', moment)),
          requestMail(admins, { template: 'subscription-suspended', account }, now),
        ],
      };
    case 'period-ended':
      return endPeriod(before, moment, open);
  }
}

/** What an unpaid renewal comes to. */
async function owedFor({ account, unpaid }: Subscription) {
  const order = unpaid === undefined ? undefined : await loadOrder(account, unpaid.order);
  if (order === undefined) throw new Error(`${account} owes a renewal that has no order`);
  const { minor, currency } = dueOf(order);
  return { order, amountMinor: minor, currency, invoice: order.invoice };
}

/** The period is over and every licence that ends is gone: the next one begins, or the subscription ends. */
async function endPeriod(before: Subscription, moment: Moment, open: OpenRenewal): Promise<Effects> {
  const { account } = before;
  const { renewal, pools } = await loadRenewal(before, moment.catalogue);
  const unchanged = pools.map((stored) => poolStays(account, stored));
  const opened = await open(before, renewal);
  const after = afterRenewal(before, renewal, opened?.order.id);
  const action = renewal.closes ? 'subscription.ended' : 'subscription.renewed';
  const ended = { template: 'subscription-ended', account, on: renewal.on, owed: owedBy(opened?.order) } as const;
  const writes = [
    ...unchanged,
    ...(await advance(before, after, action, moment)),
    ...(await moveToPlan(account, after.plan)),
    ...(opened === undefined ? [] : billed(opened, moment)),
    ...(renewal.closes ? [requestMail({ adminsOf: account }, ended, moment.now)] : []),
    ...(await withdrawUnpaid(before, moment)),
  ];
  return { writes, invoices: opened === undefined ? [] : [opened.invoice] };
}

/** What is to be paid for a period that ended by the account itself, and not by its reseller. (R5) */
function owedBy(order: Order | undefined): { amountMinor: number; currency: string } | undefined {
  if (order === undefined || order.reseller !== undefined) return undefined;
  return { amountMinor: order.total.minor, currency: order.total.currency };
}

/** The order and what is owed from now on, told to the admins. */
function billed({ order, invoice, writes }: NonNullable<Awaited<ReturnType<OpenRenewal>>>, moment: Moment): Write[] {
  const { account, id, total } = order;
  const { minor, currency } = total;
  const template = order.purpose === 'consumption' ? 'consumption-due' : 'renewal-due';
  const mail = { template, account, amountMinor: minor, currency, invoice: invoice.id } as const;
  return [
    putNewOrder(order),
    ...writes,
    ...postJournal({ kind: 'invoice', account, order: id, invoice: invoice.id }, invoiced(invoice, undefined), moment),
    requestMail(billRecipient(order), mail, moment.now),
  ];
}

/** A renewal that was never paid can no longer be, once its period is over: it would buy nothing. (L13) */
async function withdrawUnpaid({ account, unpaid }: Subscription, { now }: Moment): Promise<Write[]> {
  const order = unpaid === undefined ? undefined : await loadOrder(account, unpaid.order);
  return order === undefined || order.status === 'paid' ? [] : [replaceOrder(order, { ...order, expiresAt: now })];
}

async function advance(
  before: Subscription,
  after: Subscription,
  action: string,
  moment: Moment,
  days?: number,
): Promise<Write[]> {
  const facts = ({ state, plan, period, modules, packs }: Subscription) => ({ state, plan, period, modules, packs });
  const { account } = before;
  return [
    ...(await moveSubscription(before, after, moment)),
    recordFact({
      account,
      action,
      actor: ROLLOVER,
      subject: account,
      before: facts(before),
      after: { ...facts(after), ...(days === undefined ? {} : { days }) },
      at: moment.now,
    }),
  ];
}
