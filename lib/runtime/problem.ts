import type { RefusalCode, RefusalFacts, Refused } from '../domain/refusal.ts';
import { moneyText } from '../messages/format.ts';
import type { Locale } from '../messages/locales.ts';
import { type MessageKey, message } from '../messages/messages.ts';

/** A new refusal does not compile without a status. */
export const statusOf: Readonly<Record<RefusalCode, number>> = {
  'request.malformed': 400,
  'request.invalid': 422,
  'request.too-large': 413,
  'request.unsupported-type': 415,
  'request.bad-cursor': 400,
  'route.not-found': 404,
  'form.expired': 403,
  'session.required': 401,
  'session.wrong-credentials': 401,
  'session.too-many-attempts': 429,
  'access.denied': 403,
  'edit.stale': 412,
  'edit.conflict': 409,
  'idempotency.key-required': 400,
  'idempotency.key-reused': 422,
  'idempotency.in-flight': 409,
  'captcha.unsolved': 422,
  'password.too-weak': 422,
  'link.unknown': 404,
  'link.expired': 410,
  'link.used': 409,
  'sign-up.e-mail-taken': 409,
  'plan.unknown': 422,
  'account.not-found': 404,
  'account.already-active': 409,
  'account.not-active': 409,
  'account.external-id-taken': 409,
  'vat-number.malformed': 422,
  'vat-number.other-country': 422,
  'vat-number.none': 409,
  'user.not-found': 404,
  'user.owns-account': 409,
  'member.not-found': 404,
  'member.already-exists': 409,
  'member.owner-stays': 409,
  'member.owner-inactive': 409,
  'member.only-owner': 403,
  'member.former': 409,
  'invitation.not-found': 404,
  'invitation.password-needed': 422,
  'invitation.withdrawn': 410,
  'mail.too-often': 429,
  'credit.insufficient': 402,
  'credit.below-zero': 409,
  'credit.amount-out-of-range': 422,
  'credit.wrong-currency': 422,
  'add-on.unknown': 404,
  'order.not-found': 404,
  'order.payment-unavailable': 422,
  'invoice.not-found': 404,
  'invoice.xml-not-ready': 503,
  'credit-note.of-credit-note': 409,
  'credit-note.unknown-line': 422,
  'credit-note.nothing-left': 409,
  'credit-note.beyond-billed': 422,
  'payment.not-found': 404,
  'payment.nothing-left': 409,
  'payment.reference-used': 409,
  'statement.malformed': 422,
  'statement.other-account': 422,
  'statement.interrupted': 409,
  'gateway.unknown': 404,
  'gateway.bad-signature': 401,
  'gateway.unreachable': 503,
  'gateway.amount-refused': 422,
  'catalogue.invalid': 422,
  'catalogue.missing': 503,
  'api-key.not-found': 404,
  'api-key.own': 409,
  'service.unavailable': 503,
  'licence.none-free': 409,
  'licence.unknown-type': 422,
  'licence.not-found': 404,
  'licence.minimum': 409,
  'licence.minimum-above-total': 409,
  'licence.too-few': 409,
  'licence.not-in-plan': 409,
  'member.needs-licence': 409,
  'module.unknown': 422,
  'module.already-there': 409,
  'pack.unknown': 422,
  'pack.needs-module': 422,
  'pack.already-there': 409,
  'order.no-modules': 422,
  'plan.not-an-edition': 422,
  'plan.not-for-resale': 422,
  'plan.already-there': 409,
  'subscription.none': 409,
  'subscription.unpaid': 409,
  'subscription.ended': 409,
  'subscription.not-running': 409,
  'subscription.other-term': 409,
  'subscription.term-unavailable': 422,
  'subscription.trial-used': 409,
  'subscription.change-not-found': 404,
  'order.wrong-kind': 422,
  'order.expired': 410,
  'order.billed': 409,
  'order.nothing-due': 409,
  'order.no-licences': 422,
  'reseller.not-found': 404,
  'reseller.already-there': 409,
  'reseller.is-customer': 409,
  'reseller.none': 404,
  'reseller.only-admin': 409,
  'reseller.discount-would-end': 409,
  'support.channel-not-included': 409,
  'ticket.not-found': 404,
  'ticket.assignee-unknown': 422,
  'ticket.reference-used': 422,
  'ticket.too-often': 429,
  'checkout.not-found': 404,
  'usage.unknown-meter': 422,
  'usage.event-differs': 409,
  'usage.beyond-allowance': 409,
  'usage.below-zero': 422,
  'usage.not-returnable': 422,
  'usage.not-running': 409,
  'usage.busy': 503,
  'training.not-found': 404,
  'training.slot-unknown': 422,
  'training.slot-passed': 409,
  'training.too-late': 409,
  'training.already-booked': 409,
  'training.booked-meanwhile': 409,
  'training.not-booked': 409,
  'training.closed': 409,
};

/** RFC 9457 problem details, with a stable `code` and, where there is one, the way out in `links`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode | 'internal';
  readonly request_id: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
  readonly links?: Readonly<Record<string, string>>;
  readonly [extra: string]: unknown;
}

export function problemOf(refused: Refused, requestId: string, locale: Locale, baseUrl: string): Problem {
  const { links, errors, extra } = refused.facts;
  const values = readable(refused.facts.values ?? {}, locale);
  return {
    type: `${baseUrl}/docs#problem-${refused.code}`,
    title: message(locale, `problem.${refused.code}.title` as MessageKey, values),
    status: statusOf[refused.code],
    detail: message(locale, `problem.${refused.code}.detail` as MessageKey, values),
    code: refused.code,
    request_id: requestId,
    ...(errors === undefined ? {} : { errors }),
    ...(links === undefined ? {} : { links: absolute(links, baseUrl) }),
    ...extra,
  };
}

/** Values for a message: money is written in the reader’s language. */
export function readable(values: NonNullable<RefusalFacts['values']>, locale: Locale): Record<string, string | number> {
  const texts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? moneyText(locale, value) : value,
  ]);
  return Object.fromEntries(texts);
}

function absolute(links: Readonly<Record<string, string>>, baseUrl: string): Record<string, string> {
  return Object.fromEntries(Object.entries(links).map(([name, path]) => [name, `${baseUrl}${path}`]));
}
