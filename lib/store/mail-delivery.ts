import { secondsAfter } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, MemberId } from '../domain/ids.ts';
import { loadAccount } from './accounts.ts';
import { managerOf } from './customers.ts';
import { loadInvitation } from './invitations.ts';
import { keys } from './keys.ts';
import type { MailRequest, Recipient } from './mail.ts';
import { loadAllMembers, type Member } from './members.ts';
import { loadSignUp } from './sign-ups.ts';
import { ABSENT, get, type Item, put, transact, type Write } from './table.ts';
import { isTicketMailWanted } from './tickets-mails.ts';
import { isTrainingMail, isTrainingMailWanted } from './training-mails.ts';
import { loadUser } from './users.ts';

/** A mail that was asked for, as it is kept. */
export interface PendingMail {
  readonly id: string;
  readonly to: Recipient;
  readonly mail: MailRequest;
  readonly requestedAt: Instant;
  /** Epoch seconds after which it is no longer worth sending. */
  readonly ttl: number;
  /** Why nothing more is to be done: it was sent, shared out among the admins, or there was no reason left to send it. */
  readonly outcome: MailOutcome | undefined;
}

export type MailOutcome = 'sent' | 'shared-out' | 'suppressed' | 'outdated';

/** How long one delivery keeps others from sending the same mail; longer than the mailer may run. */
const CLAIM_SECONDS = 90;

export async function loadMail(id: string): Promise<PendingMail | undefined> {
  const item = await get(keys.mail(id));
  return item === undefined ? undefined : fromItem(item);
}

function fromItem(item: Item): PendingMail {
  return {
    id: item['id'] as string,
    to: item['to'] as Recipient,
    mail: item['mail'] as MailRequest,
    requestedAt: item['requestedAt'] as string,
    ttl: item['ttl'] as number,
    outcome: item['outcome'] as MailOutcome | undefined,
  };
}

/**
 * Takes a mail for sending. Queues deliver a message more than once and sometimes at the same time; only one of them sends.
 *
 * Shape: `taken`; `finished` when it was dealt with already; `busy` when another delivery holds it just now.
 */
export async function claimMail(id: string, now: Instant): Promise<'taken' | 'finished' | 'busy'> {
  const outcome = await transact([
    update(id, 'SET claimedUntil = :until', {
      condition:
        'attribute_exists(pk) AND attribute_not_exists(outcome) AND (attribute_not_exists(claimedUntil) OR claimedUntil <= :now)',
      values: { ':until': secondsAfter(now, CLAIM_SECONDS), ':now': now },
    }),
  ]);
  if (outcome.committed) return 'taken';
  const was = outcome.failed[0]?.was;
  return was === undefined || was['outcome'] !== undefined ? 'finished' : 'busy';
}

/** Gives a mail back after a failure, so that the next try need not wait. */
export async function releaseMail(id: string): Promise<void> {
  await transact([
    update(id, 'REMOVE claimedUntil', { condition: 'attribute_exists(pk) AND attribute_not_exists(outcome)' }),
  ]);
}

/** Records once and for ever what became of a mail. */
export async function finishMail(id: string, outcome: MailOutcome, now: Instant, messageId?: string): Promise<void> {
  const sent = messageId === undefined ? '' : ', messageId = :messageId';
  await transact([
    update(id, `SET outcome = :outcome, finishedAt = :now${sent} REMOVE claimedUntil`, {
      condition: 'attribute_exists(pk) AND attribute_not_exists(outcome)',
      values: {
        ':outcome': outcome,
        ':now': now,
        ...(messageId === undefined ? {} : { ':messageId': messageId }),
      },
    }),
  ]);
}

function update(id: string, expression: string, { condition, values }: { condition: string; values?: Item }): Write {
  return {
    label: 'mail',
    Update: {
      Key: keys.mail(id),
      UpdateExpression: expression,
      ConditionExpression: condition,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    },
  };
}

/**
 * Turns a mail for the admins of an account into one mail for each. Their ids follow from the parent's, so doing it again
 * adds only those that are missing; the stream brings each one back to the mailer.
 */
export async function shareOutMail(parent: PendingMail, account: AccountId): Promise<void> {
  for (const admin of await adminsToTell(account)) {
    const id = childId(parent.id, admin.id);
    const { mail, requestedAt, ttl } = parent;
    const to: Recipient = { email: admin.email, locale: admin.locale };
    await put({
      Item: { ...keys.mail(id), type: 'mail', v: 1, id, to, mail, requestedAt, ttl },
      ConditionExpression: ABSENT,
    });
  }
}

/** Its own admins, and those of the reseller that manages it at this moment. (R2) */
async function adminsToTell(id: AccountId): Promise<Member[]> {
  const account = await loadAccount(id);
  const reseller = account && (await managerOf(account));
  const members = await Promise.all([id, ...(reseller === undefined ? [] : [reseller.id])].map(loadAllMembers));
  return members.flat().filter((member) => member.role !== 'member' && member.active && !member.former);
}

function childId(parent: string, admin: MemberId): string {
  return `${parent}.${admin}`;
}

/** Whether what a mail is about still waits for its reader: a confirmed sign-up needs no second link. */
export async function isStillWanted(mail: MailRequest, now: Instant): Promise<boolean> {
  switch (mail.template) {
    case 'confirm-sign-up':
      return (await loadSignUp(mail.signUp, now))?.state === 'pending';
    case 'invitation':
      return (await loadInvitation(mail.account, mail.invitation, now))?.state === 'pending';
    case 'password-reset':
    case 'set-password':
      return (await loadUser(mail.user))?.email !== undefined;
    case 'ticket-opened':
    case 'ticket-replied':
    case 'ticket-answered':
      return isTicketMailWanted(mail);
    default:
      return isTrainingMail(mail) ? isTrainingMailWanted(mail) : true;
  }
}
