import type * as z from 'zod';
import type { accountSchema } from '../../lib/contract/accounts.ts';
import { checkOf, vatNumberState } from '../../lib/domain/tax/vat-check.ts';
import type { Account } from '../../lib/store/accounts.ts';
import type { Member } from '../../lib/store/members.ts';

type AccountJson = z.input<typeof accountSchema>;

/** `reader` is the caller's membership; staff have none. Billing details are for admins. (A10) */
export function accountJson(account: Account, reader: Pick<Member, 'role'> | undefined): AccountJson {
  return {
    id: account.id,
    organisation: account.organisation,
    plan: account.plan,
    owner: account.owner ?? null,
    locale: account.locale,
    billing: reader?.role === 'member' ? null : billingJson(account),
    external_id: account.externalId ?? null,
    activated_on: account.activatedOn ?? null,
    created_at: account.createdAt,
  };
}

function billingJson(account: Account): AccountJson['billing'] {
  const { billing } = account;
  const check = checkOf(account);
  return {
    legal_name: billing.legalName ?? null,
    address: billing.address ?? null,
    postal_code: billing.postalCode ?? null,
    city: billing.city ?? null,
    country: billing.country ?? null,
    vat_number: billing.vatNumber ?? null,
    vat_number_status: vatNumberState(account),
    vat_checked_at: check?.at ?? null,
    vat_consultation_number: check?.consultation ?? null,
    tax_number: billing.taxNumber ?? null,
    contact_email: billing.contactEmail ?? null,
    language: billing.language ?? null,
  };
}
