import type { Money } from './money.ts';

/** What a customer can cause. Bugs throw a plain Error and become a 500. */
export type RefusalCode =
  | 'request.malformed'
  | 'request.invalid'
  | 'request.too-large'
  | 'request.unsupported-type'
  | 'request.bad-cursor'
  | 'route.not-found'
  | 'form.expired'
  | 'session.required'
  | 'session.wrong-credentials'
  | 'session.too-many-attempts'
  | 'access.denied'
  | 'edit.stale'
  | 'edit.conflict'
  | 'idempotency.key-required'
  | 'idempotency.key-reused'
  | 'idempotency.in-flight'
  | 'captcha.unsolved'
  | 'password.too-weak'
  | 'link.unknown'
  | 'link.expired'
  | 'link.used'
  | 'sign-up.e-mail-taken'
  | 'plan.unknown'
  | 'account.not-found'
  | 'account.already-active'
  | 'account.not-active'
  | 'account.external-id-taken'
  | 'vat-number.malformed'
  | 'vat-number.other-country'
  | 'vat-number.none'
  | 'user.not-found'
  | 'user.owns-account'
  | 'member.not-found'
  | 'member.already-exists'
  | 'member.owner-stays'
  | 'member.owner-inactive'
  | 'member.only-owner'
  | 'member.former'
  | 'invitation.not-found'
  | 'invitation.password-needed'
  | 'invitation.withdrawn'
  | 'mail.too-often'
  | 'credit.insufficient'
  | 'credit.below-zero'
  | 'credit.amount-out-of-range'
  | 'credit.wrong-currency'
  | 'add-on.unknown'
  | 'order.not-found'
  | 'order.payment-unavailable'
  | 'invoice.not-found'
  | 'invoice.xml-not-ready'
  | 'credit-note.of-credit-note'
  | 'credit-note.unknown-line'
  | 'credit-note.nothing-left'
  | 'credit-note.beyond-billed'
  | 'payment.not-found'
  | 'payment.nothing-left'
  | 'payment.reference-used'
  | 'statement.malformed'
  | 'statement.other-account'
  | 'statement.interrupted'
  | 'gateway.unknown'
  | 'gateway.bad-signature'
  | 'gateway.unreachable'
  | 'gateway.amount-refused'
  | 'catalogue.invalid'
  | 'catalogue.missing'
  | 'api-key.not-found'
  | 'api-key.own'
  | 'service.unavailable'
  | 'licence.none-free'
  | 'licence.unknown-type'
  | 'licence.not-found'
  | 'licence.minimum'
  | 'licence.minimum-above-total'
  | 'licence.too-few'
  | 'licence.not-in-plan'
  | 'member.needs-licence'
  | 'module.unknown'
  | 'module.already-there'
  | 'pack.unknown'
  | 'pack.needs-module'
  | 'pack.already-there'
  | 'plan.not-an-edition'
  | 'plan.not-for-resale'
  | 'plan.already-there'
  | 'subscription.none'
  | 'subscription.unpaid'
  | 'subscription.ended'
  | 'subscription.not-running'
  | 'subscription.other-term'
  | 'subscription.term-unavailable'
  | 'subscription.trial-used'
  | 'subscription.change-not-found'
  | 'order.wrong-kind'
  | 'order.expired'
  | 'order.billed'
  | 'order.nothing-due'
  | 'order.no-licences'
  | 'order.no-modules'
  | 'reseller.not-found'
  | 'reseller.already-there'
  | 'reseller.is-customer'
  | 'reseller.none'
  | 'reseller.only-admin'
  | 'reseller.discount-would-end'
  | 'support.channel-not-included'
  | 'ticket.not-found'
  | 'ticket.assignee-unknown'
  | 'ticket.reference-used'
  | 'ticket.too-often'
  | 'checkout.not-found'
  | 'usage.unknown-meter'
  | 'usage.event-differs'
  | 'usage.beyond-allowance'
  | 'usage.below-zero'
  | 'usage.not-returnable'
  | 'usage.not-running'
  | 'usage.busy'
  | 'training.not-found'
  | 'training.slot-unknown'
  | 'training.slot-passed'
  | 'training.too-late'
  | 'training.already-booked'
  | 'training.booked-meanwhile'
  | 'training.not-booked'
  | 'training.closed';

/** One mistake in what was sent: where (RFC 6901 pointer into the request's part) and what. */
export interface Mistake {
  readonly pointer: string;
  readonly detail: string;
}

export interface RefusalFacts {
  /** Values for the message's placeholders; money is written in the reader's language. Never a secret or a person's data. */
  readonly values?: Readonly<Record<string, string | number | Money>>;
  /** A way out: what the caller can open next, as paths of this deployment, by what is there (`buy`, `sign_in`). */
  readonly links?: Readonly<Record<string, string>>;
  readonly errors?: readonly Mistake[];
  /** Facts a program can use, beside the text (`activated_on`, `short_by`). */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** A request that is refused: it changed nothing, and the answer says what to do instead. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.facts = facts;
  }
}

/** A refusal whose mistakes point elsewhere: to where the caller has the fields. */
export function pointingElsewhere({ code, facts }: Refused, move: (pointer: string) => string): Refused {
  const errors = facts.errors?.map((mistake) => ({ ...mistake, pointer: move(mistake.pointer) }));
  return new Refused(code, { ...facts, ...(errors === undefined ? {} : { errors }) });
}
