import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import type { Locale } from '../../lib/messages/locales.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { recordFact } from '../../lib/store/history.ts';
import { type MailRequest, type Recipient, requestMail } from '../../lib/store/mail.ts';
import { claimMail, loadMail, releaseMail } from '../../lib/store/mail-delivery.ts';
import { type Member, putNewMember, type Role } from '../../lib/store/members.ts';
import { isSuppressed } from '../../lib/store/suppressions.ts';
import { transact } from '../../lib/store/table.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';

const start = '2026-01-15T08:00:00.000Z';
let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startDeployment({
    clock: start,
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `outbox-${randomUUID()}`,
    handlers: {},
  });
});
afterAll(() => deployment?.stop());
beforeEach(() => deployment.inbox.clear());

const reminder: MailRequest = { template: 'already-registered' };
let people = 0;

function someone(prefix = 'person'): string {
  people += 1;
  return `${prefix}+${people}@example.com`;
}

async function ask(to: Recipient, mail: MailRequest = reminder, at = deployment.clock.now()): Promise<string> {
  const id = newId('mail');
  await transact([requestMail(to, mail, at, id)]);
  return id;
}

const toEn = (email: string): Recipient => ({ email, locale: 'en' });

function queueEvent(...ids: string[]): SQSEvent {
  return { Records: ids.map((id) => ({ messageId: `m-${id}`, body: JSON.stringify({ id }) })) } as SQSEvent;
}

function streamEvent(...items: Record<string, unknown>[]): DynamoDBStreamEvent {
  const records = items.map(
    (item, index): DynamoDBRecord => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(1000 + index), NewImage: marshall(item) as never },
    }),
  );
  return { Records: records };
}

describe('Mail: what a commit asks for is sent once', () => {
  it('reaches its reader by the stream and the queue', async () => {
    const email = someone();
    const id = await ask(toEn(email));
    await deployment.settle();
    const [mail] = deployment.inbox.messages(email);
    expect(mail?.subject).toBe('You already have a login for Prepaid CRM');
    expect(mail?.links).toContain(`${deployment.url}/sign-in`);
    expect(await loadMail(id)).toMatchObject({ outcome: 'sent' });
  });

  it('is sent once although the stream and the queue deliver it again, ten times at once', async () => {
    const email = someone();
    const id = await ask(toEn(email));
    const again = streamEvent({ type: 'mail', id });
    await Promise.all(Array.from({ length: 10 }, () => deployment.invoke('outbox', again)));
    await deployment.settle();
    await deployment.invoke('mailer', queueEvent(id, id));
    expect(deployment.inbox.messages(email)).toHaveLength(1);
  });

  it('is left to one of five deliveries at once, and taken up again when that one gives up', async () => {
    const now = deployment.clock.now();
    const email = someone();
    const waiting = await ask(toEn(email));
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimMail(waiting, now)));
    expect(claims.filter((claim) => claim === 'taken').length).toBeLessThanOrEqual(1);
    await releaseMail(waiting);
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(1);
    expect(await claimMail(waiting, now)).toBe('finished');
  });

  it('is not sent when it is older than 14 days', async () => {
    const email = someone();
    await ask(toEn(email), reminder, '2025-12-31T08:00:00.000Z');
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(0);
  });

  it('is not sent when its sign-up, invitation or user is gone', async () => {
    const email = someone();
    const gone: MailRequest[] = [
      { template: 'confirm-sign-up', signUp: newId('sup'), organisation: 'Acme' },
      { template: 'invitation', account: newId('acc'), invitation: newId('inv'), organisation: 'Acme' },
      { template: 'password-reset', user: newId('usr') },
    ];
    const ids = await Promise.all(gone.map((mail) => ask(toEn(email), mail)));
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(0);
    for (const id of ids) expect(await loadMail(id)).toMatchObject({ outcome: 'outdated' });
  });
});

describe('P9: a mail for the admins of an account', () => {
  it('goes to the owner and each active admin in their language, once', async () => {
    const account = newId('acc');
    const owner = await join(account, 'owner', 'it');
    const admin = await join(account, 'admin', 'nl');
    await join(account, 'member', 'en');
    await join(account, 'admin', 'en', { active: false });
    await join(account, 'admin', 'en', { former: true });
    const id = await ask({ adminsOf: account }, { template: 'credit-suspended', account, since: '2026-01-15' });
    await deployment.settle();
    await deployment.invoke('outbox', streamEvent({ type: 'mail', id }));
    await deployment.settle();
    const sent = deployment.inbox.messages();
    expect(sent.map((mail) => mail.to).sort()).toEqual([owner.email, admin.email].sort());
    expect(sent.find((mail) => mail.to === owner.email)?.html).toContain('<html lang="it">');
    expect(sent[0]?.links).toContain(`${deployment.url}/account?account=${account}`);
  });

  async function join(account: AccountId, role: Role, locale: Locale, state: Partial<Member> = {}): Promise<Member> {
    const user = newId('usr');
    const member: Member = {
      account,
      id: memberOfUser(user),
      user,
      email: someone(role),
      name: 'Example',
      locale,
      role,
      active: true,
      former: false,
      credit: { activeSince: 1 },
      licences: {},
      joinedAt: start,
      version: 1,
      ...state,
    };
    await transact(putNewMember(member));
    return member;
  }
});

