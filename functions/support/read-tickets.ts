import * as contract from '../../lib/contract/tickets.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import type { Key } from '../../lib/store/table.ts';
import { listMessages, listTickets as load } from '../../lib/store/tickets.ts';
import { listAllTickets as loadAll, type TicketsEnd } from '../../lib/store/tickets-listing.ts';
import { keyOf, onlyTicketsOf, requireTicket } from './ticket-access.ts';
import { messagesJson, ticketJson, ticketsJson } from './ticket-json.ts';

/** Where the messages of a ticket go on. */
interface MessagesEnd {
  readonly after: number;
}

export const getTicket = route(contract.getTicket, async (request) => {
  const { path, query } = request;
  await requireAccount(path.account);
  const ticket = await requireTicket(path.account, path.ticket, request);
  const list = `ticket-messages:${ticket.id}`;
  const from = await decodeCursor<MessagesEnd>(list, query.cursor);
  const messages = await listMessages(ticket, from?.after ?? query.after ?? 0, query.limit);
  const last = messages.at(-1)?.number ?? ticket.messageCount;
  return {
    body: {
      ...(await ticketJson(ticket)),
      messages: {
        items: await messagesJson(messages),
        next_cursor: await encodeCursor(list, last < ticket.messageCount ? { after: last } : undefined),
      },
    },
    headers: etag(ticket.version),
  };
});

export const listTickets = route(contract.listTickets, async (request) => {
  const { path, query } = request;
  const openedBy = onlyTicketsOf(request);
  const list = ['tickets', path.account, openedBy ?? '', query.state ?? ''].join(':');
  const after = await decodeCursor<Key>(list, query.cursor);
  await requireAccount(path.account);
  const { tickets, last } = await load({ account: path.account, openedBy }, query.limit, query.state, after);
  return { body: { items: await ticketsJson(tickets), next_cursor: await encodeCursor(list, last) } };
});

export const listAllTickets = route(contract.listAllTickets, async ({ query, actor }) => {
  const assignee = query.assignee === 'me' ? keyOf(actor) : query.assignee;
  const list = ['all-tickets', query.state ?? '', assignee ?? ''].join(':');
  const from = await decodeCursor<TicketsEnd>(list, query.cursor);
  const { tickets, last } = await loadAll({ state: query.state, assignee }, query.limit, from);
  return { body: { items: await ticketsJson(tickets), next_cursor: await encodeCursor(list, last) } };
});
