import type { Refused } from '../../lib/domain/refusal.ts';
import { type MessageKey, message } from '../../lib/messages/messages.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo, toSignIn } from '../../lib/pages/redirects.ts';
import { ticketView } from '../../lib/pages/views/ticket.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { editTicket } from '../support/edit-ticket.ts';
import { getTicket } from '../support/read-tickets.ts';
import { replyToTicket } from '../support/reply-to-ticket.ts';
import { requireStanding, type Standing } from './standing.ts';
import { referenceOf } from './support.ts';

const AT_ONCE = 50;

/** A ticket with its messages, the newest page of them first. (U4) */
export const showTicket = page('showTicket', async (request): Promise<PageReply> => {
  const { path, query, identity } = request;
  const { account = '' } = query;
  if (identity.user === undefined) return toSignIn(`/account/support/${path['ticket'] ?? ''}`, { account });
  return reply(request, await requireStanding(request, account));
});

const news: Readonly<Record<string, MessageKey>> = {
  opened: 'page.tickets.opened',
  sent: 'page.ticket.sent',
  closed: 'page.ticket.closed',
  reopened: 'page.ticket.reopened',
};

/** Answers, closes, or opens again. Sent twice from one page it is done once. (U4) */
export const submitTicketMessage = page('submitTicketMessage', async (request): Promise<PageReply> => {
  const standing = await requireStanding(request, request.form['account']);
  const { value, refused } = await orRefused(() => carryOut(request, standing));
  if (refused !== undefined) return reply(request, standing, refused);
  return goTo(request, `/account/support/${ticketOf(request)}`, { account: standing.account.id, news: value });
});

const ticketOf = ({ path }: PageRequest) => path['ticket'] ?? '';

/** What was done. Errors: as the routes' own. */
async function carryOut(request: PageRequest, { account }: Standing): Promise<keyof typeof news & string> {
  const { form } = request;
  const call = { ...request.caller, path: { account: account.id, ticket: ticketOf(request) } };
  if (form['do'] === 'close' || form['do'] === 'reopen') {
    const isClosing = form['do'] === 'close';
    await editTicket.call({ ...call, body: { state: isClosing ? 'closed' : 'open' } });
    return isClosing ? 'closed' : 'reopened';
  }
  const text = form['text'] ?? '';
  await replyToTicket.call({ ...call, body: { text, reference: referenceOf(request, { text }) } });
  return 'sent';
}

async function reply(request: PageRequest, standing: Standing, refused?: Refused): Promise<PageReply> {
  const { locale, query, form, catalogue } = request;
  const path = { account: standing.account.id, ticket: ticketOf(request) };
  const read = async (from: number) => {
    const wanted = { limit: String(AT_ONCE), after: String(from) };
    return (await getTicket.call({ ...request.caller, path, query: wanted })).body;
  };
  const asked = /^\d{1,9}$/.exec(query['after'] ?? '')?.[0];
  const first = await read(Number(asked ?? 0));
  const last = Math.max(0, first.message_count - AT_ONCE);
  const after = asked === undefined ? last : Number(asked);
  const ticket = asked === undefined && last > 0 ? await read(last) : first;
  const problem = refused && formProblem(refused, locale);
  const key = news[query['news'] ?? ''];
  const html = ticketView(request, {
    ticket,
    acting: standing.acting,
    timeZone: catalogue.billingTimeZone,
    earlier: after > 0 ? Math.max(0, after - AT_ONCE) : undefined,
    later: after + AT_ONCE < ticket.message_count ? after + AT_ONCE : undefined,
    orderKey: randomSecret(),
    entered: refused === undefined ? undefined : form['text'],
    news: key && message(locale, key),
    problem,
  });
  return { html, status: problem?.status ?? 200 };
}
