import type * as z from 'zod';
import type { ticketMessageSchema, ticketSchema } from '../../lib/contract/tickets.ts';
import type { Ticket, TicketAuthor, TicketMessage } from '../../lib/domain/support/ticket.ts';
import { loadActorNames } from '../../lib/store/actors.ts';

type TicketJson = z.input<typeof ticketSchema>;
type MessageJson = z.input<typeof ticketMessageSchema>;
type Names = ReadonlyMap<string, string>;

export async function ticketsJson(tickets: readonly Ticket[]): Promise<TicketJson[]> {
  const names = await namesOf(tickets.map(({ openedBy }) => openedBy));
  return tickets.map((ticket) => toJson(ticket, names));
}

export async function ticketJson(ticket: Ticket): Promise<TicketJson> {
  return toJson(ticket, await namesOf([ticket.openedBy]));
}

export async function messagesJson(messages: readonly TicketMessage[]): Promise<MessageJson[]> {
  const names = await namesOf(messages.map(({ author }) => author));
  return messages.map((message) => messageToJson(message, names));
}

export async function messageJson(message: TicketMessage): Promise<MessageJson> {
  return messageToJson(message, await namesOf([message.author]));
}

function namesOf(authors: readonly TicketAuthor[]): Promise<Names> {
  return loadActorNames(authors.map((actor) => ({ actor })));
}

function toJson(ticket: Ticket, names: Names): TicketJson {
  const { id, account, subject, channel, state, version } = ticket;
  return {
    id,
    account,
    subject,
    channel,
    state,
    opened_by: authorJson(ticket.openedBy, names),
    assignee: ticket.assignee ?? null,
    message_count: ticket.messageCount,
    opened_at: ticket.openedAt,
    updated_at: ticket.updatedAt,
    version,
  };
}

function messageToJson({ id, number, author, text, at }: TicketMessage, names: Names): MessageJson {
  return { id, number, author: authorJson(author, names), text, at };
}

function authorJson({ kind, id }: TicketAuthor, names: Names) {
  return { kind, id, name: names.get(id) ?? null };
}
