import type * as z from 'zod';
import type { getTicket } from '../../contract/tickets.ts';
import { instantText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, field, notice, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';
import { type Acting, actingBanner } from './acting.ts';
import { authorName, ticketBadge, ticketName, ticketUrl } from './support.ts';

type TicketWithMessages = z.output<typeof getTicket.response.schema>;
type Message = TicketWithMessages['messages']['items'][number];

export interface TicketView {
  readonly ticket: TicketWithMessages;
  readonly acting: Acting | undefined;
  readonly timeZone: string;
  /** Messages with a number up to this one are on pages before; undefined where there are none. */
  readonly earlier: number | undefined;
  readonly later: number | undefined;
  /** Random for each page shown; an answer sent twice from it is one. */
  readonly orderKey: string;
  readonly entered?: string | undefined;
  readonly news?: string | undefined;
  readonly problem?: FormProblem | undefined;
}

/** A ticket, what was written, and the way to answer and to close it. (U4) */
export function ticketView(frame: Frame, view: TicketView): Html {
  const { locale } = frame;
  const { ticket, problem } = view;
  const title = ticketName(locale, ticket);
  return layout(frame, {
    title: problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    main: html`${actingBanner(locale, view.acting)}
      ${errorSummary(problem?.summary)}
      ${notice(view.news)}
      <p class="soft"><a href="/account/support?account=${ticket.account}#tickets">${message(locale, 'page.ticket.back')}</a></p>
      <div class="panel-title">
        <h1>${title}</h1>
        ${ticketBadge(locale, ticket.state)}
      </div>
      ${conversation(locale, view)}
      ${postForm(frame, `/account/support/${ticket.id}`, replyFields(locale, view))}
      ${postForm(frame, `/account/support/${ticket.id}`, switchFields(locale, view))}`,
  });
}

function conversation(locale: Locale, { ticket, timeZone, earlier, later }: TicketView): Html {
  const page = (after: number, key: 'page.ticket.earlier' | 'page.ticket.later') =>
    html`<p><a href="${ticketUrl(ticket)}&amp;after=${after}">${message(locale, key)}</a></p>`;
  return html`<section aria-labelledby="conversation-title">
      <h2 id="conversation-title" class="visually-hidden">${message(locale, 'page.ticket.conversation')}</h2>
      ${earlier !== undefined && page(earlier, 'page.ticket.earlier')}
      <ol class="accounts">${ticket.messages.items.map((each) => html`<li>${messageItem(locale, each, timeZone)}</li>`)}</ol>
      ${later !== undefined && page(later, 'page.ticket.later')}
    </section>`;
}

function messageItem(locale: Locale, { author, at, text }: Message, timeZone: string): Html {
  return html`<p><strong>${authorName(locale, author)}</strong> <span class="soft">${instantText(locale, timeZone, at)}</span></p>
      ${text === '' ? html`<p class="soft">${message(locale, 'page.ticket.text-gone')}</p>` : html`<p class="written">${text}</p>`}`;
}

function replyFields(locale: Locale, { ticket, orderKey, entered, problem }: TicketView): Html {
  const hint = ticket.state === 'closed' ? message(locale, 'page.ticket.reply-closed') : undefined;
  return html`<input type="hidden" name="account" value="${ticket.account}">
    <input type="hidden" name="order_key" value="${orderKey}">
    ${field({ name: 'text', label: message(locale, 'page.ticket.reply'), hint, value: entered, mistake: problem?.mistakes['text'], maxLength: 5000, rows: 5 })}
    ${submit(message(locale, 'page.ticket.send'), { name: 'do', value: 'reply' })}`;
}

function switchFields(locale: Locale, { ticket }: TicketView): Html {
  const isClosed = ticket.state === 'closed';
  const label = message(locale, isClosed ? 'page.ticket.reopen' : 'page.ticket.close');
  return html`<input type="hidden" name="account" value="${ticket.account}">
    ${submit(label, { name: 'do', value: isClosed ? 'reopen' : 'close', quiet: true })}`;
}