describe('Mail that cannot be sent is retried and holds up nothing', () => {
  it('is sent once after SES has refused it eight times', async () => {
    deployment.inbox.failNext(8);
    const email = someone();
    await ask(toEn(email));
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(1);
  });

  it('fails alone in its batch, ends with the dead letters, and no log names an address', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const good = someone();
    const bad = 'not an address@secret.example';
    const badId = await ask(toEn(bad));
    await ask(toEn(good));
    await deployment.settle();
    const logged = [...written.mock.calls, ...errors.mock.calls].join('\n');
    written.mockRestore();
    errors.mockRestore();
    expect(deployment.inbox.messages().map((mail) => mail.to)).toEqual([good]);
    expect(JSON.stringify(deployment.deadLetters.of('mail'))).toContain(badId);
    expect(logged).toContain(badId);
    expect(logged).not.toContain('secret.example');
    expect(logged).not.toContain(good);
  });

  it('is reported by its own message when the message names no mail', async () => {
    const event = { Records: [{ messageId: 'm-1', body: '{}' }] } as SQSEvent;
    expect(await deployment.invoke('mailer', event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });
});

describe('E2: every fact is an event', () => {
  it('carries the account, the subject, who did it, and the values before and after', async () => {
    const account = newId('acc');
    const subject = newId('mem');
    const actor = { kind: 'user', id: newId('usr') } as const;
    const fact = { account, subject, actor, action: 'member.deactivated', at: start };
    await transact([recordFact({ ...fact, before: { active: true }, after: { active: false } })]);
    await deployment.settle();
    const [published] = deployment.events().filter(({ event }) => isAbout(event.detail, account));
    expect(published?.event).toMatchObject({
      source: 'seatledger',
      'detail-type': 'member.deactivated',
      detail: { account, subject, actor, before: { active: true }, after: { active: false }, at: start },
    });
    expect((published?.event.detail as { id?: string } | undefined)?.id).toMatch(/^his_/);
  });

  it('keeps its id when it is published again', async () => {
    const account = newId('acc');
    const item = { type: 'history', id: newId('his'), account, subject: account, action: 'account.edited', at: start };
    await deployment.invoke('outbox', streamEvent(item));
    await deployment.invoke('outbox', streamEvent(item));
    const ids = deployment.events().flatMap(({ event }) => (isAbout(event.detail, account) ? [event.detail.id] : []));
    expect(ids).toEqual([item.id, item.id]);
  });

  function isAbout(detail: unknown, account: string): detail is { id: string } {
    return (detail as { account?: string }).account === account;
  }
});

describe('The relay goes on from the first record that failed', () => {
  it('answers with its sequence number and leaves the later batches alone', async () => {
    const account = newId('acc');
    const facts = Array.from({ length: 12 }, (_, index) => ({
      type: 'history',
      id: newId('his'),
      account,
      subject: account,
      action: `account.step-${index}`,
      at: start,
    }));
    const mail = { type: 'mail', id: newId('mail') };
    const queueUrl = process.env['MAIL_QUEUE_URL'];
    process.env['MAIL_QUEUE_URL'] = `${queueUrl}-missing`;
    forgetEnvironment();
    const event = streamEvent(...facts.slice(0, 4), mail, ...facts.slice(4));
    const answer = await deployment.invoke('outbox', event);
    process.env['MAIL_QUEUE_URL'] = queueUrl;
    forgetEnvironment();
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1004' }] });
    const published = deployment.events().filter(({ event: { detail } }) => JSON.stringify(detail).includes(account));
    expect(published).toHaveLength(9);
  });

  it('passes over records that are neither mail nor fact', async () => {
    const event = streamEvent({ type: 'member' }, { type: 'account' });
    expect(await deployment.invoke('outbox', event)).toEqual({ batchItemFailures: [] });
  });
});

describe('An address that bounced for good or complained is no longer written to', () => {
  it.each(['bounce', 'complaint'])('after a %s, told twice', async (kind) => {
    const email = someone(kind);
    await ask(toEn(email));
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(1);
    expect(await isSuppressed(email.toUpperCase())).toBe(true);
    const id = await ask(toEn(email));
    await deployment.settle();
    expect(deployment.inbox.messages(email)).toHaveLength(1);
    expect(await loadMail(id)).toMatchObject({ outcome: 'suppressed' });
  });

  it.each([
    ['a full mailbox', { bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'a@example.com' }] } }],
    [
      'a reader who says it is not spam',
      { complaint: { complaintFeedbackType: 'not-spam', complainedRecipients: [{ emailAddress: 'a@example.com' }] } },
    ],
  ])('but goes on after %s', async (_, detail) => {
    await deployment.invoke('mail-feedback', { detail });
    expect(await isSuppressed('a@example.com')).toBe(false);
  });

  it('finds the address inside a name', async () => {
    const recipients = [{ emailAddress: 'Example <b@example.com>' }];
    const event = { detail: { bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } } };
    await deployment.invoke('mail-feedback', event);
    await deployment.invoke('mail-feedback', event);
    expect(await isSuppressed('b@example.com')).toBe(true);
  });
});
