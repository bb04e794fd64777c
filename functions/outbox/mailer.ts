import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { addressLine } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { calendarFor } from '../../lib/mail/calendar-file.ts';
import { composeMail, type MailFindings, type MailFrame } from '../../lib/mail/compose.ts';
import { renderMail } from '../../lib/mail/render.ts';
import { fallbackLocale, type Locale } from '../../lib/messages/locales.ts';
import { now, nowMs } from '../../lib/runtime/clock.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { log } from '../../lib/runtime/log.ts';
import { loadAccount } from '../../lib/store/accounts.ts';
import { loadCatalogue } from '../../lib/store/catalogue.ts';
import { issueLink } from '../../lib/store/links.ts';
import type { MailRequest } from '../../lib/store/mail.ts';
import {
  claimMail,
  finishMail,
  isStillWanted,
  loadMail,
  type PendingMail,
  releaseMail,
  shareOutMail,
} from '../../lib/store/mail-delivery.ts';
import { isSuppressed } from '../../lib/store/suppressions.ts';
import { findForMail, isTicketMail } from '../../lib/store/tickets-mails.ts';
import { isTrainingMail, trainingOf } from '../../lib/store/training-mails.ts';
import { sendMail } from './send-mail.ts';

/**
 * Sends the mails of a queue batch, each by itself: one that fails is reported alone, comes again, and ends in the
 * dead-letter queue after the last try. Never logs an address: ids and error names only.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.all(event.Records.map(deliverRecord));
  return { batchItemFailures: results.filter((failed) => failed !== undefined) };
}

async function deliverRecord(record: SQSRecord): Promise<{ itemIdentifier: string } | undefined> {
  let id: string | undefined;
  try {
    id = mailIdOf(record.body);
    await deliver(id);
    return undefined;
  } catch (error) {
    // An error's message may quote the address, so its name has to do.
    const facts = { mail: id, error: (error as Error).name, messageId: record.messageId };
    if (error instanceof MailBusy) log.info('A mail is being sent already', facts);
    else log.error('A mail was not sent', facts);
    return { itemIdentifier: record.messageId };
  }
}

function mailIdOf(body: string): string {
  const { id } = JSON.parse(body) as { id?: unknown };
  if (typeof id !== 'string') throw new TypeError('A message of the mail queue names no mail.');
  return id;
}

/** Another delivery of the same mail is at work; the queue brings this one again, and then it is done. */
class MailBusy extends Error {
  override name = 'MailBusy';
}

async function deliver(id: string): Promise<void> {
  const mail = await loadMail(id);
  if (mail === undefined || mail.outcome !== undefined || mail.ttl * 1000 <= nowMs()) return;
  const claim = await claimMail(id, now());
  if (claim === 'finished') return;
  if (claim === 'busy') throw new MailBusy();
  try {
    await sendOrShareOut(mail);
  } catch (error) {
    await releaseMail(id);
    throw error;
  }
}

async function sendOrShareOut(mail: PendingMail): Promise<void> {
  if ('adminsOf' in mail.to) {
    await shareOutMail(mail, mail.to.adminsOf);
    return finishMail(mail.id, 'shared-out', now());
  }
  const { email, locale } = await addressOf(mail.to);
  if (await isSuppressed(email)) return finishMail(mail.id, 'suppressed', now());
  if (!(await isStillWanted(mail.mail, now()))) return finishMail(mail.id, 'outdated', now());
  const frame = await frameFor(locale);
  const found = await findingsFor(mail.mail);
  const view = composeMail(mail.mail, frame, found);
  const { template } = mail.mail;
  const calendar = await calendarFor(template, found.training, { ...frame, email });
  const replyTo = found.replyTo ?? frame.service.supportEmail;
  const messageId = await sendMail({ to: email, replyTo, template, rendered: renderMail(view, frame), calendar });
  await finishMail(mail.id, 'sent', now(), messageId);
}

/** Support reads the language that every text exists in. */
async function addressOf(to: Exclude<PendingMail['to'], { adminsOf: unknown }>) {
  if (!('support' in to)) return to;
  const { catalogue } = await loadCatalogue();
  return { email: catalogue.service.supportEmail, locale: fallbackLocale };
}

async function frameFor(locale: Locale): Promise<MailFrame> {
  const { catalogue } = await loadCatalogue();
  const { service, billingTimeZone: timeZone } = catalogue;
  const seller = { name: catalogue.seller.name, address: addressLine(catalogue.seller) };
  return { locale, service, seller, timeZone, baseUrl: environment().BASE_URL };
}

async function findingsFor(mail: MailRequest): Promise<MailFindings> {
  switch (mail.template) {
    case 'confirm-sign-up':
      return { link: await issueLink({ purpose: mail.template, subject: { signUp: mail.signUp }, now: now() }) };
    case 'invitation': {
      const { account, invitation } = mail;
      return { link: await issueLink({ purpose: mail.template, subject: { account, invitation }, now: now() }) };
    }
    case 'password-reset':
    case 'set-password':
      return { link: await issueLink({ purpose: mail.template, subject: { user: mail.user }, now: now() }) };
    default:
      if (isTicketMail(mail)) return { ...(await organisationOf(mail.account)), ...(await findForMail(mail)) };
      if (isTrainingMail(mail)) return { ...(await organisationOf(mail.account)), training: await trainingOf(mail) };
      return 'account' in mail ? organisationOf(mail.account) : {};
  }
}

async function organisationOf(account: AccountId): Promise<MailFindings> {
  return { organisation: (await loadAccount(account))?.organisation ?? '' };
}
