import * as contract from '../../lib/contract/tickets.ts';
import { requireChannel } from '../../lib/domain/support/channels.ts';
import {
  type Ticket,
  type TicketAuthor,
  type TicketMessage,
  ticketStateAfter,
} from '../../lib/domain/support/ticket.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { etag, type Request, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { ticketsFrom } from '../../lib/store/attempts.ts';
import { type Decision, decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { loadSupportStanding } from '../../lib/store/support-standing.ts';
import {
  findReferenced,
  putNewMessage,
  putNewTicket,
  putReference,
  type Referenced,
  referenceScope,
} from '../../lib/store/tickets.ts';
import { messageMail } from '../../lib/store/tickets-mails.ts';
import { authorOf, writesOfAuthor } from './ticket-access.ts';
import { ticketJson } from './ticket-json.ts';
import { referenceUsed, replayed } from './ticket-reference.ts';

type OpenRequest = Request<typeof contract.openTicket>;
interface Opened {
  readonly ticket: Ticket;
  readonly isRepeated: boolean;
}

export const openTicket = route(contract.openTicket, async (request) => {
  const author = authorOf(request.actor);
  const { ticket, isRepeated } = await decideAndCommit(() => decide(request, author));
  return { body: await ticketJson(ticket), headers: { ...etag(ticket.version), ...replayed(isRepeated) } };
});

async function decide(request: OpenRequest, author: TicketAuthor): Promise<Decision<Opened>> {
  const { path, body, catalogue, now, actor } = request;
  const account = await requireAccount(path.account);
  const scope = referenceScope(account.id, author);
  const before = body.reference === undefined ? undefined : await findReferenced(scope, body.reference);
  if (before !== undefined) return { writes: [], result: { ticket: sameAs(before, request), isRepeated: true } };
  requireChannel(account.id, body.channel, await loadSupportStanding(account, catalogue), author.kind);
  const limited = await writesOfAuthor(author, (user) => ticketsFrom(account.id, user), now);
  const { ticket, message } = opened(request, author);
  const fact = recordFact({
    account: account.id,
    action: 'ticket.opened',
    actor,
    subject: ticket.id,
    after: { state: ticket.state, channel: ticket.channel },
    at: now,
  });
  const writes = [
    ...putNewTicket(ticket),
    putNewMessage(message, ticket),
    ...(body.reference === undefined ? [] : [putReference(scope, body.reference, message)]),
    ...limited,
    await messageMail(ticket, message),
    fact,
  ];
  return { writes: writes.flat(), result: { ticket, isRepeated: false } };
}

function opened({ path, body, now }: OpenRequest, author: TicketAuthor): { ticket: Ticket; message: TicketMessage } {
  const id = newId('tkt');
  const { subject, channel, text } = body;
  const ticket: Ticket = {
    id,
    account: path.account,
    subject,
    channel,
    state: ticketStateAfter('open', author.kind === 'user' ? 'customer-wrote' : 'operator-wrote'),
    openedBy: author,
    assignee: undefined,
    messageCount: 1,
    openedAt: now,
    updatedAt: now,
    version: 1,
  };
  return { ticket, message: { id: newId('msg'), account: path.account, ticket: id, number: 1, author, text, at: now } };
}

/** Errors: `ticket.reference-used` when it came with another ticket. */
function sameAs({ ticket, message }: Referenced, { body }: OpenRequest): Ticket {
  const isSame = ticket.subject === body.subject && ticket.channel === body.channel && message.text === body.text;
  if (!isSame) throw referenceUsed();
  return ticket;
}
