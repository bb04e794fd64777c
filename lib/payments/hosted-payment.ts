import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import type { Locale } from '../messages/locales.ts';
import { environment } from '../runtime/environment.ts';
import { stripeHosting } from './stripe/start-payment.ts';

/** A customer about to pay. */
export interface PaymentToStart {
  readonly account: AccountId;
  readonly order: OrderId;
  /** What is still to be paid. */
  readonly due: Money;
  readonly service: string;
  readonly locale: Locale;
  /** After this instant the order can no longer be paid. */
  readonly expiresAt: Instant | undefined;
  readonly now: Instant;
}

/** A gateway with payment pages of its own elsewhere, each made when somebody is about to pay. (T4) */
export interface PaymentHosting {
  /** The origins its pages are at, to which a browser may be sent. */
  readonly origins: readonly string[];
  /**
   * Where to send the customer; asked again, the same page as long as it is open.
   *
   * Errors: `gateway.unreachable`; `gateway.amount-refused` for an amount that it does not take.
   */
  startPayment(payment: PaymentToStart): Promise<string>;
}

/** Absent where the gateway's page is made with the order, or there is no gateway. */
export function paymentHosting(): PaymentHosting | undefined {
  return environment().GATEWAY === 'stripe' ? stripeHosting : undefined;
}
