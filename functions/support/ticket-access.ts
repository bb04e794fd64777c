import type { Contract } from '../../lib/contract/contract.ts';
import type { Actor } from '../../lib/domain/actor.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import type { AccountId, ApiKeyId, TicketId, UserId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Ticket, TicketAuthor } from '../../lib/domain/support/ticket.ts';
import type { Request } from '../../lib/runtime/route.ts';
import { countWithin, type Limit } from '../../lib/store/attempts.ts';
import type { Write } from '../../lib/store/table.ts';
import { loadTicket } from '../../lib/store/tickets.ts';
import { loadUser, userStays } from '../../lib/store/users.ts';

type Asked = Pick<Request<Contract>, 'actor' | 'caller'>;

/** The only person whose tickets the caller sees; undefined for staff, admins and the reseller's people, who see all. (U4) */
export function onlyTicketsOf({ caller }: Asked): UserId | undefined {
  return caller?.role === 'member' ? caller.user : undefined;
}

/** Errors: `ticket.not-found`, also for a ticket the caller may not see. */
export async function requireTicket(account: AccountId, id: TicketId, asked: Asked): Promise<Ticket> {
  const ticket = await loadTicket(account, id);
  const only = onlyTicketsOf(asked);
  if (ticket === undefined || (only !== undefined && ticket.openedBy.id !== only)) {
    throw new Refused('ticket.not-found', { links: { tickets: `/v1/accounts/${account}/tickets` } });
  }
  return ticket;
}

/** Errors: `access.denied` for who is no operator. */
export function keyOf(actor: Actor): ApiKeyId {
  if (actor.kind !== 'operator') throw new Refused('access.denied');
  return actor.id;
}

/** Errors: `access.denied` for who is neither a person nor staff: a bug, since no such route lets them in. */
export function authorOf(actor: Actor): TicketAuthor {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id };
  if (actor.kind === 'operator') return { kind: 'operator', id: actor.id };
  throw new Refused('access.denied');
}

/**
 * What is written beside a person's message: the limit of such messages, and that the person has a login still. Staff writes
 * as much as it likes.
 *
 * Errors: `ticket.too-often`; `edit.conflict` for a person who is being erased at this moment.
 */
export async function writesOfAuthor(
  author: TicketAuthor,
  limit: (user: UserId) => Limit,
  now: Instant,
): Promise<Write[]> {
  if (author.kind !== 'user') return [];
  const user = await loadUser(author.id);
  if (user?.email === undefined || user.erasing === true) throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
  const count = await countWithin(limit(author.id), now);
  if (!count.taken) {
    const { retryAfterSeconds } = count;
    throw new Refused('ticket.too-often', {
      retryAfterSeconds,
      values: { minutes: Math.ceil(retryAfterSeconds / 60) },
    });
  }
  return [userStays(author.id), ...count.writes];
}
