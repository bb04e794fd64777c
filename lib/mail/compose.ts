import { money } from '../domain/money.ts';
import type { Training } from '../domain/training/training.ts';
import { dateText, moneyText } from '../messages/format.ts';
import type { Locale } from '../messages/locales.ts';
import type { MailRequest, MailTemplate } from '../store/mail.ts';
import type { TicketFindings } from '../store/tickets-mails.ts';
import { trainingValues } from './training-values.ts';

/** Whose mail it is and for whom: the same for every template. */
export interface MailFrame {
  readonly locale: Locale;
  readonly service: { readonly name: string; readonly url: string; readonly supportEmail: string };
  readonly seller: { readonly name: string; readonly address: string };
  readonly baseUrl: string;
  readonly timeZone: string;
}

/** What had to be looked up or made for one mail. */
export interface MailFindings {
  /** For mails with a link of their own. */
  readonly link?: { readonly token: string; readonly expiresAt: string };
  /** For mails that know only the account. */
  readonly organisation?: string;
  /** For mails about a ticket. */
  readonly ticket?: TicketFindings;
  /** Where an answer to the mail goes; support's address where it is absent. */
  readonly replyTo?: string | undefined;
  /** For mails about a training session. */
  readonly training?: Training | undefined;
}

/** A mail ready to be worded: every value is text already. */
export interface MailView {
  readonly template: MailTemplate;
  readonly values: Readonly<Record<string, string | number>>;
  readonly action: { readonly url: string; readonly expiresAt?: string };
  /** What somebody wrote, shown as it is. */
  readonly quote?: string | undefined;
}

/** The page behind each template's button. Every one is on this deployment, but for those that lead to the service; `api` is the ticket's own address. */
const targets: Readonly<Record<MailTemplate, string>> = {
  'confirm-sign-up': '/confirm',
  'already-registered': '/sign-in',
  'sign-up-confirmed': '/account',
  'service-access': 'service',
  'password-reset': '/reset-password',
  'set-password': '/reset-password',
  'password-changed': '/forgotten-password',
  invitation: '/invitation',
  'added-to-account': 'service',
  'credit-expiring': '/account',
  'credit-suspended': '/account',
  'credit-bought': '/account',
  'payment-part': '/pay',
  'payment-unallocated': '/pay',
  'order-paid': '/account',
  'order-active': '/account',
  'renewal-due': '/account',
  'consumption-due': '/account',
  'renewal-reminder': '/account',
  'renewal-billed-anew': '/account',
  'subscription-suspended': '/account',
  'subscription-ended': '/account',
  'trial-ended': '/account',
  'licence-ended': '/account',
  'ticket-opened': 'api',
  'ticket-replied': 'api',
  'ticket-answered': '/account',
  'ticket-closed': '/account',
  'customer-lost': '/account',
  'reseller-lost': '/account',
  'training-slots-offered': '/account',
  'training-booked': '/account',
  'training-moved': '/account',
  'training-booking-cancelled': '/account',
  'training-cancelled': '/account',
  'training-link': 'conference',
  'training-link-missing': 'api',
};

/** Strangers can be written to by these, so a name that would become a link in their mail program is left out. */
const toStrangers: readonly MailTemplate[] = ['confirm-sign-up', 'invitation'];
const LOOKS_LIKE_A_LINK = /:\/\/|www\.|@|[\p{L}\p{N}]\.\p{L}{2,}|\//iu;

/** Puts together what one mail says. Source: A2, A3, P9. */
export function composeMail(mail: MailRequest, frame: MailFrame, found: MailFindings = {}): MailView {
  const organisation = 'organisation' in mail ? mail.organisation : (found.organisation ?? '');
  const isNamed = !(toStrangers.includes(mail.template) && LOOKS_LIKE_A_LINK.test(organisation));
  return {
    template: mail.template,
    values: {
      service: frame.service.name,
      support: frame.service.supportEmail,
      organisation: isNamed ? organisation : '',
      named: isNamed ? 'yes' : 'no',
      ...ownValues(mail, frame.locale),
      ...(found.training === undefined ? {} : trainingValues(found.training, frame)),
      ...('ticket' in mail ? ticketValues(mail.ticket, found.ticket) : {}),
    },
    action: {
      url: targetOf(mail, frame, found),
      ...(found.link === undefined ? {} : { expiresAt: found.link.expiresAt }),
    },
    quote: found.ticket?.message?.text,
  };
}

