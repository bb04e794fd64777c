import * as z from 'zod';
import type { AccountId, OrderId } from '../domain/ids.ts';
import { money } from '../domain/money.ts';
import { environment } from '../runtime/environment.ts';
import { newId } from '../runtime/ids.ts';
import { type Checkout, putNewCheckout } from '../store/checkouts.ts';
import { deploymentKey } from '../store/deployment-key.ts';
import type { CheckoutRequest, OpenedCheckout, PaymentGateway } from './gateway.ts';
import { signWebhook, verifyWebhook } from './webhook-signature.ts';
import type { GatewayEvent, WebhookReader } from './webhooks.ts';

/** A report of the sandbox gateway, as it is sent. */
const report = z.object({
  type: z.enum(['payment.succeeded', 'payment.declined']),
  reference: z.string(),
  account: z.custom<AccountId>(),
  order: z.custom<OrderId>(),
  amount: z.int(),
  currency: z.string(),
});
export type SandboxReport = z.infer<typeof report>;

/** A gateway that takes test cards and never moves money. It hosts its own payment page and signs its reports. (T4) */
export const sandbox: PaymentGateway & WebhookReader = { name: 'sandbox', openCheckout, readWebhook };

async function openCheckout(request: CheckoutRequest): Promise<OpenedCheckout> {
  const checkout: Checkout = {
    id: newId('chk'),
    account: request.account,
    order: request.order,
    amount: request.total,
    service: request.service,
    returnPath: `/account?account=${request.account}&order=${request.order}`,
    status: 'open',
    createdAt: request.now,
  };
  return {
    url: `${environment().BASE_URL}/sandbox-gateway/checkouts/${checkout.id}`,
    writes: [putNewCheckout(checkout)],
  };
}

async function readWebhook(
  rawBody: string,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<GatewayEvent | undefined> {
  verifyWebhook(await webhookSecret(), rawBody, headers);
  const parsed = report.safeParse(JSON.parse(rawBody));
  if (!parsed.success) return undefined;
  const { type, reference, account, order, amount, currency } = parsed.data;
  return {
    kind: type === 'payment.succeeded' ? 'paid' : 'declined',
    reference,
    account,
    order,
    amount: money(amount, currency),
  };
}

/** The headers of a signed report. `id` stays the same when the report is sent again. */
export async function signReport(id: string, body: string): Promise<Record<string, string>> {
  return signWebhook(await webhookSecret(), id, body);
}

async function webhookSecret(): Promise<string> {
  return `sandbox-gateway:${await deploymentKey()}`;
}

export function reportOf(checkout: Checkout, type: SandboxReport['type'], reference: string): SandboxReport {
  return {
    type,
    reference,
    account: checkout.account,
    order: checkout.order,
    amount: checkout.amount.minor,
    currency: checkout.amount.currency,
  };
}
