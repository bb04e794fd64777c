import type { Plan } from '../domain/catalogue.ts';
import type { Instant } from '../domain/dates.ts';
import type {
  AccountId,
  InvitationId,
  InvoiceId,
  OrderId,
  SignUpId,
  TicketId,
  TrainingId,
  UserId,
} from '../domain/ids.ts';
import type { TrainingMail } from '../domain/training/change.ts';
import type { Locale } from '../messages/locales.ts';
import { newId } from '../runtime/ids.ts';
import { keys } from './keys.ts';
import type { Write } from './table.ts';

/** Links inside a mail are made when it is sent, so that a token exists only in the mail and, hashed, in the table. */
export type MailRequest =
  | { readonly template: 'confirm-sign-up'; readonly signUp: SignUpId; readonly organisation: string }
  | { readonly template: 'already-registered' }
  | { readonly template: 'sign-up-confirmed'; readonly organisation: string; readonly plan: Plan['kind'] }
  | { readonly template: 'service-access'; readonly organisation: string }
  | { readonly template: 'password-reset'; readonly user: UserId }
  | { readonly template: 'set-password'; readonly user: UserId; readonly organisation: string }
  | { readonly template: 'password-changed' }
  | {
      readonly template: 'invitation';
      readonly account: AccountId;
      readonly invitation: InvitationId;
      readonly organisation: string;
    }
  | { readonly template: 'added-to-account'; readonly organisation: string }
  | {
      readonly template: 'credit-expiring';
      readonly account: AccountId;
      readonly expiresOn: string;
      readonly days: number;
    }
  | { readonly template: 'credit-suspended'; readonly account: AccountId; readonly since: string }
  | {
      readonly template: 'credit-bought';
      readonly account: AccountId;
      readonly amountMinor: number;
      readonly currency: string;
      /** Absent before activation, and where the credit never ends. */
      readonly expiresOn: string | undefined;
      readonly invoice?: InvoiceId | undefined;
    }
  | {
      readonly template: 'payment-part';
      readonly account: AccountId;
      readonly order: OrderId;
      readonly amountMinor: number;
      readonly dueMinor: number;
      readonly currency: string;
    }
  | {
      readonly template: 'payment-unallocated';
      readonly account: AccountId;
      readonly order: OrderId;
      readonly reason: UnallocatedReason;
      readonly amountMinor: number;
      /** What came for the order before, and is free again too. */
      readonly earlierMinor: number;
      readonly currency: string;
    }
  | (PaidMail & { readonly template: 'order-paid' })
  | { readonly template: 'order-active'; readonly account: AccountId }
  | (PaidMail & { readonly template: 'renewal-due' })
  | (PaidMail & { readonly template: 'consumption-due' })
  | (PaidMail & { readonly template: 'renewal-reminder'; readonly days: number })
  /** `until`: the date on which it is suspended. */
  | (PaidMail & { readonly template: 'renewal-billed-anew'; readonly until: string })
  | { readonly template: 'subscription-suspended'; readonly account: AccountId }
  | {
      readonly template: 'subscription-ended';
      readonly account: AccountId;
      readonly on: string;
      /** What its last period still costs the account, where that is something. */
      readonly owed?: { readonly amountMinor: number; readonly currency: string } | undefined;
    }
  | { readonly template: 'trial-ended'; readonly account: AccountId }
  | TicketMail
  | TrainingMailRequest
  | { readonly template: 'licence-ended'; readonly account: AccountId; readonly licence: string }
  /** `account` is the reseller's, `organisation` its customer's. */
  | { readonly template: 'customer-lost'; readonly account: AccountId; readonly organisation: string }
  /** `account` is the customer's, `reseller` the name of the one that managed it. */
  | { readonly template: 'reseller-lost'; readonly account: AccountId; readonly reseller: string };

/** Why money is left: it is too much, the order is paid already, is in another currency, or can no longer be paid. */
export type UnallocatedReason = 'over' | 'paid' | 'currency' | 'ended';

interface PaidMail {
  readonly account: AccountId;
  readonly invoice?: InvoiceId | undefined;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A ticket's subject and text are read when the mail is sent. (A11) */
export type TicketMail =
  | (TicketMessageMail & { readonly template: 'ticket-opened' })
  | (TicketMessageMail & { readonly template: 'ticket-replied' })
  | (TicketMessageMail & { readonly template: 'ticket-answered' })
  | { readonly template: 'ticket-closed'; readonly account: AccountId; readonly ticket: TicketId };

interface TicketMessageMail {
  readonly account: AccountId;
  readonly ticket: TicketId;
  /** Of the message. */
  readonly number: number;
}

/** Of a training session as it is when the mail is sent. */
export type TrainingMailRequest = {
  [Template in TrainingMail]: {
    readonly template: Template;
    readonly account: AccountId;
    readonly training: TrainingId;
    /** Which entry of the calendar it is about, where it is about one. */
    readonly sequence?: number | undefined;
  };
}[TrainingMail];

export type MailTemplate = MailRequest['template'];

/**
 * One address; or every admin of an account, with those of the reseller that manages it; or the service's support. The last
 * two are worked out when the mail is sent.
 */
export type Recipient =
  | { readonly email: string; readonly locale: Locale }
  | { readonly adminsOf: AccountId }
  | { readonly support: true };

/** Who is told about an order: at a reseller's prices that reseller's admins alone. (R5) */
export function billRecipient(order: {
  readonly account: AccountId;
  readonly reseller?: AccountId | undefined;
}): Recipient {
  return { adminsOf: order.reseller ?? order.account };
}

const KEPT_SECONDS = 14 * 86_400;

/**
 * Asks for a mail in the transaction that gives rise to it; the stream hands it to the mailer after the commit.
 *
 * Shape:  one item of type `mail`, kept 14 days.
 * Source: A2, A3, P9. A mail that cannot be sent is retried and never holds up what caused it.
 */
export function requestMail(to: Recipient, mail: MailRequest, at: Instant, id: string = newId('mail')): Write {
  return {
    label: 'mail',
    Put: {
      Item: {
        ...keys.mail(id),
        type: 'mail',
        v: 1,
        id,
        to,
        mail,
        requestedAt: at,
        ttl: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS,
      },
    },
  };
}
