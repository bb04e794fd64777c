import * as contract from '../../lib/contract/tickets.ts';
import type { ApiKeyId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type Ticket, ticketStateAfter } from '../../lib/domain/support/ticket.ts';
import { etag, type Request, requireVersion, route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { apiKeyStays, loadApiKey } from '../../lib/store/api-keys.ts';
import { type Decision, decideAndCommit } from '../../lib/store/commit.ts';
import { recordFact } from '../../lib/store/history.ts';
import type { Write } from '../../lib/store/table.ts';
import { notBefore, replaceTicket } from '../../lib/store/tickets.ts';
import { closedMail } from '../../lib/store/tickets-mails.ts';
import { keyOf, requireTicket } from './ticket-access.ts';
import { ticketJson } from './ticket-json.ts';

type EditRequest = Request<typeof contract.editTicket>;

export const editTicket = route(contract.editTicket, async (request) => {
  const { path, body, actor } = request;
  if (body.assignee !== undefined) keyOf(actor);
  await requireAccount(path.account);
  const ticket = await decideAndCommit(() => decide(request));
  return { body: await ticketJson(ticket), headers: etag(ticket.version) };
});

async function decide(request: EditRequest): Promise<Decision<Ticket>> {
  const { path, body, expectedVersion, now } = request;
  const before = await requireTicket(path.account, path.ticket, request);
  requireVersion(expectedVersion, before.version);
  const state = body.state === undefined ? before.state : stateWanted(before, body.state);
  const { assignee, writes: assigning } = await assigneeOf(before, request);
  if (state === before.state && assignee === before.assignee) return { writes: [], result: before };
  const after = { ...before, state, assignee, updatedAt: notBefore(now, before) };
  const writes = [
    ...replaceTicket(before, after),
    ...assigning,
    ...factsOf(before, after, request),
    ...(await mailsOf(before, after, request)),
  ];
  return { writes, result: { ...after, version: before.version + 1 } };
}

function stateWanted(ticket: Ticket, wanted: 'open' | 'closed'): Ticket['state'] {
  return ticketStateAfter(ticket.state, wanted === 'closed' ? 'closed' : 'reopened');
}

interface Assignment {
  readonly assignee: ApiKeyId | undefined;
  readonly writes: readonly Write[];
}

/**
 * Who is to work on the ticket; the key must still be in force when it is written.
 *
 * Errors: `ticket.assignee-unknown` for a key that is not in force or no operator's.
 */
async function assigneeOf(before: Ticket, { body, actor }: EditRequest): Promise<Assignment> {
  if (body.assignee === undefined) return { assignee: before.assignee, writes: [] };
  if (body.assignee === null) return { assignee: undefined, writes: [] };
  const assignee = body.assignee === 'me' ? keyOf(actor) : body.assignee;
  const key = await loadApiKey(assignee);
  if (key?.scopes.includes('operator') !== true) {
    throw new Refused('ticket.assignee-unknown', {
      links: { api_keys: '/v1/api-keys' },
      errors: [{ pointer: '/assignee', detail: 'is no API key in force with the scope operator' }],
    });
  }
  return { assignee, writes: [apiKeyStays(assignee)] };
}

function factsOf(before: Ticket, after: Ticket, { actor, now }: EditRequest): Write[] {
  const fact = { account: before.account, actor, subject: before.id, at: now };
  const facts: Write[] = [];
  if (after.state !== before.state) {
    const action = after.state === 'closed' ? 'ticket.closed' : 'ticket.reopened';
    facts.push(recordFact({ ...fact, action, before: { state: before.state }, after: { state: after.state } }));
  }
  if (after.assignee !== before.assignee) {
    const [was, is] = [before, after].map(({ assignee }) => ({ assignee: assignee ?? null }));
    facts.push(recordFact({ ...fact, action: 'ticket.assigned', before: was ?? {}, after: is ?? {} }));
  }
  return facts;
}

async function mailsOf(before: Ticket, after: Ticket, { actor, now }: EditRequest): Promise<Write[]> {
  const isClosing = after.state === 'closed' && before.state !== 'closed';
  return isClosing && actor.kind === 'operator' ? [await closedMail(after, now)] : [];
}
