import type { Instant } from '../domain/dates.ts';
import { memberOfUser } from '../domain/ids.ts';
import type { Ticket, TicketMessage } from '../domain/support/ticket.ts';
import { resellerActing } from './customers.ts';
import { type Recipient, requestMail, type TicketMail } from './mail.ts';
import { loadMember } from './members.ts';
import type { Write } from './table.ts';
import { loadMessage, loadTicket } from './tickets.ts';
import { loadUser } from './users.ts';

/** Tells the other side of a message: support of what a customer wrote, the customer of what support wrote. (U4) */
export async function messageMail(ticket: Ticket, { author, number, at }: TicketMessage): Promise<Write> {
  const { account, id } = ticket;
  const about = { account, ticket: id, number };
  if (author.kind === 'operator') {
    return requestMail(await customerOf(ticket), { template: 'ticket-answered', ...about }, at);
  }
  const template = number === 1 ? 'ticket-opened' : 'ticket-replied';
  return requestMail({ support: true }, { template, ...about }, at);
}

export async function closedMail(ticket: Ticket, now: Instant): Promise<Write> {
  const { account, id } = ticket;
  return requestMail(await customerOf(ticket), { template: 'ticket-closed', account, ticket: id }, now);
}

/** Who opened the ticket, while they may still read it; else the admins of the account. */
async function customerOf({ account, openedBy }: Ticket): Promise<Recipient> {
  const user = openedBy.kind === 'user' ? await loadUser(openedBy.id) : undefined;
  if (user?.email === undefined) return { adminsOf: account };
  const member = await loadMember(account, memberOfUser(user.id));
  const reads = member?.active === true && !member.former;
  if (!reads && (await resellerActing(user.id, account)) === undefined) return { adminsOf: account };
  return { email: user.email, locale: user.locale };
}

/** What a mail says of its ticket, read when it is sent. */
export interface TicketFindings {
  readonly subject: string;
  readonly channel: Ticket['channel'];
  /** Absent where the mail brings no message. */
  readonly message?: { readonly text: string; readonly author: string | undefined } | undefined;
}

export interface FoundTicket {
  readonly ticket: TicketFindings;
  /** Where an answer to the mail goes; support's own address where it is absent. */
  readonly replyTo?: string | undefined;
}

/** Errors: a plain Error when the ticket is not there: a bug, since tickets are never removed. */
export async function findForMail(mail: TicketMail): Promise<FoundTicket> {
  const ticket = await loadTicket(mail.account, mail.ticket);
  if (ticket === undefined) throw new Error(`A mail is about ${mail.ticket}, which is not there.`);
  const { subject, channel } = ticket;
  if (mail.template === 'ticket-closed') return { ticket: { subject, channel } };
  const message = await loadMessage(mail.account, mail.ticket, mail.number);
  const person = message?.author.kind === 'user' ? await loadUser(message.author.id) : undefined;
  const author = person?.name || person?.email;
  return { ticket: { subject, channel, message: { text: message?.text ?? '', author } }, replyTo: person?.email };
}

/** Whether there is still something to tell: not of a message whose author was erased. (A11) */
export async function isTicketMailWanted(mail: TicketMail): Promise<boolean> {
  if (mail.template === 'ticket-closed') return true;
  const message = await loadMessage(mail.account, mail.ticket, mail.number);
  return message !== undefined && message.text !== '';
}

/** A mail about a ticket. */
export function isTicketMail(mail: { readonly template: string }): mail is TicketMail {
  return mail.template.startsWith('ticket-');
}
