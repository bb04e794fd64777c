import * as z from 'zod';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, ApiKeyId, TicketId, TicketMessageId, UserId } from '../domain/ids.ts';
import {
  type Ticket,
  type TicketAuthor,
  type TicketMessage,
  type TicketState,
  ticketChannels,
  ticketStates,
} from '../domain/support/ticket.ts';
import { keys, listedTickets, prefixes } from './keys.ts';
import { get, getMany, type Item, type Key, PRESENT, putOnce, queryAll, queryPage, type Write } from './table.ts';

const author = z.union([
  z.object({ kind: z.literal('user'), id: z.custom<UserId>() }),
  z.object({ kind: z.literal('operator'), id: z.custom<ApiKeyId>() }),
]);

const ticketItem = z.object({
  id: z.custom<TicketId>(),
  account: z.custom<AccountId>(),
  subject: z.string(),
  channel: z.enum(ticketChannels),
  state: z.enum(ticketStates),
  openedBy: author,
  assignee: z.custom<ApiKeyId>().optional(),
  messageCount: z.number(),
  openedAt: z.string(),
  updatedAt: z.string(),
  version: z.number(),
});

const messageItem = z.object({
  id: z.custom<TicketMessageId>(),
  account: z.custom<AccountId>(),
  ticket: z.custom<TicketId>(),
  number: z.number(),
  author,
  text: z.string(),
  at: z.string(),
});

/** A ticket lies among those of its state, by its last change. */
function toItem(ticket: Ticket): Item {
  const listed = { listing: listedTickets(ticket.state), listed: placeOf(ticket) };
  return { ...keys.ticket(ticket.account, ticket.id), type: 'ticket', v: 1, ...listed, ...ticket };
}

function fromItem(item: Item): Ticket {
  const { assignee, ...same } = ticketItem.parse(item);
  return { ...same, assignee };
}

function placeOf({ updatedAt, id }: Ticket): string {
  return `${updatedAt}#${id}`;
}

/** An item can lie in one list only: this one puts the ticket into that of its assignee. */
function placeWithAssignee(ticket: Ticket): Write {
  const { account, id, state, assignee } = ticket;
  const listed = { listing: listedTickets(state, assignee ?? 'none'), listed: placeOf(ticket) };
  return {
    label: 'ticket-of-assignee',
    Put: { Item: { ...keys.ticketOfAssignee(account, id), type: 'ticket-of-assignee', v: 1, ...listed } },
  };
}

export function putNewTicket(ticket: Ticket): Write[] {
  return [putOnce('ticket', toItem(ticket)), placeWithAssignee(ticket), ...ownTicketOf(ticket)];
}

/** Remembers whose ticket it is: for a member's own list, and for the day their identity is erased. */
function ownTicketOf({ account, id, openedBy }: Ticket): Write[] {
  if (openedBy.kind !== 'user') return [];
  return [
    putOnce('own-ticket', { ...keys.ownTicket(openedBy.id, account, id), type: 'own-ticket', v: 1, account, id }),
  ];
}

