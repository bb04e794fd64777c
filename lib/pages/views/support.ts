import type * as z from 'zod';
import type { getSupport, ticketSchema } from '../../contract/tickets.ts';
import { instantText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, field, submit } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout, postForm } from '../layout.ts';
import { type Acting, actingBanner } from './acting.ts';

export type TicketJson = z.output<typeof ticketSchema>;

export interface SupportView {
  readonly account: string;
  readonly organisation: string;
  readonly acting: Acting | undefined;
  readonly timeZone: string;
  /** Whether tickets of everybody are shown. */
  readonly seesAll: boolean;
  readonly support: z.output<typeof getSupport.response.schema>;
  /** Where a pack with more ways can be bought, by whoever may. */
  readonly buyUrl: string | undefined;
  readonly tickets: readonly TicketJson[];
  /** Where the next page begins. */
  readonly next: string | null;
  readonly isFirstPage: boolean;
  /** Random for each page shown; a ticket sent twice from it is one. */
  readonly orderKey: string;
  readonly entered?: Readonly<Record<string, string>>;
  readonly problem?: FormProblem | undefined;
}

/** The tickets, a new one, and the other ways to reach support that are included. (U4) */
export function supportView(frame: Frame, view: SupportView): Html {
  const { locale } = frame;
  const { account, organisation } = view;
  const title = message(locale, 'page.support.of', { organisation });
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    width: 'wide',
    main: html`${actingBanner(locale, view.acting)}
      ${errorSummary(view.problem?.summary)}
      <div class="heading">
        <div><h1>${title}</h1>
          <p class="soft"><a href="/account?account=${account}">${message(locale, 'page.support.back', { organisation })}</a></p></div>
      </div>
      <div class="columns">
        <section class="panel" aria-labelledby="new-title">
          <h2 id="new-title">${message(locale, 'page.tickets.new')}</h2>
          ${postForm(frame, '/account/support', newTicket(locale, view))}
        </section>
        ${waysPanel(locale, view)}
      </div>
      ${ticketsPanel(locale, view)}`,
  });
}

/** Phone, e-mail and chat are for those entitled to them. */
function waysPanel(locale: Locale, { support, buyUrl }: SupportView): Html {
  const { e_mail: mail, phone, chat_url: chat } = support;
  return html`<section class="panel" aria-labelledby="reach-title">
      <h2 id="reach-title">${message(locale, 'page.support.reach')}</h2>
      <p>${message(locale, 'page.support.tickets')}</p>
      <dl class="facts">
        ${phone && html`<div><dt>${message(locale, 'page.support.by-phone')}</dt><dd><a href="tel:${phone.replaceAll(/[^+\d]/g, '')}">${phone}</a></dd></div>`}
        ${mail && html`<div><dt>${message(locale, 'page.support.by-e-mail')}</dt><dd><a href="mailto:${mail}">${mail}</a></dd></div>`}
        ${chat && html`<div><dt>${message(locale, 'page.support.by-chat')}</dt><dd><a href="${chat}">${message(locale, 'page.support.open-chat')}</a></dd></div>`}
      </dl>
      ${buyUrl && html`<p><a href="${buyUrl}">${message(locale, 'page.support.more')}</a></p>`}
    </section>`;
}

function newTicket(locale: Locale, view: SupportView): Html {
  const { entered, problem } = view;
  const say = (name: 'subject' | 'text') => ({
    name,
    label: message(locale, `page.tickets.${name}`),
    value: entered?.[name],
    mistake: problem?.mistakes[name],
    autocomplete: 'off',
  });
  return html`<input type="hidden" name="account" value="${view.account}">
    <input type="hidden" name="order_key" value="${view.orderKey}">
    ${field({ ...say('subject'), maxLength: 120 })}
    ${field({ ...say('text'), hint: message(locale, 'page.tickets.text-hint'), maxLength: 5000, rows: 6 })}
    ${channelChoice(locale, view)}
    ${submit(message(locale, 'page.tickets.submit'))}`;
}

