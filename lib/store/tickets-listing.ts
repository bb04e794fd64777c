import type { AccountId, ApiKeyId, TicketId } from '../domain/ids.ts';
import { type Ticket, type TicketState, ticketStates } from '../domain/support/ticket.ts';
import { keys, listedTickets } from './keys.ts';
import { type Key, queryPage } from './table.ts';
import { loadTickets } from './tickets.ts';

/** Which tickets of all accounts: of a state or all, of an operator, of nobody, or of all. */
export interface TicketFilter {
  readonly state?: TicketState | undefined;
  readonly assignee?: ApiKeyId | 'none' | undefined;
}

/** Where a list goes on: after the ticket at this place. */
export interface TicketsEnd {
  readonly after: string;
}

interface Place {
  readonly listed: string;
  readonly ticket: Key;
}

/** Above every place, which begins with a year. */
const END = '~';

/**
 * Tickets of all accounts, those that have not changed for longest first.
 *
 * Shape:  a place holds the time of the last change, so a ticket that changes meanwhile moves towards the end: none is left
 *         out. One that no longer fits when it is read is not in its page, which then has fewer.
 * Source: U4.
 */
export async function listAllTickets(
  filter: TicketFilter,
  limit: number,
  from?: TicketsEnd,
): Promise<{ readonly tickets: Ticket[]; readonly last: TicketsEnd | undefined }> {
  const states = filter.state === undefined ? ticketStates : [filter.state];
  const lists = await Promise.all(
    states.map((state) => placesIn(listedTickets(state, filter.assignee), limit + 1, from)),
  );
  const places = withoutRepeats(lists.flat().sort((one, other) => (one.listed < other.listed ? -1 : 1)));
  const taken = places.slice(0, limit);
  const tickets = await loadTickets(taken.map(({ ticket }) => ticket));
  const end = taken.at(-1);
  return {
    tickets: tickets.filter((ticket) => fits(ticket, filter)),
    last: end === undefined || places.length <= limit ? undefined : { after: end.listed },
  };
}

/** One that moved from list to list while they were read is in both; its later place counts. */
function withoutRepeats(places: readonly Place[]): Place[] {
  const later = new Set(new Map(places.map((place) => [place.ticket.sk, place])).values());
  return places.filter((place) => later.has(place));
}

async function placesIn(listing: string, limit: number, from: TicketsEnd | undefined): Promise<Place[]> {
  const page = await queryPage({
    pk: listing,
    index: 'listing',
    indexKeys: { pk: 'listing', sk: 'listed' },
    // All places are of the same length, so nothing lies between one and the same with a space.
    between: [from === undefined ? '0' : `${from.after} `, END],
    limit,
  });
  return page.items.map((item) => ({ listed: item['listed'] as string, ticket: ticketKey(item as unknown as Key) }));
}

/** The ticket of an entry, which is the ticket itself or its place with an assignee. */
function ticketKey({ pk, sk }: Key): Key {
  const [account, ticket] = [pk, sk].map((part) => part.slice(part.indexOf('#') + 1));
  return keys.ticket(account as AccountId, ticket as TicketId);
}

function fits({ state, assignee }: Ticket, filter: TicketFilter): boolean {
  const isOfState = filter.state === undefined || filter.state === state;
  return isOfState && (filter.assignee === undefined || filter.assignee === (assignee ?? 'none'));
}