/** Replaces a ticket as it was read; fails with the label `ticket` when it changed since. */
export function replaceTicket(before: Ticket, changed: Ticket): Write[] {
  const after = { ...changed, version: before.version + 1 };
  const write: Write = {
    label: 'ticket',
    Put: {
      Item: toItem(after),
      ConditionExpression: `${PRESENT} AND #version = :seen`,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
  return [write, placeWithAssignee(after)];
}

export async function loadTicket(account: AccountId, id: TicketId): Promise<Ticket | undefined> {
  const item = await get(keys.ticket(account, id));
  return item === undefined ? undefined : fromItem(item);
}

/** Adds a message, with what finds it again when its author is erased. Fails with the label `message` where another took its number. */
export function putNewMessage(message: TicketMessage, { openedBy }: Ticket): Write[] {
  const { account, ticket, number, author: by } = message;
  const item = { ...keys.ticketMessage(account, ticket, number), type: 'ticket-message', v: 1, ...message };
  const added = putOnce('message', item);
  if (by.kind !== 'user' || by.id === openedBy.id) return [added];
  const joined = { ...keys.joinedTicket(by.id, account, ticket), type: 'joined-ticket', v: 1, account, id: ticket };
  return [added, { label: 'joined-ticket', Put: { Item: joined } }];
}

export async function loadMessage(
  account: AccountId,
  ticket: TicketId,
  number: number,
): Promise<TicketMessage | undefined> {
  const item = await get(keys.ticketMessage(account, ticket, number));
  return item === undefined ? undefined : messageItem.parse(item);
}

/** Messages of a ticket with numbers above `after`, as it was when it was read: later ones come with the next look. */
export async function listMessages(ticket: Ticket, after: number, limit: number): Promise<TicketMessage[]> {
  const { account, id, messageCount } = ticket;
  if (after >= messageCount) return [];
  const page = await queryPage({
    pk: keys.account(account).pk,
    between: [keys.ticketMessage(account, id, after + 1).sk, keys.ticketMessage(account, id, messageCount).sk],
    limit,
    consistent: true,
  });
  return page.items.map((item) => messageItem.parse(item));
}

/** Every message of a ticket, in order. */
export async function* messagesOf(account: AccountId, ticket: TicketId): AsyncGenerator<TicketMessage> {
  const { sk } = keys.ticketMessage(account, ticket, 0);
  const prefix = sk.slice(0, sk.lastIndexOf('#') + 1);
  for await (const item of queryAll({ pk: keys.account(account).pk, prefix, consistent: true })) {
    yield messageItem.parse(item);
  }
}

export interface TicketPage {
  readonly tickets: Ticket[];
  readonly last: Key | undefined;
}

/** Whose tickets of an account are listed: everybody's, or those that one person opened. */
export interface TicketsOf {
  readonly account: AccountId;
  readonly openedBy?: UserId | undefined;
}

/** Newest first. */
export async function listTickets(
  of: TicketsOf,
  limit: number,
  state: TicketState | undefined,
  after?: Key,
): Promise<TicketPage> {
  const tickets: Ticket[] = [];
  let last = after;
  do {
    const page = await ticketsAfter(of, limit - tickets.length, last);
    tickets.push(...page.tickets.filter((ticket) => state === undefined || ticket.state === state));
    last = page.last;
  } while (last !== undefined && tickets.length < limit);
  return { tickets, last };
}

async function ticketsAfter({ account, openedBy }: TicketsOf, limit: number, after?: Key): Promise<TicketPage> {
  const paging = { limit, after: after as Item | undefined, newestFirst: true, consistent: true };
  if (openedBy === undefined) {
    const page = await queryPage({ pk: keys.account(account).pk, prefix: prefixes.ticket, ...paging });
    return { tickets: page.items.map(fromItem), last: page.last as Key | undefined };
  }
  const prefix = `${prefixes.ticket}${account}#`;
  const page = await queryPage({ pk: keys.user(openedBy).pk, prefix, ...paging });
  const tickets = await loadTickets(page.items.map(({ id }) => keys.ticket(account, id as TicketId)));
  return { tickets, last: page.last as Key | undefined };
}

/** Up to 100 tickets by their keys. */
export async function loadTickets(wanted: readonly Key[]): Promise<Ticket[]> {
  if (wanted.length === 0) return [];
  return (await getMany(wanted)).filter((item) => item !== undefined).map(fromItem);
}

/** What a request made that came with a reference of its sender's own. */
export interface Referenced {
  readonly ticket: Ticket;
  readonly message: TicketMessage;
}

/** The words in which a reference is looked for: the same of another sender, or for another ticket, is another one. */
export function referenceScope(account: AccountId, by: TicketAuthor, ticket?: TicketId): string {
  return [account, by.id, ticket ?? 'new'].join('#');
}

/** Put once, with what it made; fails with the label `reference` where the same request came before. */
export function putReference(scope: string, reference: string, { account, ticket, number }: TicketMessage): Write {
  const item = { ...keys.ticketReference(scope, reference), type: 'ticket-reference', v: 1, account, ticket, number };
  return putOnce('reference', item);
}

export async function findReferenced(scope: string, reference: string): Promise<Referenced | undefined> {
  const item = await get(keys.ticketReference(scope, reference));
  if (item === undefined) return undefined;
  const [account, id, number] = [item['account'] as AccountId, item['ticket'] as TicketId, item['number'] as number];
  const [ticket, message] = await Promise.all([loadTicket(account, id), loadMessage(account, id, number)]);
  if (ticket === undefined || message === undefined) throw new Error(`A reference names ${id}, which is not there.`);
  return { ticket, message };
}

/** The later of now and the last change: a writer who began earlier may commit later. */
export function notBefore(now: Instant, { updatedAt }: Pick<Ticket, 'updatedAt'>): Instant {
  return now > updatedAt ? now : updatedAt;
}
