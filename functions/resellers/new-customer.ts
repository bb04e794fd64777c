import type * as contract from '../../lib/contract/new-customers.ts';
import { offeredPlan } from '../../lib/domain/accounts/offered-plan.ts';
import type { Actor } from '../../lib/domain/actor.ts';
import type { Catalogue, TermPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { newSubscription } from '../../lib/domain/licences/subscription.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Request } from '../../lib/runtime/route.ts';
import { type OpenedAccount, openAccount } from '../../lib/store/account-openings.ts';
import { type Account, findByExternalId } from '../../lib/store/accounts.ts';
import { billFor } from '../../lib/store/bills.ts';
import { managementBy } from '../../lib/store/customers.ts';
import { type Reseller, requireReseller } from '../../lib/store/resellers.ts';
import { readBilling } from '../../lib/tax/billing-vat-number.ts';
import type { AskOnce } from '../../lib/tax/check-vat-number.ts';
import type { NewOrder } from '../orders/new-order.ts';
import { type PricedPurchase, pricePurchase } from '../orders/price-items.ts';
import { type CustomerBody, itemsOf, pointingInto } from './customer-fields.ts';

type Asked = Pick<Request<typeof contract.createCustomer>, 'path' | 'body' | 'actor' | 'now' | 'today' | 'catalogue'>;

/** A customer with their first order, all but written: what a preview shows and an order carries out. */
export interface NewCustomer {
  readonly reseller: Reseller;
  readonly opened: OpenedAccount;
  readonly priced: PricedPurchase;
  readonly order: NewOrder;
  /** Who does it, as the customer's history has it. (R2) */
  readonly actor: Actor;
}

/**
 * Prepares an account without an owner, managed by the reseller, and the order that begins its subscription.
 *
 * Errors: `reseller.not-found`, `plan.unknown`, `plan.not-for-resale`, `account.external-id-taken`, `vat-number.…`, and as
 *         pricing an order, each pointing into the request.
 * Source: R1, R2, L12, T2.
 */
export async function prepareCustomer(request: Asked, id: AccountId, ask: AskOnce): Promise<NewCustomer> {
  const { path, body, actor: caller, now, today, catalogue } = request;
  const reseller = await requireReseller(path.account);
  const plan = resoldPlan(catalogue, body.plan);
  await requireOwnExternalId(request);
  const priced = priceFirst(body, plan, id, { reseller, today });
  const { billing, vatCheck } = await billingOf(body, plan, ask);
  const actor: Actor = caller.kind === 'user' ? { ...caller, reseller: reseller.id } : caller;
  const opened = openAccount({
    id,
    organisation: body.organisation,
    plan,
    managedBy: managementBy(reseller, now),
    billing,
    vatCheck,
    locale: body.locale ?? reseller.locale,
    activate: false,
    externalId: body.external_id,
    actor,
    now,
    today,
  });
  const { nextTotal: _, ...ordered } = priced;
  const order: NewOrder = {
    ...ordered,
    purpose: 'purchase',
    account: id,
    bill: billFor(priced.lines, opened.account, catalogue, today),
    currency: plan.currency,
    paymentMethod: body.payment_method,
  };
  return { reseller, opened, priced, order, actor };
}

/** Errors: `plan.unknown`; `plan.not-for-resale`, also for a plan that is paid from credit. Source: R1. */
function resoldPlan(catalogue: Catalogue, id: string): TermPlan {
  const plan = offeredPlan(catalogue, id);
  if (plan.kind === 'term' && plan.resale) return plan;
  const resold = catalogue.plans.filter((other) => other.kind === 'term' && other.resale && !other.retired);
  const names = resold.map((other) => other.id).join(' or ');
  throw new Refused('plan.not-for-resale', {
    errors: [{ pointer: '/plan', detail: names === '' ? 'is not sold through resellers' : `must be ${names}` }],
    links: { catalogue: '/v1/catalogue' },
  });
}

/** Nobody of the customer is there yet who could turn the discount off. (R4) */
function priceFirst(
  body: CustomerBody,
  plan: TermPlan,
  id: AccountId,
  { reseller, today }: { readonly reseller: Reseller } & Pick<Asked, 'today'>,
): PricedPurchase {
  const discount = { reseller: reseller.id, percent: reseller.reseller.discount };
  const subscription = newSubscription(id, plan.id, plan.renews);
  return pointingInto(body, plan, () =>
    pricePurchase(plan, subscription, itemsOf(body), { today, term: body.term, discount }),
  );
}

async function billingOf(
  body: CustomerBody,
  plan: TermPlan,
  ask: AskOnce,
): Promise<Pick<Account, 'billing' | 'vatCheck'>> {
  const { country, vat_number: vatNumber, billing: other = {} } = body;
  const wanted = {
    country,
    vatNumber,
    legalName: other.legal_name ?? undefined,
    address: other.address ?? undefined,
    postalCode: other.postal_code ?? undefined,
    city: other.city ?? undefined,
    taxNumber: other.tax_number ?? undefined,
    contactEmail: other.contact_email ?? undefined,
    language: other.language ?? undefined,
  };
  const { billing, unasked } = pointingInto(body, plan, () => readBilling({ billing: {} }, wanted));
  return { billing, vatCheck: unasked && (await ask(unasked)) };
}

async function requireOwnExternalId({ body, actor }: Asked): Promise<void> {
  const { external_id: externalId } = body;
  if (externalId === undefined) return;
  const pointer = '/external_id';
  if (actor.kind !== 'operator')
    throw new Refused('request.invalid', { errors: [{ pointer, detail: 'is for operators' }] });
  if ((await findByExternalId(externalId)) === undefined) return;
  throw new Refused('account.external-id-taken', { errors: [{ pointer, detail: 'is taken' }] });
}
