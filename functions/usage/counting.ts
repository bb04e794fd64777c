import { type Catalogue, termPlanOf } from '../../lib/domain/catalogue.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { type Counting, countingOn } from '../../lib/domain/usage/counting.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { loadSubscription } from '../../lib/store/subscriptions.ts';

/** What an account may use of each meter today; nothing is counted of one that is paid from credit. */
export async function loadCounting(
  account: AccountId,
  { catalogue, today }: { readonly catalogue: Catalogue; readonly today: PlainDate },
): Promise<Counting & { readonly subscription?: Subscription }> {
  const subscription = await loadSubscription(account);
  if (subscription !== undefined)
    return { ...countingOn(subscription, (id) => termPlanOf(catalogue, id), today), subscription };
  await requireAccount(account);
  return { state: 'none', meters: [] };
}
