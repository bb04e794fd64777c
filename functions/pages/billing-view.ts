import type { Plan } from '../../lib/domain/catalogue.ts';
import type { FormProblem } from '../../lib/pages/form-problem.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { BillingView } from '../../lib/pages/views/billing.ts';
import { type BillingEntries, billingFieldNames, languageName } from '../../lib/pages/views/billing-form.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { buyerView } from './buyer-view.ts';

/** What a form that was refused adds to the billing details as they are kept. */
export interface BillingExtras {
  readonly entered?: Readonly<Record<string, string>>;
  readonly problem?: FormProblem | undefined;
}

export function billingView(request: PageRequest, account: Account, plan: Plan, extras: BillingExtras): BillingView {
  const kept = keptEntries(account);
  const { entered, problem } = extras;
  return {
    buyer: buyerView(request, account, plan),
    kept,
    entries: entered === undefined ? kept : entriesFrom((name) => entered[name]),
    assumedCountry: request.catalogue.seller.country,
    language: languageName(account.billing.language ?? account.locale),
    accountLanguage: languageName(account.locale),
    isOpen: problem !== undefined || request.query['billing'] === 'edit',
    problem,
  };
}

function keptEntries({ billing }: Account): BillingEntries {
  const values: Readonly<Record<keyof BillingEntries, string | undefined>> = {
    legal_name: billing.legalName,
    address: billing.address,
    postal_code: billing.postalCode,
    city: billing.city,
    country: billing.country,
    vat_number: billing.vatNumber,
    tax_number: billing.taxNumber,
    contact_email: billing.contactEmail,
    language: billing.language,
  };
  return entriesFrom((name) => values[name]);
}

function entriesFrom(textOf: (name: keyof BillingEntries) => string | undefined): BillingEntries {
  return Object.fromEntries(billingFieldNames.map((name) => [name, textOf(name) ?? ''])) as BillingEntries;
}
