import * as contract from '../../lib/contract/tickets.ts';
import {
  type Ticket,
  type TicketAuthor,
  type TicketMessage,
  ticketStateAfter,
} from '../../lib/domain/support/ticket.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { etag, type Request, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { ticketMessagesFrom } from '../../lib/store/attempts.ts';
import { type Decision, decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import type { Write } from '../../lib/store/table.ts';
import {
  findReferenced,
  notBefore,
  putNewMessage,
  putReference,
  type Referenced,
  referenceScope,
  replaceTicket,
} from '../../lib/store/tickets.ts';
import { messageMail } from '../../lib/store/tickets-mails.ts';
import { authorOf, requireTicket, writesOfAuthor } from './ticket-access.ts';
import { messageJson } from './ticket-json.ts';
import { referenceUsed, replayed } from './ticket-reference.ts';

type ReplyRequest = Request<typeof contract.replyToTicket>;
interface Written extends Referenced {
  readonly isRepeated: boolean;
}

export const replyToTicket = route(contract.replyToTicket, async (request) => {
  const author = authorOf(request.actor);
  await requireAccount(request.path.account);
  const { ticket, message, isRepeated } = await decideAndCommit(() => decide(request, author));
  return { body: await messageJson(message), headers: { ...etag(ticket.version), ...replayed(isRepeated) } };
});

async function decide(request: ReplyRequest, author: TicketAuthor): Promise<Decision<Written>> {
  const { path, body, now } = request;
  const before = await requireTicket(path.account, path.ticket, request);
  const scope = referenceScope(path.account, author, path.ticket);
  const earlier = body.reference === undefined ? undefined : await findReferenced(scope, body.reference);
  if (earlier !== undefined) return { writes: [], result: { ...sameAs(earlier, request), isRepeated: true } };
  const limited = await writesOfAuthor(author, (user) => ticketMessagesFrom(path.account, user), now);
  const { ticket, message } = written(before, request, author);
  const writes = [
    ...replaceTicket(before, ticket),
    ...putNewMessage(message, ticket),
    ...(body.reference === undefined ? [] : [putReference(scope, body.reference, message)]),
    ...limited,
    await messageMail(ticket, message),
    ...factsOf(before, ticket, message, request),
  ];
  return { writes, result: { ticket: { ...ticket, version: before.version + 1 }, message, isRepeated: false } };
}

function written(before: Ticket, { body, now }: ReplyRequest, author: TicketAuthor): Referenced {
  const at = notBefore(now, before);
  const ticket: Ticket = {
    ...before,
    state: ticketStateAfter(before.state, author.kind === 'user' ? 'customer-wrote' : 'operator-wrote'),
    messageCount: before.messageCount + 1,
    updatedAt: at,
  };
  const { account, id } = ticket;
  const message = { id: newId('msg'), account, ticket: id, number: ticket.messageCount, author, text: body.text, at };
  return { ticket, message };
}

function factsOf(before: Ticket, after: Ticket, message: TicketMessage, { actor, now }: ReplyRequest): Write[] {
  const fact = { account: before.account, actor, subject: before.id, at: now };
  const states = { before: { state: before.state }, after: { state: after.state } };
  const replied = recordFact({
    ...fact,
    action: 'ticket.replied',
    before: states.before,
    after: { ...states.after, message: message.id },
  });
  return before.state === 'closed'
    ? [replied, recordFact({ ...fact, action: 'ticket.reopened', ...states })]
    : [replied];
}

/** Errors: `ticket.reference-used` when it came with another text. */
function sameAs(earlier: Referenced, { body }: ReplyRequest): Referenced {
  if (earlier.message.text !== body.text) throw referenceUsed();
  return earlier;
}