function channelChoice(locale: Locale, { support, entered, problem }: SupportView): Html | undefined {
  const channels = support.channels.map((channel) => (channel === 'tickets' ? 'ticket' : channel));
  if (channels.length < 2) return undefined;
  const chosen = channels.find((channel) => channel === entered?.['channel']) ?? 'ticket';
  const mistake = problem?.mistakes['channel'];
  return html`<fieldset class="field${mistake === undefined ? '' : ' wrong'}" id="channel">
      <legend>${message(locale, 'page.tickets.channel')}</legend>
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      ${channels.map(
        (channel) => html`<label class="choice">
        <input type="radio" name="channel" value="${channel}"${channel === chosen && html` checked`}>
        <span>${message(locale, `page.tickets.channel.${channel}`)}</span>
      </label>`,
      )}
    </fieldset>`;
}

const tones = { open: 'inactive', answered: 'active', closed: '' } as const;

export function ticketBadge(locale: Locale, state: TicketJson['state']): Html {
  return html`<span class="badge ${tones[state]}">${message(locale, `page.tickets.state.${state}`)}</span>`;
}

export function ticketUrl({ id, account }: Pick<TicketJson, 'id' | 'account'>): string {
  return `/account/support/${id}?account=${account}`;
}

/** What a ticket is called; its subject goes with whoever opened it. */
export function ticketName(locale: Locale, { subject }: TicketJson): string {
  return subject === '' ? message(locale, 'page.tickets.no-subject') : subject;
}

function ticketsPanel(locale: Locale, view: SupportView): Html {
  const { account, tickets, next, isFirstPage, seesAll } = view;
  return html`<section class="panel" id="tickets" aria-labelledby="tickets-title">
      <h2 id="tickets-title">${message(locale, seesAll ? 'page.tickets.all' : 'page.tickets.mine')}</h2>
      ${tickets.length === 0 ? html`<p class="soft">${message(locale, 'page.tickets.none')}</p>` : table(locale, view)}
      ${!isFirstPage && html`<p><a href="/account/support?account=${account}#tickets">${message(locale, 'page.tickets.first')}</a></p>`}
      ${next !== null && html`<p><a href="/account/support?account=${account}&amp;tickets=${encodeURIComponent(next)}#tickets">${message(locale, 'page.tickets.more')}</a></p>`}
    </section>`;
}

function table(locale: Locale, { tickets, timeZone, seesAll }: SupportView): Html {
  const head = {
    subject: message(locale, 'page.tickets.subject'),
    by: message(locale, 'page.tickets.by'),
    at: message(locale, 'page.tickets.opened-at'),
    messages: message(locale, 'page.tickets.messages'),
    state: message(locale, 'page.tickets.state'),
  };
  return html`<table class="members">
        <caption class="visually-hidden">${message(locale, 'page.tickets.caption')}</caption>
        <thead><tr><th scope="col">${head.subject}</th>${seesAll && html`<th scope="col">${head.by}</th>`}<th scope="col">${head.at}</th><th scope="col">${head.messages}</th><th scope="col">${head.state}</th></tr></thead>
        <tbody>${tickets.map(
          (ticket) => html`
          <tr>
            <td data-head="${head.subject}"><a href="${ticketUrl(ticket)}">${ticketName(locale, ticket)}</a></td>
            ${seesAll && html`<td data-head="${head.by}">${authorName(locale, ticket.opened_by)}</td>`}
            <td data-head="${head.at}">${instantText(locale, timeZone, ticket.opened_at)}</td>
            <td data-head="${head.messages}">${ticket.message_count}</td>
            <td data-head="${head.state}">${ticketBadge(locale, ticket.state)}</td>
          </tr>`,
        )}
        </tbody>
      </table>`;
}

/** Staff answer as support, whoever of them it is. */
export function authorName(locale: Locale, { kind, name }: TicketJson['opened_by']): string {
  if (kind === 'operator') return message(locale, 'page.ticket.support');
  return name || message(locale, 'page.ticket.somebody');
}