function ownValues(mail: MailRequest, locale: Locale): Record<string, string | number> {
  switch (mail.template) {
    case 'sign-up-confirmed':
      return { plan: mail.plan };
    case 'credit-expiring':
      return { date: dateText(locale, mail.expiresOn), days: mail.days };
    case 'credit-suspended':
      return { date: dateText(locale, mail.since) };
    case 'credit-bought':
      return {
        amount: moneyText(locale, money(mail.amountMinor, mail.currency)),
        dated: mail.expiresOn === undefined ? 'no' : 'yes',
        date: mail.expiresOn === undefined ? '' : dateText(locale, mail.expiresOn),
      };
    case 'payment-part':
      return {
        amount: moneyText(locale, money(mail.amountMinor, mail.currency)),
        due: moneyText(locale, money(mail.dueMinor, mail.currency)),
      };
    case 'payment-unallocated':
      return {
        amount: moneyText(locale, money(mail.amountMinor, mail.currency)),
        reason: mail.reason,
        order: mail.order,
        more: mail.earlierMinor > 0 ? 'yes' : 'no',
        earlier: moneyText(locale, money(mail.earlierMinor, mail.currency)),
      };
    case 'order-paid':
    case 'renewal-due':
    case 'consumption-due':
      return { amount: moneyText(locale, money(mail.amountMinor, mail.currency)) };
    case 'renewal-reminder':
      return { amount: moneyText(locale, money(mail.amountMinor, mail.currency)), days: mail.days };
    case 'renewal-billed-anew':
      return {
        amount: moneyText(locale, money(mail.amountMinor, mail.currency)),
        date: dateText(locale, mail.until),
      };
    case 'subscription-ended':
      return {
        date: dateText(locale, mail.on),
        owed: mail.owed === undefined ? 'no' : 'yes',
        amount: mail.owed === undefined ? '' : moneyText(locale, money(mail.owed.amountMinor, mail.owed.currency)),
      };
    case 'licence-ended':
      return { licence: mail.licence };
    case 'reseller-lost':
      return { reseller: mail.reseller };
    default:
      return {};
  }
}

/** A ticket whose subject is gone is called by its id. */
function ticketValues(id: string, found: TicketFindings | undefined): Record<string, string> {
  return {
    ticket: id,
    subject: found?.subject || id,
    author: found?.message?.author ?? '',
    // The names of choices in messages have no hyphens.
    channel: found?.channel.replace('-', '') ?? '',
  };
}

function targetOf(mail: MailRequest, frame: MailFrame, { link, training }: MailFindings): string {
  const target = targets[mail.template];
  if (target === 'service') return frame.service.url;
  if (target === 'conference') return training?.conferenceUrl ?? frame.service.url;
  // Staff work with the API and have no pages.
  if (target === 'api' && 'ticket' in mail) {
    return new URL(`${frame.baseUrl}/v1/accounts/${mail.account}/tickets/${mail.ticket}`).href;
  }
  if (target === 'api' && 'training' in mail) {
    return new URL(`${frame.baseUrl}/v1/accounts/${mail.account}/trainings/${mail.training}`).href;
  }
  const page = target === '/pay' && 'order' in mail ? `${target}/${mail.order}` : target;
  const url = new URL(frame.baseUrl + page);
  if (link !== undefined) {
    url.searchParams.set('token', link.token);
    // Who opens a link is often not signed in, so the page could not know their language.
    url.searchParams.set('locale', frame.locale);
  }
  if ('account' in mail && link === undefined) url.searchParams.set('account', mail.account);
  if ('ticket' in mail) {
    url.searchParams.set('ticket', mail.ticket);
    url.hash = 'tickets';
  }
  return url.href;
}
