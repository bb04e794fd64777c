import type { Plan } from '../../lib/domain/catalogue.ts';
import { businessDate } from '../../lib/domain/dates.ts';
import { checkOf, vatNumberState } from '../../lib/domain/tax/vat-check.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { BuyerView } from '../../lib/pages/views/buyer.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { termsOf } from '../../lib/store/bills.ts';

/** Whom the account's bills go to and how they are taxed, by the same rule that makes them. */
export function buyerView({ catalogue, today }: PageRequest, account: Account, plan: Plan): BuyerView {
  const { buyer, treatment, pricesIncludeTax } = termsOf(account, catalogue, plan, today);
  const check = checkOf(account);
  return {
    name: buyer.name,
    country: buyer.country,
    isCountryKnown: account.billing.country !== undefined,
    treatment,
    pricesIncludeTax,
    number: {
      state: vatNumberState(account),
      text: account.billing.vatNumber,
      check: check && {
        source: check.source,
        at: check.at,
        on: businessDate(check.at, catalogue.billingTimeZone),
        consultation: check.consultation,
      },
    },
  };
}
