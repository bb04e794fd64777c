import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, OrderId } from '../domain/ids.ts';
import type { PaymentMethod, TransferDetails } from '../domain/invoices/invoice.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { environment } from '../runtime/environment.ts';
import { claimReference } from '../store/creditor-references.ts';
import type { Write } from '../store/table.ts';
import { gatewayInUse } from './gateway.ts';
import { paymentPageUrl } from './payment-page.ts';
import { creditorReference } from './transfer/creditor-reference.ts';

/** What an order says of paying it, and what is written with it. */
export interface WaysToPay {
  readonly paymentMethod: PaymentMethod;
  readonly gateway: string;
  readonly paymentUrl: string;
  readonly transfer: TransferDetails | undefined;
  readonly writes: readonly Write[];
}

interface ToPay {
  readonly account: AccountId;
  readonly order: OrderId;
  readonly total: Money;
  readonly now: Instant;
}

const NO_GATEWAY = 'none';

function takesCards(): boolean {
  return environment().GATEWAY !== NO_GATEWAY;
}

/** How customers of this deployment can pay. */
export function methodsOf({ seller }: Catalogue): PaymentMethod[] {
  return [...(takesCards() ? ['card' as const] : []), ...(seller.bank === undefined ? [] : ['bank-transfer' as const])];
}

/**
 * Opens the way that a customer chose.
 *
 * Errors: `order.payment-unavailable` where the deployment does not offer it.
 * Source: T4.
 */
export async function openWay(method: PaymentMethod, toPay: ToPay, catalogue: Catalogue): Promise<WaysToPay> {
  const available = methodsOf(catalogue);
  if (!available.includes(method)) {
    const names = available.join(', ');
    throw new Refused('order.payment-unavailable', {
      values: { available: names || '—' },
      errors: [{ pointer: '/payment_method', detail: names === '' ? 'cannot be used here' : `must be ${names}` }],
    });
  }
  return method === 'card' ? openCard(toPay, catalogue) : openTransfer(toPay, catalogue);
}

/** Opens every way there is, for a bill that nobody chose one for: a renewal can be paid by card or by transfer. (L13) */
export async function openAnyWay(preferred: PaymentMethod, toPay: ToPay, catalogue: Catalogue): Promise<WaysToPay> {
  const available = methodsOf(catalogue);
  const paymentMethod = available.includes(preferred) ? preferred : (available[0] ?? preferred);
  const transfer = available.includes('bank-transfer') ? openTransfer(toPay, catalogue) : undefined;
  const card = available.includes('card') ? await openCard(toPay, catalogue) : undefined;
  const way = card ??
    transfer ?? {
      gateway: NO_GATEWAY,
      paymentUrl: paymentPageUrl(toPay.account, toPay.order),
      transfer: undefined,
      writes: [],
    };
  return {
    ...way,
    paymentMethod,
    transfer: transfer?.transfer,
    writes: [...(card?.writes ?? []), ...(transfer?.writes ?? [])],
  };
}

async function openCard(toPay: ToPay, { service }: Catalogue): Promise<WaysToPay> {
  const gateway = gatewayInUse();
  const { url, writes } = await gateway.openCheckout({ ...toPay, service: service.name });
  return { paymentMethod: 'card', gateway: gateway.name, paymentUrl: url, transfer: undefined, writes };
}

function openTransfer(toPay: ToPay, { seller }: Catalogue): WaysToPay {
  if (seller.bank === undefined) throw new RangeError('a transfer needs an account to go to');
  const { iban, bic, holder } = seller.bank;
  const reference = creditorReference(randomDigits());
  return {
    paymentMethod: 'bank-transfer',
    gateway: 'bank',
    paymentUrl: paymentPageUrl(toPay.account, toPay.order),
    transfer: { iban, bic, holder, reference },
    writes: [claimReference(reference, toPay.account, toPay.order)],
  };
}

/** Digits only, so that any bank's form takes them; so many that two orders hardly ever draw the same. */
const REFERENCE_DIGITS = 15;

function randomDigits(): string {
  const drawn = randomBytes(8).readBigUInt64BE() % 10n ** BigInt(REFERENCE_DIGITS);
  return drawn.toString().padStart(REFERENCE_DIGITS, '0');
}
