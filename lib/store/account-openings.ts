import type { Actor } from '../domain/actor.ts';
import type { Plan, PrepaidPlan, TermPlan } from '../domain/catalogue.ts';
import { type CreditChange, newHead } from '../domain/credit/credit-head.ts';
import { activateMember } from '../domain/credit/decide-members.ts';
import { activateAccount } from '../domain/credit/decide-money.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import { type AccountId, memberOfUser } from '../domain/ids.ts';
import { startTrial } from '../domain/licences/decide-subscription.ts';
import { addBought, emptyPool } from '../domain/licences/licence-pool.ts';
import { newSubscription, type Subscription } from '../domain/licences/subscription.ts';
import { Refused } from '../domain/refusal.ts';
import type { Locale } from '../messages/locales.ts';
import { type Account, claimExternalId, putNewAccount } from './accounts.ts';
import { chargesNothing, putOpenedHead } from './credit.ts';
import { recordFact } from './history.ts';
import { putNewLicences, replacePool } from './licences.ts';
import { type Member, putNewMember } from './members.ts';
import { putNewSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';
import type { User } from './users.ts';

export interface AccountOpening {
  readonly id: AccountId;
  readonly organisation: string;
  readonly plan: Plan;
  /** Absent for a reseller's customer, of whom nobody need be known. (R2) */
  readonly owner?: (User & { readonly email: string }) | undefined;
  readonly managedBy?: Account['managedBy'];
  readonly billing?: Account['billing'];
  readonly vatCheck?: Account['vatCheck'];
  readonly locale: Locale;
  readonly activate: boolean;
  readonly externalId?: string | undefined;
  readonly actor: Actor;
  readonly now: Instant;
  readonly today: PlainDate;
}

export interface OpenedAccount {
  readonly account: Account;
  /** The owner as a member. */
  readonly member: Member | undefined;
  /** The user is not among them: they may be there already. */
  readonly writes: readonly Write[];
}

/** An account with its owner, its credit or subscription and its first facts, activated at once when that is wished. (A3, P7, L12) */
export function openAccount(opening: AccountOpening): OpenedAccount {
  const { id, owner, plan, actor, now, today } = opening;
  const credit = openCredit(opening);
  const isActive = credit.head.status === 'active' || (plan.kind === 'term' && opening.activate);
  const account: Account = {
    id,
    organisation: opening.organisation,
    plan: plan.id,
    owner: owner?.id,
    managedBy: opening.managedBy,
    locale: opening.locale,
    billing: { ...opening.billing },
    vatCheck: opening.vatCheck,
    externalId: opening.externalId,
    activatedOn: isActive ? today : undefined,
    createdAt: now,
    version: 1,
  };
  const member = owner && owning(owner, id, credit, now);
  const writes = [
    putNewAccount(account),
    ...(member === undefined ? [] : putNewMember(member)),
    ...putOpenedHead(credit, { today, now }),
    ...(opening.externalId === undefined ? [] : [claimExternalId(opening.externalId, id)]),
    recordFact({
      account: id,
      action: 'account.created',
      actor,
      subject: id,
      after: { plan: plan.id, owner: owner?.id ?? null },
      at: now,
    }),
  ];
  if (isActive) writes.push(activationFact(account.id, actor, today, now));
  if (plan.kind === 'term') writes.push(...subscriptionWrites(opening, plan));
  return { account, member, writes };
}

interface OpenedCredit extends CreditChange {
  /** The owner's. */
  readonly memberCredit: Member['credit'];
}

function owning(
  user: User & { readonly email: string },
  account: AccountId,
  { memberCredit }: OpenedCredit,
  now: Instant,
): Member {
  return {
    account,
    id: memberOfUser(user.id),
    user: user.id,
    email: user.email,
    name: user.name,
    locale: user.locale,
    role: 'owner',
    active: true,
    former: false,
    credit: memberCredit,
    licences: {},
    joinedAt: now,
    version: 1,
  };
}

/** A subscription that has not begun, or the trial with its licences. */
function subscriptionWrites({ id, activate, actor, now, today }: AccountOpening, plan: TermPlan): Write[] {
  const fresh = newSubscription(id, plan.id, plan.renews);
  if (!activate || plan.trial === undefined) return [putNewSubscription(fresh)];
  const trial = startTrial(fresh, plan, today);
  return [putNewSubscription(trial), ...putTrialLicences(id, plan), trialFact(trial, actor, now)];
}

/** One transaction opens the account and the trial; the catalogue offers no larger one. */
const MOST_IN_TRIAL = 40;

/** The licences of a trial in an account that has none. (L12) */
export function putTrialLicences(account: AccountId, { trial }: TermPlan): Write[] {
  const offered = Object.entries(trial?.licences ?? {});
  const total = offered.reduce((sum, [, count]) => sum + count, 0);
  if (total > MOST_IN_TRIAL) throw new RangeError(`a trial of ${total} licences does not fit one transaction`);
  return offered.flatMap(([type, count]) => [
    replacePool(account, { pool: emptyPool(type), version: 0 }, addBought(emptyPool(type), count)),
    ...putNewLicences(account, type, count),
  ]);
}

export function trialFact({ account, trialEnds }: Subscription, actor: Actor, now: Instant): Write {
  return recordFact({
    account,
    action: 'subscription.trial-started',
    actor,
    subject: account,
    before: { state: 'none' },
    after: { state: 'trial', trial_ends: trialEnds },
    at: now,
  });
}

function openCredit({ id, plan: offered, owner, activate, today }: AccountOpening): OpenedCredit {
  const plan = offered.kind === 'prepaid' ? offered : chargesNothing(offered);
  const empty = newHead(id, plan.id, plan.currency, today);
  const nobody = { head: empty, entries: [], memberCredit: { activeSince: 0 } };
  const joined = owner ? activateMember(empty, undefined, plan, today, memberOfUser(owner.id)) : nobody;
  return activate && offered.kind === 'prepaid' ? { ...joined, ...activatedIfPaid(joined, plan, today) } : joined;
}

/** A plan whose free credit does not cover a day opens the account all the same; credit is bought before it is activated. */
function activatedIfPaid(opened: CreditChange, plan: PrepaidPlan, today: PlainDate): CreditChange {
  try {
    return activateAccount(opened.head, plan, today);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'credit.insufficient') throw error;
    return opened;
  }
}

export function activationFact(account: AccountId, actor: Actor, today: PlainDate, now: Instant): Write {
  return recordFact({
    account,
    action: 'service.activated',
    actor,
    subject: account,
    before: { activated_on: null },
    after: { activated_on: today },
    at: now,
  });
}
