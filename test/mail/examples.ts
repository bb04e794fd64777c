import type { Training } from '../../lib/domain/training/training.ts';
import type { MailFindings, MailFrame } from '../../lib/mail/compose.ts';
import type { MailRequest, MailTemplate } from '../../lib/store/mail.ts';

export const frame: MailFrame = {
  locale: 'en',
  service: { name: 'Prepaid CRM', url: 'https://crm.example.com/', supportEmail: 'support@example.com' },
  seller: { name: 'Prepaid CRM S.r.l.', address: 'Via Esempio 1, 20121 Milano' },
  baseUrl: 'https://account.example.com',
  timeZone: 'Europe/Rome',
};

const account = 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X';
const ticket = 'tkt_01JZ8Q0V7M3K5N9P2R4S6T8W0X';
const training = 'trn_01JZ8Q0V7M3K5N9P2R4S6T8W0X';
const user = 'usr_01JZ8Q0V7M3K5N9P2R4S6T8W0X';

/** One request of every template, in the words of an organisation. */
export function examplesFor(organisation: string): { [T in MailTemplate]: Extract<MailRequest, { template: T }> } {
  return {
    'confirm-sign-up': { template: 'confirm-sign-up', signUp: 'sup_01JZ8Q0V7M3K5N9P2R4S6T8W0X', organisation },
    'already-registered': { template: 'already-registered' },
    'sign-up-confirmed': { template: 'sign-up-confirmed', organisation, plan: 'prepaid' },
    'service-access': { template: 'service-access', organisation },
    'password-reset': { template: 'password-reset', user },
    'set-password': { template: 'set-password', user, organisation },
    'password-changed': { template: 'password-changed' },
    invitation: { template: 'invitation', account, invitation: 'inv_01JZ8Q0V7M3K5N9P2R4S6T8W0X', organisation },
    'added-to-account': { template: 'added-to-account', organisation },
    'credit-expiring': { template: 'credit-expiring', account, expiresOn: '2026-02-28', days: 7 },
    'credit-suspended': { template: 'credit-suspended', account, since: '2026-03-01' },
    'credit-bought': {
      template: 'credit-bought',
      account,
      amountMinor: 14_400,
      currency: 'EUR',
      expiresOn: '2026-12-31',
    },
    'payment-part': {
      template: 'payment-part',
      account,
      order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
      amountMinor: 10_000,
      dueMinor: 4_400,
      currency: 'EUR',
    },
    'payment-unallocated': {
      template: 'payment-unallocated',
      account,
      order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
      reason: 'ended',
      amountMinor: 14_400,
      earlierMinor: 0,
      currency: 'EUR',
    },
    'order-paid': { template: 'order-paid', account, amountMinor: 14_400, currency: 'EUR' },
    'order-active': { template: 'order-active', account },
    'consumption-due': { template: 'consumption-due', account, amountMinor: 1_040, currency: 'EUR' },
    'renewal-due': { template: 'renewal-due', account, amountMinor: 14_400, currency: 'EUR' },
    'renewal-reminder': { template: 'renewal-reminder', account, amountMinor: 14_400, currency: 'EUR', days: 3 },
    'renewal-billed-anew': {
      template: 'renewal-billed-anew',
      account,
      amountMinor: 14_400,
      currency: 'EUR',
      until: '2026-12-31',
    },
    'subscription-suspended': { template: 'subscription-suspended', account },
    'subscription-ended': { template: 'subscription-ended', account, on: '2026-12-31' },
    'trial-ended': { template: 'trial-ended', account },
    'ticket-opened': { template: 'ticket-opened', account, ticket, number: 1 },
    'ticket-replied': { template: 'ticket-replied', account, ticket, number: 3 },
    'ticket-answered': { template: 'ticket-answered', account, ticket, number: 2 },
    'ticket-closed': { template: 'ticket-closed', account, ticket },
    'licence-ended': { template: 'licence-ended', account, licence: 'Calls' },
    'training-slots-offered': { template: 'training-slots-offered', account, training },
    'training-booked': { template: 'training-booked', account, training, sequence: 0 },
    'training-moved': { template: 'training-moved', account, training, sequence: 1 },
    'training-booking-cancelled': { template: 'training-booking-cancelled', account, training, sequence: 1 },
    'training-cancelled': { template: 'training-cancelled', account, training, sequence: 1 },
    'training-link': { template: 'training-link', account, training, sequence: 0 },
    'training-link-missing': { template: 'training-link-missing', account, training, sequence: 0 },
    'customer-lost': { template: 'customer-lost', account, organisation: 'Example' },
    'reseller-lost': { template: 'reseller-lost', account, reseller: 'Example Reseller' },
  };
}

const slot = { startsAt: '2026-03-02T09:00:00.000Z', endsAt: '2026-03-02T10:00:00.000Z' };

/** A session that is booked, with its link. */
export const bookedTraining: Training = {
  id: training,
  account,
  order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
  pack: 'training',
  minutes: 60,
  state: 'booked',
  slots: [{ id: 'slt_01JZ8Q0V7M3K5N9P2R4S6T8W0X', ...slot }],
  booking: { slot: 'slt_01JZ8Q0V7M3K5N9P2R4S6T8W0X', by: user, at: '2026-02-10T08:00:00.000Z' },
  calendar: { ...slot, sequence: 0, cancelled: false },
  conferenceUrl: 'https://meet.example.com/training',
  boughtAt: '2026-02-01T08:00:00.000Z',
  changedAt: '2026-02-10T08:00:00.000Z',
  version: 3,
};

const link = { token: 'Zm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc4OWFiY2RlZmc', expiresAt: '2026-01-16T08:00:00.000Z' };

export function findingsFor(mail: MailRequest, organisation: string): MailFindings {
  const hasLink = ['confirm-sign-up', 'invitation', 'password-reset', 'set-password'].includes(mail.template);
  const message = { text: 'The first line\n\nand the last.', author: 'Ada Example' };
  const about = { subject: organisation, channel: 'e-mail' as const, message };
  return {
    organisation,
    ...(hasLink ? { link } : {}),
    ...('ticket' in mail ? { ticket: about } : {}),
    ...('training' in mail ? { training: bookedTraining } : {}),
  };
}
