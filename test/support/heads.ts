import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import prepaidCrm from '../../lib/catalogue/vendors/prepaid-crm.json' with { type: 'json' };
import type { Catalogue } from '../../lib/domain/catalogue.ts';
import { newHead } from '../../lib/domain/credit/credit-head.ts';
import { activateMember } from '../../lib/domain/credit/decide-members.ts';
import { activateAccount } from '../../lib/domain/credit/decide-money.ts';
import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { putNewAccount } from '../../lib/store/accounts.ts';
import { commitCreditChange, type Moment, putOpenedHead } from '../../lib/store/credit.ts';
import { commitPayment } from '../../lib/store/payments.ts';
import { transact } from '../../lib/store/table.ts';
import { creditOrder, paymentOf, unknownBuyer } from './buying.ts';

/** The first vendor's catalogue, as version 1. */
export function firstVendor(): Catalogue {
  const parsed = parseCatalogue(prepaidCrm);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return toCatalogue(parsed.document, 1);
}

export function momentOn(date: string, catalogue: Catalogue = firstVendor()): Moment {
  return { today: plainDate(date), now: `${date}T08:00:00.000Z`, catalogue };
}

/** An account with credit and so many active users, written to the table. */
export async function openAccount(
  moment: Moment,
  { users = 1, boughtMinor = 0 }: { readonly users?: number; readonly boughtMinor?: number } = {},
): Promise<AccountId> {
  const account = newId('acc');
  const head = newHead(account, 'cloud', 'EUR', moment.today);
  const item = putNewAccount(unknownBuyer(account, 'cloud', moment.now));
  await transact([item, ...putOpenedHead({ head, entries: [] }, moment)]);
  await commitCreditChange(account, moment, (head, plan) => {
    let joined = head;
    for (let user = 0; user < users; user += 1)
      joined = activateMember(joined, undefined, plan, moment.today, `mem_${user}`).head;
    return { ...activateAccount(joined, plan, moment.today), result: undefined };
  });
  if (boughtMinor > 0) await commitPayment(paymentOf(await creditOrder(account, moment, boughtMinor)), moment);
  return account;
}
